import type { ReferenceEntry } from './types.js';

/** Scores of people on the originals of our levels. */
const DMLAB30 = "human: dmlab30.py of deepmind/scalable_agent, on DeepMind Lab's own level";

/**
 * Reference scores of the levels that come along.
 *
 * `random` and `randomDeviation` are those of our levels, all nine actions equally likely, over the
 * episodes that `docs/levels` states; where it gives a standard error, the deviation is that times the
 * root of the number of episodes. `human` is of the originals: no person's score on ours is known.
 */
export const REFERENCE_TABLE: readonly ReferenceEntry[] = [
  {
    level: 'RlTools/SeekAvoidArena-v0',
    options: { size: 'full' },
    random: 0.95,
    randomDeviation: 1.3,
    human: null, // not among DMLab-30
    scripted: 15,
    source:
      'docs/levels/seek-avoid-arena.md: random over 100 episodes; scripted: a rule that walks towards the densest red',
  },
  {
    level: 'RlTools/SeekAvoidArena-v0',
    options: { size: 'small' },
    random: 0.41,
    randomDeviation: 0.85,
    human: null,
    scripted: 5,
    source:
      'docs/levels/seek-avoid-arena.md: random over 100 episodes; scripted: a rule that walks towards the densest red',
  },
  {
    level: 'RlTools/ExploreGoalLocationsSmall-v0',
    options: { size: 'full' },
    random: 4.93,
    randomDeviation: 7.66,
    human: 267.5,
    scripted: 326,
    source: `docs/levels/explore-goal-locations-small.md: random over 400 episodes; scripted: a player that knows the way; ${DMLAB30}`,
  },
  {
    level: 'RlTools/ExploreGoalLocationsSmall-v0',
    options: { size: 'small' },
    random: 5.63,
    randomDeviation: 9.21,
    human: null,
    scripted: 176,
    source:
      'docs/levels/explore-goal-locations-small.md: random over 400 episodes; scripted: a player that knows the way',
  },
  {
    level: 'RlTools/RoomsWatermaze-v0',
    options: { size: 'full' },
    random: 1.56,
    randomDeviation: 2.83, // 0.20 · √200
    human: 54,
    scripted: 69.2,
    source: `docs/levels/rooms-watermaze.md: random over 200 episodes; scripted: sweeps the pool, then goes straight back; ${DMLAB30}`,
  },
  {
    level: 'RlTools/RoomsWatermaze-v0',
    options: { size: 'small' },
    random: 5.81,
    randomDeviation: 7.21, // 0.51 · √200
    human: null,
    scripted: 32.1,
    source:
      'docs/levels/rooms-watermaze.md: random over 200 episodes; scripted: sweeps the pool, then goes straight back',
  },
  {
    level: 'RlTools/LasertagThreeOpponentsSmall-v0',
    options: { size: 'full' },
    random: -0.2,
    randomDeviation: 0.6, // 0.06 · √100
    human: 18.55,
    scripted: 29.8,
    // IMPALA's Table B.1 prints 31.5 for people here, which is another level's figure in dmlab30.py.
    source: `docs/levels/lasertag-three-opponents-small.md: random over 100 episodes; scripted: a player that knows where everybody is; ${DMLAB30}`,
  },
  {
    level: 'RlTools/LasertagThreeOpponentsSmall-v0',
    options: { size: 'small' },
    random: 0.51,
    randomDeviation: 0.7, // 0.07 · √100
    human: null,
    scripted: 22.6,
    source:
      'docs/levels/lasertag-three-opponents-small.md: random over 100 episodes; scripted: a player that knows where everybody is',
  },
  {
    level: 'RlTools/RoomsKeysDoorsPuzzle-v0',
    options: { size: 'full' },
    random: 3.44,
    randomDeviation: 10,
    human: 53.8,
    scripted: null,
    source: `docs/levels/rooms-keys-doors-puzzle.md: random over 1,000 episodes; ${DMLAB30}`,
  },
  {
    level: 'RlTools/RoomsKeysDoorsPuzzle-v0',
    options: { size: 'small' },
    random: 3.3,
    randomDeviation: 11.4,
    human: null,
    scripted: 52,
    source:
      'docs/levels/rooms-keys-doors-puzzle.md: random over 2,000 episodes; scripted: the most that can be earned',
  },
];
