import type { Random } from '../../src/index.js';
import { neighbourSteps } from './maze.js';
import { SOLID, isInside, nodes, type Draft } from './regions.js';
import { pick, shuffled } from '../shuffle.js';

/** Fills all that is still solid with corridors: a tree for each connected part, a region each. */
export function digCorridors(draft: Draft, random: Random): void {
  let region = draft.roomCount;
  for (const node of shuffled(random, nodes(draft))) {
    if (draft.regions[node] === SOLID) {
      region++;
      digTree(draft, random, { node, region });
    }
  }
}

/** Recursive backtracking: walks on at random to solid nodes, and back where there are none. */
function digTree(
  draft: Draft,
  random: Random,
  { node, region }: { node: number; region: number },
): void {
  const { regions } = draft;
  const way = [node];
  regions[node] = region;
  while (way.length > 0) {
    const here = way.at(-1)!;
    const steps = solidSteps(draft, here);
    if (steps.length === 0) {
      way.pop();
      continue;
    }
    const step = pick(random, steps);
    regions[here + step] = region;
    regions[here + 2 * step] = region;
    way.push(here + 2 * step);
  }
}

/** Steps that lead to a wall with a solid node behind it. */
function solidSteps(draft: Draft, node: number): number[] {
  return neighbourSteps(draft).filter(
    (step) => isInside(draft, node + step) && draft.regions[node + 2 * step] === SOLID,
  );
}
