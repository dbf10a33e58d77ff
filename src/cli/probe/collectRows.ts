import type { Env } from '@rl-tools/env';
import type { Seen, StepFeatures } from '../../evaluation/index.js';
import { createAgent } from '../agents.js';
import type { OpenedRun } from '../loadAgent.js';
import { playRun } from '../playRun.js';
import { runPolicy } from '../runPolicy.js';
import { RowCollector } from './rows.js';
import type { MomentFeatures, Rows } from './rows.js';
import { TargetReader } from './targets.js';
import type { TargetValues } from './targets.js';

/** What {@link collectRows} plays. */
export interface CollectOptions {
  readonly episodes: number;
  /** Agent steps from one row of an episode to the next. */
  readonly every: number;
  readonly seed: number;
}

/**
 * Lets a run's newest checkpoint play, and writes down what it and the same network before training
 * make of the moments, with what was the case then.
 */
export async function collectRows(
  run: OpenedRun,
  { episodes, every, seed }: CollectOptions,
): Promise<Rows> {
  const recorder = new Recorder(episodes, every);
  await playRun(run, {
    episodes,
    seed,
    makePolicy: (options) => {
      const untrained = createAgent(run.config, options); // the run's own seed: its first weights
      const policy = runPolicy(run, {
        ...options,
        watchers: [untrained],
        onFeatures: (features) => {
          recorder.record(features);
        },
      });
      return {
        act: (arrival) => policy.act(arrival),
        dispose: () => {
          policy.dispose();
          untrained.dispose();
        },
      };
    },
    onStep: (seen, environments) => {
      recorder.see(seen, environments);
    },
  });
  return recorder.rows();
}

/** Where one environment is. */
interface Place {
  /** Episodes begun, less one. */
  episode: number;
  /** Agent steps since its beginning. */
  step: number;
  targets: TargetValues;
}

class Recorder {
  readonly #reader = new TargetReader();
  readonly #collector = new RowCollector();
  readonly #episodes: number;
  readonly #every: number;
  #places: Place[] = [];

  constructor(episodes: number, every: number) {
    this.#episodes = episodes;
    this.#every = every;
  }

  see({ infos, episodeStarts }: Seen, environments: readonly Env[]): void {
    this.#places = environments.map((env, row) => {
      const isFirst = episodeStarts[row] === 1;
      const before = this.#places[row] ?? { episode: -1, step: 0 };
      const targets = this.#reader.read(row, { env, info: infos[row]!, isFirst });
      return isFirst
        ? { episode: before.episode + 1, step: 0, targets }
        : { episode: before.episode, step: before.step + 1, targets };
    });
  }

  /** Takes the features of the moment that was seen last. */
  record([trained, untrained]: readonly StepFeatures[]): void {
    const count = this.#places.length;
    this.#places.forEach(({ episode, step, targets }, row) => {
      const number = episode * count + row;
      // Environments that are done with their share play on until all are.
      if (step % this.#every !== 0 || number >= this.#episodes) return;
      const features: MomentFeatures = {
        contexts: part(trained!.contexts, row, count),
        embeddings: part(trained!.embeddings, row, count),
        untrainedContexts: part(untrained!.contexts, row, count),
        untrainedEmbeddings: part(untrained!.embeddings, row, count),
      };
      this.#collector.add(features, number, targets);
    });
  }

  rows(): Rows {
    return this.#collector.rows();
  }
}

/** A copy of one row's share. */
function part(values: Float32Array, row: number, rows: number): Float32Array {
  const size = values.length / rows;
  return values.slice(row * size, (row + 1) * size);
}
