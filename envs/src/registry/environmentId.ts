import { RegistryError } from '../errors.js';

/** `[namespace/]name-vN` with Gymnasium's characters; the version is not optional here. */
const ENVIRONMENT_ID = /^(?:[\w:-]+\/)?[\w:.-]+-v\d+$/;

/** @throws {@link RegistryError} if `id` is not written `[namespace/]name-vN`. */
export function requireEnvironmentId(id: string): void {
  if (ENVIRONMENT_ID.test(id)) return;
  throw new RegistryError(
    `register: expected an id such as 'RlTools/SeekAvoidArena-v0' ([namespace/]name-vN), got '${id}'.`,
  );
}

/** The up to three `candidates` nearest to `id`, nearest first, upper and lower case alike. */
export function nearestIds(id: string, candidates: readonly string[]): string[] {
  const distances = new Map(
    candidates.map((candidate) => [candidate, distance(id.toLowerCase(), candidate.toLowerCase())]),
  );
  return [...candidates].sort((a, b) => distances.get(a)! - distances.get(b)!).slice(0, 3);
}

/** Levenshtein distance: fewest characters inserted, deleted or replaced. Row by row. */
function distance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const current = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = previous[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[j]! + 1, current[j - 1]! + 1));
    }
    previous = current;
  }
  return previous[to.length]!;
}
