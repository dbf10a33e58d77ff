import { expect } from 'vitest';
import type { ActorHub, GroupObservations } from '../../src/learner/hub/index.js';
import { CountingEnv, countingReward, readCount } from '../support/countingEnv.js';
import type { Count } from '../support/countingEnv.js';

/** Steps of one episode; prime, so that ends drift against everything else. */
export const EPISODE_STEPS = 7;

/** Builds what the tests' learners ask for. */
export function makeCounting(id: string, options: Readonly<Record<string, unknown>>): CountingEnv {
  expect(id).toBe('Test/Counting-v0');
  return new CountingEnv({ episodeSteps: Number(options.episodeSteps) });
}

export const COUNTING_ENV = {
  id: 'Test/Counting-v0',
  options: { episodeSteps: EPISODE_STEPS },
} as const;

/** The action of one environment at one step: any fixed mixture of both will do. */
export function actionOf(environment: number, sequence: number): number {
  return (environment * 5 + sequence * sequence) % 3;
}

/**
 * Plays the learner for counting environments and keeps its own books: every observation, reward
 * and flag must be exactly the one that follows from the actions so far.
 */
export class CountingLearner {
  /** What each environment showed last; absent until its first observation. */
  readonly counts = new Map<number, Count>();
  /** Every byte that was received, for comparison of two runs. */
  readonly received: number[][] = [];
  readonly finals: Count[] = [];
  private readonly firstEnvironment: number[];

  constructor(private readonly hub: ActorHub) {
    let start = 0;
    this.firstEnvironment = hub.groupSizes.map((size) => (start += size) - size);
  }

  /** Receives and answers every group `steps` times. */
  async play(steps: number): Promise<void> {
    for (let i = 0; i < steps; i++) {
      for (const group of this.hub.groupSizes.keys()) this.act(group, await this.receive(group));
    }
  }

  async receive(group: number): Promise<GroupObservations> {
    const batch = await this.hub.receive(group);
    this.received.push([...batch.observations, ...batch.rewards]);
    for (const row of batch.present.keys()) this.check(group, row, batch);
    return batch;
  }

  act(group: number, batch: GroupObservations): void {
    const actions = Int32Array.from(batch.present.keys(), (row) =>
      actionOf(this.firstEnvironment[group]! + row, batch.sequence),
    );
    this.hub.act(group, actions);
  }

  private check(group: number, row: number, batch: GroupObservations): void {
    const environment = this.firstEnvironment[group]! + row;
    const size = batch.observations.length / batch.present.length;
    const count = readCount(batch.observations.subarray(row * size, (row + 1) * size));
    const last = this.counts.get(environment);
    if (!batch.present[row]) return;
    if (!last || batch.restarted[row]) {
      expect(count).toMatchObject({ episode: 0, step: 0, action: null });
      expect(batch.episodeStarts[row]).toBe(1);
      expect(batch.rewards[row]).toBe(0);
    } else {
      const action = actionOf(environment, batch.sequence - 1);
      this.checkTransition({
        batch,
        row,
        count,
        reached: { ...last, step: last.step + 1, action },
      });
    }
    this.counts.set(environment, count);
  }

  private checkTransition(step: {
    batch: GroupObservations;
    row: number;
    count: Count;
    reached: Count;
  }): void {
    const { batch, row, count, reached } = step;
    const ended = reached.step === EPISODE_STEPS;
    const next = { seed: reached.seed, episode: reached.episode + 1, step: 0, action: null };
    expect(count).toEqual(ended ? next : reached);
    expect(batch.rewards[row]).toBe(countingReward(reached));
    expect(batch.terminated[row]).toBe(Number(ended));
    expect(batch.truncated[row]).toBe(0);
    expect(batch.episodeStarts[row]).toBe(Number(ended));
    const final = batch.finalObservations.get(row);
    expect(final && readCount(final)).toEqual(ended ? reached : undefined);
    if (final) this.finals.push(readCount(final));
  }
}
