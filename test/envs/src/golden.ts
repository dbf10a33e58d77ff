import { readFileSync } from 'node:fs';

/** Reads a file of `test/golden`; `Content` describes what its script writes. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- stands for a cast at each use
export function golden<Content>(name: string): Content {
  const path = new URL(`../../golden/${name}`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')) as Content;
}
