import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** `cpc-rl`, built: it starts in half the time that the sources take. */
    readonly programPath: string;
  }
}

const { PROGRAM_BUNDLED, PROGRAM_ENTRIES } = (await import(
  new URL('../../scripts/programBuild.mjs', import.meta.url).href
)) as { PROGRAM_BUNDLED: RegExp; PROGRAM_ENTRIES: Record<string, string> };

const root = fileURLToPath(new URL('../../', import.meta.url));
/** What the program reads at run time. */
const READ = ['configs', 'node_modules', ...['play', 'report', 'dashboard'].map(pageOf)];

function pageOf(command: string): string {
  return `src/cli/${command}/page`;
}

/** Builds the program once for all tests that run it, in a folder laid out as the published package. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'cpc-rl-program-'));
  for (const copied of ['bin', 'package.json']) {
    cpSync(join(root, copied), join(folder, copied), { recursive: true });
  }
  for (const linked of READ) {
    mkdirSync(dirname(join(folder, linked)), { recursive: true });
    symlinkSync(join(root, linked), join(folder, linked));
  }
  await build({
    entryPoints: PROGRAM_ENTRIES,
    absWorkingDir: root,
    outdir: join(folder, 'dist/cli'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    plugins: [packagesOutside],
    logLevel: 'error',
  });
  project.provide('programPath', join(folder, 'bin/cpc-rl.js'));
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Packages stay outside, but for what the published program carries. */
const packagesOutside: Plugin = {
  name: 'packages-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^[@a-z]/ }, ({ path, kind }) =>
      kind === 'entry-point' || PROGRAM_BUNDLED.test(path) ? undefined : { path, external: true },
    );
  },
};
