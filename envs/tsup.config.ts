import { defineConfig } from 'tsup';

/** ES modules and types for Node and browsers; what the entries share lies in common chunks. */
export default defineConfig({
  entry: {
    index: 'src/index.ts',
    engine: 'engine/index.ts',
    levels: 'levels/index.ts',
    classic: 'classic/index.ts',
  },
  tsconfig: '../tsconfig.json',
  outDir: 'dist',
  clean: true,
  format: ['esm'],
  platform: 'neutral',
  target: 'es2022',
  splitting: true,
  sourcemap: true,
  // gifenc brings no types, and those that the repository has for it lie outside this folder.
  dts: { compilerOptions: { noImplicitAny: false } },
});
