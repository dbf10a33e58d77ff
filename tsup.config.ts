import { readdirSync } from 'node:fs';
import { parse } from 'node:path';
import { defineConfig } from 'tsup';

const { PROGRAM_BUNDLED, PROGRAM_ENTRIES } = (await import(
  new URL('scripts/programBuild.mjs', import.meta.url).href
)) as { PROGRAM_BUNDLED: RegExp; PROGRAM_ENTRIES: Record<string, string> };

/** What can be imported from outside: one file each, `@rl-tools/cpc/<name>`. */
const entries = readdirSync('src/entries').map((file) => parse(file).name);

/**
 * Three things are built, with nothing in common at run time:
 *
 * - the declarations of the library, for ES modules and CommonJS; scripts/buildLibrary.mjs builds its code;
 * - the program `cpc-rl`, for Node alone, with the workspace `@rl-tools/env` bundled in; npm packages
 *   stay outside;
 * - the pages of `cpc-rl play`, `dashboard` and `report`, for browsers, each with everything in one file.
 */
export default defineConfig([
  {
    entry: Object.fromEntries(entries.map((name) => [name, `src/entries/${name}.ts`])),
    format: ['esm', 'cjs'],
    dts: { only: true },
    clean: ['!cli/**', '!play/**', '!dashboard/**', '!report/**'], // the other builds clean up after themselves, at the same time
  },
  {
    entry: PROGRAM_ENTRIES,
    outDir: 'dist/cli',
    clean: true,
    format: ['esm'],
    platform: 'node',
    target: 'node20',
    // Commands are imported when they run: `doctor` has to work where a package is missing.
    splitting: true,
    sourcemap: true,
    skipNodeModulesBundle: true,
    noExternal: [PROGRAM_BUNDLED],
  },
  ...['play', 'dashboard', 'report'].map((command) => ({
    entry: { page: `src/cli/${command}/page/page.ts` },
    tsconfig: `src/cli/${command}/page/tsconfig.json`,
    publicDir: `src/cli/${command}/page/public`,
    outDir: `dist/${command}`,
    clean: true,
    format: ['esm' as const],
    platform: 'browser' as const,
    target: 'es2022',
    minify: true,
    noExternal: [/./],
  })),
]);
