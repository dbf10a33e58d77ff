import { defineConfig } from 'tsup';

/** The declarations, for ES modules and CommonJS; scripts/buildLibrary.mjs builds the code. */
export default defineConfig({
  entry: {
    index: 'src/index.ts',
    random: 'random/index.ts',
    engine: 'engine/index.ts',
    levels: 'levels/index.ts',
    classic: 'classic/index.ts',
  },
  tsconfig: '../tsconfig.json',
  outDir: 'dist',
  clean: true,
  format: ['esm', 'cjs'],
  // gifenc brings no types, and those that the repository has for it lie outside this folder.
  dts: { only: true, compilerOptions: { noImplicitAny: false } },
});
