import { countingReward } from '../support/countingEnv.js';
import { countingAction, countingValue, remember } from './countingAgent.js';
import type { Memory, Seen } from './countingAgent.js';
import { endingOf } from './endingsEnv.js';

/** Everything about one step of one environment, as it has to be. */
export interface Moment extends Seen {
  /** Before the observation. */
  readonly memory: Memory;
  readonly action: number;
  readonly reward: number;
  /** 1 where the action ended the episode. */
  readonly end: number;
  /** Value of the state that a time limit cut off, else 0. */
  readonly cutValue: number;
  /** The episode that the action finished. */
  readonly finished: { readonly return: number; readonly length: number } | null;
}

/** Plays the counting environment and agent by hand: no sockets, no batches, no unrolls. */
export function countingHistory(seed: number, steps: number): Moment[] {
  const moments: Moment[] = [];
  let seen: Seen = firstOf(seed, 0);
  let memory: Memory = { observations: 0, episode: 0, step: 0 };
  let sum = 0;
  while (moments.length < steps) {
    const after = remember(memory, seen);
    const action = countingAction(seen, after);
    const { episode, step } = seen.count;
    const count = { seed, episode, step: step + 1, action };
    const reward = countingReward(count);
    const reached: Seen = { count, lastAction: action, lastReward: reward, episodeStart: 0 };
    const { steps: length, terminated, truncated } = endingOf(episode);
    const ends = count.step === length;
    const isCut = ends && truncated && !terminated;
    sum += reward;
    moments.push({
      ...seen,
      memory,
      action,
      reward,
      end: Number(ends),
      cutValue: isCut ? countingValue(reached, remember(after, reached)) : 0,
      finished: ends ? { return: sum, length } : null,
    });
    memory = after;
    seen = ends ? firstOf(seed, episode + 1) : reached;
    if (ends) sum = 0;
  }
  return moments;
}

function firstOf(seed: number, episode: number): Seen {
  const count = { seed, episode, step: 0, action: null };
  return { count, lastAction: -1, lastReward: 0, episodeStart: 1 };
}
