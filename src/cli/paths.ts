import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** The program's own entry, to start it again as an actor; equally far from src/cli and dist/cli. */
export const programPath = fileURLToPath(new URL('../../bin/cpc-rl.js', import.meta.url));

/** A file of the package, by its path from the package's root. */
export function packageFile(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

/** Version of this package. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'));
  return z.object({ version: z.string() }).parse(manifest).version;
}
