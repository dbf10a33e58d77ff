import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { FOR_BROWSERS, specifier } from './api.js';
import { EXPECTED_LOSS, LOSS_PROGRAM } from './plugin.js';
import { bundle } from './support/bundle.js';
import type { Bundle } from './support/bundle.js';
import type { Place } from './support/place.js';
import { root } from './support/run.js';

/** What a page has anyway. */
const HOST = ['@tensorflow/tfjs-core'];

/** What a page begins with that takes the core and one backend: the core does not bring gradients by itself. */
const PAGE = `
  import * as tf from '@tensorflow/tfjs-core';
  import '@tensorflow/tfjs-core/dist/register_all_gradients';
  import '@tensorflow/tfjs-backend-cpu';
  import { CpcLoss } from '@rl-tools/cpc';`;

/** How far the sizes in docs/package.md may be from what is measured. */
const TOLERANCE = 0.2;

/** Most bytes of a bundle of one class of errors: nothing else may come along. */
const MOST_FOR_AN_ERROR = 300;

/**
 * The table of sizes in docs/package.md: what is imported, and kB minified, gzipped, and gzipped without zod.
 */
function documentedSizes(): Map<string, readonly number[]> {
  const text = readFileSync(join(root, 'docs/package.md'), 'utf8');
  const row = /^\| `(import [^`]+)` +\| +([\d.]+) kB +\| +([\d.]+) kB +\| +([\d.]+) kB +\|$/gm;
  return new Map(
    [...text.matchAll(row)].map(([, what, ...sizes]) => [what!, sizes.map(Number)] as const),
  );
}

/** The package in a page, as Vite makes it. */
export function describeBundles(place: () => Place): void {
  describe('bundled by Vite', () => {
    const bundled = (name: string, text: string, external: readonly string[] = HOST) =>
      bundle({ project: place().plugin, name, text, external });

    test('runs, with the core and a backend inside', async () => {
      const text = `${PAGE} tf.setBackend('cpu').then(() => { ${LOSS_PROGRAM} });`;
      const made = await bundle({ project: place().plugin, name: 'page', text, format: 'iife' });
      expect(JSON.parse(await firstLineInPage(made.text))).toEqual(EXPECTED_LOSS);
    });

    test('asks for nothing of Node, whatever is used of the entries for browsers', async () => {
      const lines = FOR_BROWSERS.map(
        (path, i) => `export * as entry${i} from '${specifier(path)}';`,
      );
      const made = await bundled('all', lines.join('\n'));
      expect(made.warnings).toEqual([]);
      expect(made.text).not.toMatch(/__vite-browser-external|node:|\brequire\(/);
      expect(importsOf(made)).toEqual(HOST);
    });

    test('is as small as the documents say', async () => {
      const documented = documentedSizes();
      expect(documented.size).toBeGreaterThanOrEqual(3);
      const measured: string[] = [];
      let number = 0;
      for (const [what, sizes] of documented) {
        const text = `${what}; globalThis.used = ${/\{ (.*) \}/.exec(what)![1]!};`;
        const whole = await bundled(`size${number}`, text);
        const withoutZod = await bundled(`size${number++}`, text, [...HOST, 'zod']);
        const bytes = [whole.minified, whole.gzipped, withoutZod.gzipped];
        measured.push(`${what}: ${bytes.map(kilobytes).join(', ')} kB`);
        bytes.forEach((size, i) => {
          const [least, most] = [1 - TOLERANCE, 1 + TOLERANCE].map((f) => sizes[i]! * 1000 * f);
          expect.soft(size, measured.at(-1)).toBeGreaterThan(least!);
          expect.soft(size, measured.at(-1)).toBeLessThan(most!);
        });
      }
      console.log(measured.join('\n'));
    });

    test('brings only what is used', async () => {
      const text = `import { ArgumentError } from '@rl-tools/cpc'; globalThis.used = ArgumentError;`;
      const made = await bundled('error', text);
      expect(made.minified).toBeLessThan(MOST_FOR_AN_ERROR);
    });
  });
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}

/** What a script prints first that runs with what every page has, and nothing of Node. */
async function firstLineInPage(script: string): Promise<string> {
  return await new Promise((resolve) => {
    const page = {
      console: { log: resolve, warn: resolve, error: resolve },
      document: {},
      performance,
      setTimeout,
      TextDecoder,
      TextEncoder,
    };
    runInNewContext(script, { ...page, window: page });
  });
}

/** Packages that the bundle still imports. */
function importsOf({ text }: Bundle): string[] {
  return [...new Set([...text.matchAll(/\bfrom\s*"([^"`]+)"/g)].map((match) => match[1]!))];
}
