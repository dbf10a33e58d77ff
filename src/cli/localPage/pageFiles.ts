import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { packageFile } from '../paths.js';
import { THEME_STYLE } from './themeStyle.js';

/** A file as the browser gets it. */
export interface PageFile {
  readonly type: string;
  readonly body: Uint8Array | string;
}

/** Files of the page, by their path in the address. */
export type PageFiles = Readonly<Record<string, PageFile>>;

/** Where a page is, by paths from the package's root. */
export interface PagePlaces {
  /** Folder of `page.ts` and of `public/`; in a checkout alone. */
  readonly source: string;
  /** Folder of what the build makes of it. */
  readonly built: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.js': 'text/javascript; charset=utf-8',
};
const SCRIPT = 'page.js';

/** A page's files: bundled from the sources in a checkout, as built in a package. */
export async function loadPageFiles({ source, built }: PagePlaces): Promise<PageFiles> {
  const script = packageFile(`${source}/page.ts`);
  const inCheckout = existsSync(script);
  const folder = packageFile(inCheckout ? `${source}/public` : built);
  const names = (await readdir(folder)).filter((name) => Object.hasOwn(TYPES, extname(name)));
  const files = await Promise.all(
    names.map(async (name) => fileOf(name, await readFile(`${folder}/${name}`, 'utf8'))),
  );
  if (inCheckout) files.push(fileOf(SCRIPT, await bundle(script)));
  return Object.fromEntries([...files, fileOf('theme.css', THEME_STYLE)]);
}

function fileOf(name: string, body: string): [path: string, file: PageFile] {
  return [name === 'index.html' ? '/' : `/${name}`, { type: TYPES[extname(name)]!, body }];
}

/** The page's script with all that it imports in one file. */
async function bundle(script: string): Promise<string> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [script],
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
