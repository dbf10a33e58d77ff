import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chooseEngine, tf } from '../../src/compute/index.js';
import { UnrollBuffer } from '../../src/learner/index.js';
import { matrix } from '../support/nested.js';
import { arrival } from './arrivals.js';

/** T = 3, B = 3, pictures of one pixel. */
const ALL = { start: 0, end: 3 };
let buffer: UnrollBuffer;

beforeAll(() => chooseEngine({ preferred: 'cpu' }));
beforeEach(() => {
  buffer = new UnrollBuffer({ unrollLength: 3, environments: 3, observationShape: [1, 1, 1] });
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(0);
});

type Changes = Parameters<typeof arrival>[1];

/** Fills an unroll; `arrivals` are rows 1 to 3, row 0 comes from the unroll before or is quiet. */
function fill(arrivals: readonly Changes[]): void {
  arrivals.forEach((changes, row) => {
    act(row);
    buffer.setArrival(row + 1, ALL, arrival(3, changes));
  });
}

/** Actions of row t: t in environment 0, t + 10 in 1, t + 20 in 2. */
function act(row: number): void {
  const actions = Int32Array.of(row, row + 10, row + 20);
  buffer.setActions(row, 0, { actions, logProbabilities: new Float32Array(3) });
}

/** The unroll as plain lists, time first. */
function read() {
  const batch = buffer.toBatch();
  const { percepts, next, weights, ends, rewards, actions } = batch;
  const lists = {
    observations: matrix(Array.from(percepts.observations.dataSync()), [3, 3]),
    lastActions: percepts.lastActions.arraySync(),
    lastRewards: percepts.lastRewards.arraySync(),
    episodeStarts: percepts.episodeStarts.arraySync(),
    nextActions: next.lastActions.arraySync(),
    nextObservations: Array.from(next.observations.dataSync()),
    weights: weights.arraySync(),
    ends: ends.arraySync(),
    rewards: rewards.arraySync(),
    actions: actions.arraySync(),
  };
  tf.dispose(batch);
  return lists;
}

const ONES = [
  [1, 1, 1],
  [1, 1, 1],
  [1, 1, 1],
];
const WITHOUT_1 = ONES.map(() => [1, 0, 1]);
const STARTS_OF_1 = ONES.map(() => [0, 1, 0]);
const NONE = ONES.map(() => [0, 0, 0]);

