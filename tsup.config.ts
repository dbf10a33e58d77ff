import { defineConfig } from 'tsup';

/**
 * Four things are built, with nothing in common at run time:
 *
 * - the plug-in, for any JavaScript, as ES module and CommonJS with types: needs the host's own
 *   `@tensorflow/tfjs-core` and zod, and no module of Node;
 * - `compile()`, for any TensorFlow.js program on Node;
 * - the program `cpc-rl`, for Node alone, with the workspace `@rl-tools/env` bundled in; npm packages
 *   stay outside;
 * - the page of `cpc-rl play`, for browsers, with everything in one file.
 */
export default defineConfig([
  {
    entry: { index: 'src/index.ts' },
    format: ['esm', 'cjs'],
    platform: 'neutral',
    target: 'es2022',
    dts: true,
    clean: ['!cli/**', '!play/**', '!compute*'], // the other builds clean up after themselves, at the same time
    sourcemap: true,
    external: ['@tensorflow/tfjs-core', 'zod'],
    // The program's half of src/compute is reachable from the plug-in's; nothing in it runs on import.
    treeshake: { moduleSideEffects: false },
  },
  {
    entry: { compute: 'src/compute.ts' },
    format: ['esm', 'cjs'],
    platform: 'node',
    target: 'node20',
    dts: true,
    shims: true, // import.meta.url in CommonJS
    sourcemap: true,
    skipNodeModulesBundle: true,
    treeshake: { moduleSideEffects: false },
  },
  {
    entry: {
      main: 'src/cli/main.ts',
      verifyProcess: 'src/compute/engines/native/verifyProcess.ts',
    },
    outDir: 'dist/cli',
    clean: true,
    format: ['esm'],
    platform: 'node',
    target: 'node20',
    // Commands are imported when they run: `doctor` has to work where a package is missing.
    splitting: true,
    sourcemap: true,
    skipNodeModulesBundle: true,
    noExternal: [/^@rl-tools\/env/, 'pure-rand'],
  },
  {
    entry: { page: 'src/cli/play/page/page.ts' },
    tsconfig: 'src/cli/play/page/tsconfig.json',
    publicDir: 'src/cli/play/page/public',
    outDir: 'dist/play',
    clean: true,
    format: ['esm'],
    platform: 'browser',
    target: 'es2022',
    minify: true,
    noExternal: [/./],
  },
]);
