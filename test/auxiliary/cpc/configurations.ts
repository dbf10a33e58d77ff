import { randomNumbers } from '../../support/random.js';
import { randomCase, startsAt } from './cases.js';
import type { CpcCase, CpcSizes } from './cases.js';

type Layout = Omit<CpcSizes, 'negatives'> & { readonly starts: readonly (readonly number[])[] };

/** `starts` lists (t, b) of the observations that open an episode. */
const LAYOUTS: Readonly<Record<string, Layout>> = {
  'no episode start': { T: 7, B: 3, Z: 4, C: 5, K: 3, starts: [] },
  'starts at t = 0 and in the last row': {
    ...{ T: 8, B: 3, Z: 5, C: 4, K: 4 },
    starts: [[0, 0], [0, 1], [0, 2], [7, 1]], // prettier-ignore
  },
  'starts in consecutive rows': {
    ...{ T: 9, B: 3, Z: 4, C: 4, K: 5 },
    starts: [[3, 0], [4, 0], [5, 0], [4, 2], [5, 2]], // prettier-ignore
  },
  'every sequence starts in one row': {
    ...{ T: 8, B: 4, Z: 3, C: 6, K: 6 },
    starts: [[4, 0], [4, 1], [4, 2], [4, 3]], // prettier-ignore
  },
  'one sequence without a valid anchor': {
    ...{ T: 5, B: 3, Z: 4, C: 3, K: 3 },
    starts: [[0, 1], [1, 1], [2, 1], [3, 1], [4, 1]], // prettier-ignore
  },
  'K reaches past the unroll': { T: 5, B: 3, Z: 4, C: 5, K: 9, starts: [[2, 1]] },
  'K = T': { T: 4, B: 2, Z: 3, C: 3, K: 4, starts: [] },
  'only short episodes, so that late k have no anchor': {
    ...{ T: 7, B: 2, Z: 4, C: 4, K: 5 },
    starts: [[2, 0], [4, 0], [6, 0], [1, 1], [3, 1], [5, 1]], // prettier-ignore
  },
  'every second step an anchor': {
    ...{ T: 9, B: 3, Z: 4, C: 5, K: 5, anchorStride: 2 },
    starts: [[0, 0], [4, 1], [7, 2]], // prettier-ignore
  },
  'every third step an anchor, K no multiple of it': {
    ...{ T: 11, B: 2, Z: 4, C: 4, K: 7, anchorStride: 3 },
    starts: [[5, 0]], // prettier-ignore
  },
  'anchors further apart than K': {
    ...{ T: 10, B: 3, Z: 3, C: 4, K: 3, anchorStride: 4 },
    starts: [[6, 1]], // prettier-ignore
  },
  'one anchor in each sequence': {
    ...{ T: 5, B: 3, Z: 4, C: 4, K: 6, anchorStride: 9 },
    starts: [[2, 1]], // prettier-ignore
  },
};

/** Named cases for one kind of negatives: the layouts above and some drawn from seeds. */
export function configurations(negatives: CpcCase['negatives']): [string, CpcCase][] {
  const fixed = Object.entries(LAYOUTS).map(
    ([name, { starts, ...sizes }], index): [string, CpcCase] => {
      const episodeStarts = startsAt(sizes, starts as [number, number][]);
      return [name, randomCase({ ...sizes, negatives }, { seed: 200 + index, episodeStarts })];
    },
  );
  const drawn = [1, 2, 3, 4, 5].map((seed): [string, CpcCase] => {
    const sizes = {
      T: 5 + seed,
      B: 2 + (seed % 3),
      Z: 2 + seed,
      C: 7 - seed,
      K: 2 + seed,
      negatives,
    };
    const episodeStarts = randomNumbers(seed).flags(sizes.T * sizes.B, 0.05 * seed);
    return [`drawn from seed ${seed}`, randomCase(sizes, { seed, episodeStarts })];
  });
  return [...fixed, ...drawn];
}

/** No anchor is valid for any k. */
export function caseWithoutAnchors(negatives: CpcCase['negatives']): CpcCase {
  const sizes = { T: 5, B: 3, Z: 4, C: 3, K: 3, negatives };
  return randomCase(sizes, { seed: 7, episodeStarts: new Array<number>(15).fill(1) });
}

/** An unroll of one step: nothing lies ahead. */
export function caseOfOneStep(negatives: CpcCase['negatives']): CpcCase {
  const sizes = { T: 1, B: 3, Z: 4, C: 3, K: 3, negatives };
  return randomCase(sizes, { seed: 8, episodeStarts: [0, 1, 0] });
}
