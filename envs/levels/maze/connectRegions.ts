import type { Random } from '../../src/index.js';
import { neighbourSteps } from './maze.js';
import { SOLID, isInside, nodes, type Draft } from './regions.js';
import { shuffled } from '../shuffle.js';

/**
 * Opens walls between regions: for any two that are neighbours one wall, drawn from all between them,
 * and each of the others with `extraProbability`. All regions are connected then.
 */
export function connectRegions(draft: Draft, random: Random, extraProbability: number): void {
  for (const between of wallsBetweenRegions(draft)) {
    shuffled(random, between).forEach((wall, i) => {
      if (i === 0 || random.float() < extraProbability) {
        draft.regions[wall.cell] = wall.region;
      }
    });
  }
}

/** A solid cell between two nodes of different regions, and the region it joins when opened. */
interface Connector {
  readonly cell: number;
  readonly region: number;
}

/** For each two regions that are neighbours, the walls between them. */
function wallsBetweenRegions(draft: Draft): Connector[][] {
  const { regions } = draft;
  const byPair = new Map<string, Connector[]>();
  const [east, north] = neighbourSteps(draft);
  for (const node of nodes(draft)) {
    for (const step of [east, north]) {
      const cell = node + step;
      const pair = [regions[node]!, isInside(draft, cell) ? regions[node + 2 * step]! : SOLID];
      pair.sort((a, b) => a - b);
      if (pair[0] !== SOLID && pair[0] !== pair[1]) {
        // A doorway is part of the corridor, if there is one: rooms keep their shape.
        const connector = { cell, region: pair[1]! };
        byPair.set(pair.join(), [...(byPair.get(pair.join()) ?? []), connector]);
      }
    }
  }
  return [...byPair.values()];
}
