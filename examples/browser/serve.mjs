/**
 * Bundles the page from the sources of both packages and serves it on this machine alone.
 *
 *     npm run example browser [-- --port 5173]
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { context } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });

const page = await context({
  entryPoints: [here('page.ts')],
  outdir: here('.'),
  write: false, // served from memory
  bundle: true,
  format: 'esm',
  target: 'es2022',
  platform: 'browser',
  external: ['node:*'], // in parts of the sources that a page does not use and that fall away
  loader: { '.wasm': 'file' },
  logLevel: 'error',
});
await page.rebuild(); // the first visitor does not wait
const { port } = await page.serve({
  host: '127.0.0.1',
  port: Number(values.port),
  servedir: here('.'),
});
console.log(`The page is at http://127.0.0.1:${port}/ (Ctrl+C ends)`);
