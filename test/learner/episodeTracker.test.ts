import { expect, test } from 'vitest';
import { EpisodeTracker } from '../../src/learner/episodeTracker.js';
import { arrival } from './arrivals.js';

test('adds up rewards and steps until an episode ends, terminated or truncated', () => {
  const tracker = new EpisodeTracker(2, { staggerFirst: false });
  expect(tracker.add(0, arrival(2, { rewards: [1.5, -2] }))).toEqual([]);
  expect(tracker.add(0, arrival(2, { rewards: [2, 4], terminated: [1, 0] }))).toEqual([
    { environment: 0, return: 3.5, length: 2 },
  ]);
  const last = arrival(2, { rewards: [7, 1], terminated: [1, 0], truncated: [0, 1] });
  expect(tracker.add(0, last)).toEqual([
    { environment: 0, return: 7, length: 1 },
    { environment: 1, return: 3, length: 3 },
  ]);
});

test('groups are told apart by their first environment', () => {
  const tracker = new EpisodeTracker(3, { staggerFirst: false });
  tracker.add(0, arrival(2, { rewards: [1, 2] }));
  tracker.add(2, arrival(1, { rewards: [5] }));
  expect(tracker.add(2, arrival(1, { rewards: [1], terminated: [1] }))).toEqual([
    { environment: 2, return: 6, length: 2 },
  ]);
  expect(tracker.state().map((episode) => episode.return)).toEqual([1, 2, 0]);
});

test('a first episode that was cut short is not reported, the next one is', () => {
  const tracker = new EpisodeTracker(1, { staggerFirst: true });
  expect(tracker.add(0, arrival(1, { rewards: [3], truncated: [1] }))).toEqual([]);
  expect(tracker.add(0, arrival(1, { rewards: [4], truncated: [1] }))).toEqual([
    { environment: 0, return: 4, length: 1 },
  ]);
});

test.each([
  ['lost', { present: [0] }],
  ['replaced', { restarted: [1] }],
] as const)('the episode of an environment that was %s is forgotten', (_, changes) => {
  const tracker = new EpisodeTracker(1, { staggerFirst: true });
  tracker.add(0, arrival(1, { truncated: [1] })); // the cut one
  tracker.add(0, arrival(1, { rewards: [100] }));
  expect(tracker.add(0, arrival(1, { ...changes, rewards: [50], terminated: [1] }))).toEqual([]);
  // It begins with a first episode again, which is cut.
  expect(tracker.add(0, arrival(1, { rewards: [1], truncated: [1] }))).toEqual([]);
  expect(tracker.add(0, arrival(1, { rewards: [2], truncated: [1] }))).toEqual([
    { environment: 0, return: 2, length: 1 },
  ]);
});

test('goes on from what it wrote down', () => {
  const before = new EpisodeTracker(2, { staggerFirst: true });
  before.add(0, arrival(2, { rewards: [1, 2], truncated: [1, 0] }));
  before.add(0, arrival(2, { rewards: [3, 4] }));
  const state = before.state();
  expect(state).toEqual([
    { return: 3, length: 1, staggered: false },
    { return: 6, length: 2, staggered: true },
  ]);
  before.add(0, arrival(2, { rewards: [9, 9] })); // what was written down is a copy
  const after = new EpisodeTracker(2, { staggerFirst: true });
  after.restore(JSON.parse(JSON.stringify(state)) as typeof state);
  expect(after.add(0, arrival(2, { rewards: [1, 1], truncated: [1, 1] }))).toEqual([
    { environment: 0, return: 4, length: 2 },
  ]);
});
