import { Box, Dict, Discrete, MultiBinary, MultiDiscrete, Text, Tuple } from '@rl-tools/env';
import type { Space } from '@rl-tools/env';
import { plain } from './playing.js';

/** Samples of each space that the real one judges. */
const SAMPLES = 200;

/** Spaces of one kind and values to look up in them, the same as in gymnasiumRows.py. */
interface SpaceRow {
  readonly spaces: readonly Space<unknown>[];
  readonly members: readonly unknown[];
}

const unit = new Box({ low: 0, high: 1, shape: [2] });
const inUnit = Float32Array.of(0, 1);

const SPACES: Readonly<Record<string, SpaceRow>> = {
  Box: {
    spaces: [
      new Box({ low: 0, high: 255, shape: [2, 3], dtype: 'uint8' }),
      new Box({ low: -1, high: 1, shape: [2] }),
      new Box({ low: [-4.8, -Infinity], high: [4.8, Infinity], shape: [2] }),
      new Box({ low: [0, 1], high: [3, 4], shape: [2], dtype: 'int32' }),
      new Box({ low: 0.1, high: 0.5, shape: [2] }),
    ],
    members: [[0, 1], [1.5, 0], [NaN, 0], [0, Infinity], [0]].map((list) =>
      Float32Array.from(list),
    ),
  },
  Discrete: {
    spaces: [new Discrete(5), new Discrete(3, { start: -1 })],
    members: [-2, -1, 0, 1, 2, 4, 0.5],
  },
  MultiDiscrete: {
    spaces: [
      new MultiDiscrete([5, 2, 2]),
      new MultiDiscrete([3, 10], { start: [-1, 100] }),
      new MultiDiscrete([1, 2, 3, 4], { shape: [2, 2] }),
    ],
    members: [
      [4, 1, 1],
      [5, 1, 1],
      [0, -1, 0],
      [1, 109],
      [2, 109],
      [0, 0],
    ].map((list) => Int32Array.from(list)),
  },
  MultiBinary: {
    spaces: [new MultiBinary(3), new MultiBinary([2, 2])],
    members: [
      [0, 1, 1],
      [0, 2, 0],
      [1, 0],
    ].map((list) => Uint8Array.from(list)),
  },
  Text: {
    spaces: [
      new Text(4),
      new Text(3, { minLength: 0, characters: 'ba' }),
      new Text(2, { minLength: 2, characters: 'xyzéß' }),
    ],
    members: ['', 'a', 'ab', 'abc', 'abcd', 'abcde', 'éß', 'a b', 3],
  },
  Tuple: {
    spaces: [
      new Tuple([new Discrete(3), unit]),
      new Tuple([new Text(2), new Tuple([new Discrete(2)])]),
    ],
    members: [[2, inUnit], [3, inUnit], [2], [2, inUnit, 0], ['ab', [1]], ['ab', [2]]],
  },
  Dict: {
    spaces: [
      new Dict({ b: new Discrete(2), a: unit }),
      new Dict({ inner: new Dict({ n: new Discrete(3) }) }),
    ],
    members: [
      { a: inUnit, b: 1 },
      { a: inUnit, b: 2 },
      { a: inUnit },
      { a: inUnit, b: 1, c: 0 },
      { inner: { n: 2 } },
      { inner: {} },
    ],
  },
};

/** What each of our spaces draws, as JSON, for the real ones. */
export function drawnSamples(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(SPACES).map(([kind, { spaces }]) => {
      return [
        kind,
        spaces.map((space) => Array.from({ length: SAMPLES }, () => plain(space.sample()))),
      ];
    }),
  );
}

/** Text, membership and equality of our spaces. */
export const SPACE_ROWS: Readonly<Record<string, () => unknown>> = Object.fromEntries(
  Object.entries(SPACES).map(([kind, { spaces, members }]) => [
    kind,
    () => ({
      text: spaces.map(String),
      members: spaces.map((space) => members.map((value) => space.contains(value))),
      equal: spaces.map((one) => spaces.map((other) => one.equals(other))),
      oursAreMembers: spaces.map(() => true),
    }),
  ]),
);
