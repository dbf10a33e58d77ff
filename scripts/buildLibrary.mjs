/**
 * `node scripts/buildLibrary.mjs [env]`: builds what can be imported of `@rl-tools/cpc`, or of
 * `@rl-tools/env`, into the package's `dist`, as ES modules and as CommonJS; tsup adds the declarations.
 *
 * Rollup does it and not esbuild, because it divides the code into chunks by what is used, not by which
 * file imports which: an entry loads only the packages that its own code asks for, though all go through
 * the same `index.ts` files. What entries share lies in common chunks, so that a class exists once in a
 * format.
 */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { rollup } from 'rollup';
import { root } from './paths.mjs';

/** What is built: entries by name, and packages that come along while all others stay the host's own. */
const LIBRARIES = {
  cpc: {
    folder: root,
    entries: Object.fromEntries(
      readdirSync(join(root, 'src/entries')).map((file) => [
        parse(file).name,
        `src/entries/${file}`,
      ]),
    ),
    // The seeded generator is a few pure functions.
    bundled: /^(@rl-tools\/env\/random|pure-rand\/.*)$/,
  },
  env: {
    folder: join(root, 'envs'),
    entries: {
      index: 'src/index.ts',
      ...Object.fromEntries(
        ['classic', 'engine', 'levels', 'random'].map((name) => [name, `${name}/index.ts`]),
      ),
    },
    bundled: null,
  },
};

/** CommonJS packages that were ES modules once: what they export is taken as it is. */
const ONCE_MODULES = ['@tensorflow/tfjs-core', '@rl-tools/env', 'zod'];

/** @param {keyof typeof LIBRARIES} name */
async function buildLibrary(name) {
  const { folder, entries, bundled } = LIBRARIES[name];
  const build = await rollup({
    input: Object.fromEntries(
      Object.entries(entries).map(([key, file]) => [key, join(folder, file)]),
    ),
    plugins: [typescript(bundled)],
    treeshake: { moduleSideEffects: false }, // as the manifests say
    onwarn: (warning) => {
      throw new Error(warning.message);
    },
  });
  for (const [format, extension] of [
    ['es', 'js'],
    ['cjs', 'cjs'],
  ]) {
    await build.write({
      dir: join(folder, 'dist'),
      format,
      entryFileNames: `[name].${extension}`,
      chunkFileNames: `chunk-[hash].${extension}`,
      generatedCode: 'es2015',
      esModule: true,
      hoistTransitiveImports: false,
      interop: (id) => (id !== null && ONCE_MODULES.includes(id) ? 'esModule' : 'auto'),
      sourcemap: true,
    });
  }
  await build.close();
}

/**
 * Finds and reads the sources: files of the repository, packages that come along, and the names of those
 * that stay outside.
 *
 * @param {RegExp | null} bundled
 * @returns {import('rollup').Plugin}
 */
function typescript(bundled) {
  return {
    name: 'typescript',
    resolveId(source, importer) {
      if (importer === undefined) return source;
      if (bundled?.test(source)) return fileURLToPath(import.meta.resolve(source));
      if (!source.startsWith('.')) return { id: source, external: true };
      const path = join(dirname(importer), source);
      return importer.endsWith('.ts') ? path.replace(/\.js$/, '.ts') : path;
    },
    async load(path) {
      const text = await readFile(path, 'utf8');
      if (!path.endsWith('.ts')) return text;
      const options = { loader: 'ts', target: 'es2022', sourcefile: path, sourcemap: 'external' };
      return await transform(withZodAsModule(text), options);
    },
  };
}

/**
 * The whole module instead of the name `z` in it: the same object, but only so do all bundlers leave out
 * what is not used. With esbuild, a page would carry 380 kB of languages and formats otherwise.
 *
 * @param {string} text
 */
function withZodAsModule(text) {
  return text.replace("import { z } from 'zod';", "import * as z from 'zod';");
}

await buildLibrary(process.argv[2] ?? 'cpc');