describe('a whole unroll', () => {
  test('row t holds observation, what led to it, and the reward that followed', () => {
    buffer.setArrival(0, ALL, arrival(3, { observations: [5, 6, 7], episodeStarts: [1, 1, 1] }));
    fill([
      { observations: [15, 16, 17], rewards: [1, 2, 3] },
      {
        observations: [25, 26, 27],
        rewards: [4, 5, 6],
        terminated: [0, 1, 0],
        episodeStarts: [0, 1, 0],
      },
      { observations: [35, 36, 37], rewards: [7, 8, 9] },
    ]);
    expect(read()).toEqual({
      observations: [
        [5, 6, 7],
        [15, 16, 17],
        [25, 26, 27],
      ],
      lastActions: [
        [-1, -1, -1],
        [0, 10, 20],
        [1, -1, 21],
      ],
      lastRewards: [
        [0, 0, 0],
        [1, 2, 3],
        [4, 0, 6],
      ],
      episodeStarts: [
        [1, 1, 1],
        [0, 0, 0],
        [0, 1, 0],
      ],
      nextActions: [2, 12, 22],
      nextObservations: [35, 36, 37],
      weights: ONES,
      ends: [
        [0, 0, 0],
        [0, 1, 0],
        [0, 0, 0],
      ],
      rewards: [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ],
      actions: [
        [0, 10, 20],
        [1, 11, 21],
        [2, 12, 22],
      ],
    });
  });

  test('ranges that arrive apart make the same unroll', () => {
    buffer.setArrival(0, { start: 0, end: 1 }, arrival(1, { observations: [5] }));
    buffer.setArrival(0, { start: 1, end: 3 }, arrival(2, { observations: [6, 7] }));
    act(0);
    buffer.setArrival(
      1,
      { start: 1, end: 3 },
      arrival(2, { observations: [8, 9], rewards: [2, 3] }),
    );
    buffer.setArrival(1, { start: 0, end: 1 }, arrival(1, { observations: [4], rewards: [1] }));
    const { observations, rewards, lastActions } = read();
    expect(observations.slice(0, 2)).toEqual([
      [5, 6, 7],
      [4, 8, 9],
    ]);
    expect(rewards[0]).toEqual([1, 2, 3]);
    expect(lastActions[1]).toEqual([0, 10, 20]);
  });

  test('its end is the beginning of the next', () => {
    buffer.setArrival(0, ALL, arrival(3, { episodeStarts: [1, 1, 1] }));
    fill([{}, {}, { observations: [35, 36, 37], rewards: [7, 8, 9], episodeStarts: [0, 0, 1] }]);
    buffer.roll();
    fill([{}, {}, {}]);
    const { observations, lastActions, lastRewards, episodeStarts } = read();
    expect(observations[0]).toEqual([35, 36, 37]);
    expect(lastActions[0]).toEqual([2, 12, -1]);
    expect(lastRewards[0]).toEqual([7, 8, 0]);
    expect(episodeStarts).toEqual([
      [0, 0, 1],
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });
});

describe('environments that are lost', () => {
  test.each([
    ['lost at first, back in between', [{ present: [1, 0, 1] }, { restarted: [0, 1, 0] }, {}]],
    ['lost at the end', [{}, {}, { present: [1, 0, 1] }]],
    ['replaced without a gap', [{}, { restarted: [0, 1, 0], episodeStarts: [0, 1, 0] }, {}]],
    ['replaced at the end', [{}, {}, { restarted: [0, 1, 0], episodeStarts: [0, 1, 0] }]],
  ] satisfies [string, Changes[]][])(
    'one that was %s counts in no row, and nothing is predicted across it',
    (_, arrivals) => {
      buffer.setArrival(0, ALL, arrival(3));
      fill(arrivals);
      const { weights, episodeStarts } = read();
      expect(weights).toEqual(WITHOUT_1);
      expect(episodeStarts).toEqual(STARTS_OF_1);
    },
  );

  test('what it did before is no input of the replacement', () => {
    buffer.setArrival(0, ALL, arrival(3));
    fill([
      { rewards: [1, 2, 3] },
      { rewards: [4, 5, 6], restarted: [0, 1, 0], episodeStarts: [0, 1, 0] },
      {},
    ]);
    const { lastActions, lastRewards, ends } = read();
    expect(lastActions[2]).toEqual([1, -1, 21]);
    expect(lastRewards[2]).toEqual([4, 0, 6]);
    expect(ends[1]).toEqual([0, 1, 0]);
  });

  test('a replacement at the end of an unroll begins the next one whole', () => {
    buffer.setArrival(0, ALL, arrival(3));
    fill([{}, {}, { observations: [1, 2, 3], restarted: [0, 1, 0], episodeStarts: [0, 1, 0] }]);
    buffer.roll();
    fill([{}, {}, {}]);
    const { weights, episodeStarts, observations } = read();
    expect(weights).toEqual(ONES);
    expect(observations[0]).toEqual([1, 2, 3]);
    expect(episodeStarts).toEqual([[0, 1, 0], ...NONE.slice(1)]);
  });

  test('one that comes back later counts again from the next unroll on', () => {
    buffer.setArrival(0, ALL, arrival(3));
    fill([{}, {}, { present: [1, 0, 1] }]);
    buffer.roll();
    fill([{ restarted: [0, 1, 0], episodeStarts: [0, 1, 0] }, {}, {}]);
    expect(read().weights).toEqual(WITHOUT_1);
    buffer.roll();
    fill([{}, {}, {}]);
    expect(read().weights).toEqual(ONES);
  });
});

test('row 0 is taken up from a checkpoint, except where an episode has begun since', () => {
  buffer.setArrival(0, ALL, arrival(3, { observations: [5, 6, 7], episodeStarts: [0, 1, 0] }));
  buffer.restoreFirstRow({
    lastActions: Int32Array.of(4, 5, -1),
    lastRewards: Float32Array.of(0.5, 1.5, 0),
    episodeStarts: Float32Array.of(0, 0, 1),
  });
  const row = buffer.firstRow();
  expect([...row.lastActions]).toEqual([4, -1, -1]);
  expect([...row.lastRewards]).toEqual([0.5, 0, 0]);
  expect([...row.episodeStarts]).toEqual([0, 1, 1]);
});
