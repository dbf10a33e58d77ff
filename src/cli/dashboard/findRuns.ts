import { basename, relative, resolve } from 'node:path';
import { findRuns } from '../../compare/index.js';

/** A run that was found. */
export interface FoundRun {
  /** Absolute path of its folder. */
  readonly path: string;
  /** As the page names it: from the place that was named, which comes first. */
  readonly name: string;
}

/**
 * The runs in a place, in the order in which people count: `run-2` before `run-10`.
 *
 * @param place - A run, a sweep, or a folder of such; it need not exist yet.
 */
export function findRunsIn(place: string): FoundRun[] {
  const root = resolve(place);
  return runsIn(root)
    .map((path) => ({ path, name: nameWithin(root, path) }))
    .sort((a, b) => byNumber.compare(a.name, b.name));
}

const byNumber = new Intl.Collator('en', { numeric: true });

function runsIn(root: string): readonly string[] {
  try {
    return findRuns([root]).runs;
  } catch {
    return []; // nothing there yet, or just being moved
  }
}

function nameWithin(root: string, path: string): string {
  const inner = relative(root, path)
    .replaceAll('\\', '/')
    .replace(/(^|\/)trials\//, '$1');
  return [basename(root), inner].filter((part) => part !== '').join('/');
}
