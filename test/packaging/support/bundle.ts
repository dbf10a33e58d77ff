import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

/** What {@link bundle} makes a file of. */
export interface BundleRequest {
  /** Folder of the project that has the packages. */
  readonly project: string;
  /** Name of the program and of the file that comes of it. */
  readonly name: string;
  /** The program: an ES module. */
  readonly text: string;
  /** Packages that stay outside. */
  readonly external?: readonly string[];
  /** `es`, the default: a module; `iife`: a script. */
  readonly format?: 'es' | 'iife';
}

/** A bundle for browsers, minified, in one file. */
export interface Bundle {
  readonly text: string;
  /** Bytes as they are, and as a server sends them. */
  readonly minified: number;
  readonly gzipped: number;
  /** What Vite warned of. */
  readonly warnings: readonly string[];
}

/** Bundles a program as Vite does by itself for a page. */
export async function bundle(request: BundleRequest): Promise<Bundle> {
  const { project, name, text, external = [], format = 'es' } = request;
  const entry = join(project, `${name}.mjs`);
  writeFileSync(entry, text);
  const warnings: string[] = [];
  const result = await build({
    root: project,
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: true,
      modulePreload: false,
      rollupOptions: {
        input: entry,
        external: [...external],
        preserveEntrySignatures: 'strict',
        output: { format },
        onwarn: (warning) => {
          warnings.push(warning.message);
        },
      },
    },
  });
  const code = codeOf(result);
  return {
    text: code,
    minified: Buffer.byteLength(code),
    gzipped: gzipSync(code, { level: 9 }).length,
    warnings,
  };
}

/** The one file that a build without `write` and without a watcher returns. */
function codeOf(result: Awaited<ReturnType<typeof build>>): string {
  if (Array.isArray(result) || !('output' in result)) throw new Error('expected one bundle');
  const chunks = result.output.flatMap((part) => (part.type === 'chunk' ? [part.code] : []));
  if (chunks.length !== 1) throw new Error(`expected one file, got ${chunks.length}`);
  return chunks[0]!;
}
