import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';

/** Import and export statements of built files, and dynamic imports of what is known beforehand. */
const DYNAMIC_IMPORT = /\bimport\(['"]([^'"]+)['"]\)/g;
const ESM_IMPORTS = [
  /^(?:import|export)\s*(?:[\w$*{}\s,]+\bfrom\s*)?['"]([^'"]+)['"]/gm,
  DYNAMIC_IMPORT,
];
const CJS_IMPORTS = [/\brequire\(['"]([^'"]+)['"]\)/g, DYNAMIC_IMPORT];

/**
 * The packages that loading a built file loads, its own chunks followed; modules of Node count as
 * `node` together.
 */
export function packagesBehind(file: string): string[] {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const specifier of importsOf(path)) {
      if (specifier.startsWith('.')) visit(join(dirname(path), specifier));
      else packages.add(isBuiltin(specifier) ? 'node' : packageName(specifier));
    }
  };
  visit(file);
  return [...packages].sort();
}

function importsOf(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  const patterns = path.endsWith('.cjs') ? CJS_IMPORTS : ESM_IMPORTS;
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1]!));
}

/** `@scope/name/sub` → `@scope/name`, `name/sub` → `name`. */
function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
