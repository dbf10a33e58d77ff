import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { packageFile } from '../paths.js';

/** A file as the browser gets it. */
export interface PageFile {
  readonly type: string;
  readonly body: Uint8Array | string;
}

/** Files of the page, by their path in the address. */
export type PageFiles = Readonly<Record<string, PageFile>>;

const SOURCE = packageFile('src/cli/play/page/page.ts');
const SOURCE_FILES = packageFile('src/cli/play/page/public');
const BUILT = packageFile('dist/play');

/** The page's files: bundled from the sources in a checkout, as built in a package. */
export async function loadPageFiles(): Promise<PageFiles> {
  const inCheckout = existsSync(SOURCE);
  const folder = inCheckout ? SOURCE_FILES : BUILT;
  const read = (name: string): Promise<string> => readFile(`${folder}/${name}`, 'utf8');
  const [html, css, icon, script] = await Promise.all([
    read('index.html'),
    read('style.css'),
    read('icon.svg'),
    inCheckout ? bundle() : read('page.js'),
  ]);
  return {
    '/': { type: 'text/html; charset=utf-8', body: html },
    '/style.css': { type: 'text/css; charset=utf-8', body: css },
    '/icon.svg': { type: 'image/svg+xml', body: icon },
    '/page.js': { type: 'text/javascript; charset=utf-8', body: script },
  };
}

/** The page's script with engine and levels in one file. */
async function bundle(): Promise<string> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [SOURCE],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    sourcemap: 'inline',
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
}
