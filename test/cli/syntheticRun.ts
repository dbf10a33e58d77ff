import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EpisodeLog, MetricsLog, type MetricsRecord } from '../../src/metrics/index.js';

/** A run folder without training: its files grow as a test says. */
export interface SyntheticRun {
  readonly path: string;
  /** Adds updates, each with one episode of a known return. */
  grow(updates: number): void;
  /** Cuts the logs back to after so many updates, as resuming from a checkpoint does. */
  cutTo(updates: number): void;
  close(): void;
}

/** Frames of one update, in which one episode ends. */
export const SYNTHETIC_FRAMES = 1000;
const SYNTHETIC_TOTAL = 1e6;
const STEPS_AHEAD = 5;

/** What a {@link SyntheticRun} is. */
export interface SyntheticOptions {
  readonly level?: string;
  readonly withCpc?: boolean;
  readonly returnOf?: (update: number) => number;
}

/** Makes a run folder with a configuration and empty logs. */
export function makeSyntheticRun(path: string, options: SyntheticOptions = {}): SyntheticRun {
  const {
    level = 'RlTools/SeekAvoidArena-v0',
    withCpc = true,
    returnOf = (update: number) => update,
  } = options;
  mkdirSync(path, { recursive: true });
  const config = { env: { id: level }, seed: 5, totalFrames: SYNTHETIC_TOTAL };
  const auxiliary = withCpc ? { cpc: { steps: STEPS_AHEAD } } : {};
  writeFileSync(join(path, 'config.yaml'), JSON.stringify({ ...config, auxiliary }));
  const metrics = new MetricsLog(join(path, 'metrics.jsonl'));
  const episodes = new EpisodeLog(join(path, 'episodes.csv'));
  const ends = [{ metrics: metrics.offset, episodes: episodes.offset }];
  return {
    path,
    grow: (updates) => {
      for (let i = 0; i < updates; i++) {
        const update = ends.length;
        const row = { environment: 0, level, length: 250, return: returnOf(update) };
        const frames = update * SYNTHETIC_FRAMES;
        episodes.append({ frames, steps: frames / 4, ...row });
        metrics.append(recordOf(update, { withCpc, meanReturn: returnOf(update) }));
        ends.push({ metrics: metrics.offset, episodes: episodes.offset });
      }
    },
    cutTo: (updates) => {
      ends.length = updates + 1;
      metrics.truncateTo(ends[updates]!.metrics);
      episodes.truncateTo(ends[updates]!.episodes);
    },
    close: () => {
      metrics.close();
      episodes.close();
    },
  };
}

function recordOf(
  update: number,
  { withCpc, meanReturn }: { readonly withCpc: boolean; readonly meanReturn: number },
): MetricsRecord {
  const accuracy = Array.from(
    { length: STEPS_AHEAD },
    (_, k) => 1 - 1 / (1 + update / (20 * (k + 1))),
  );
  return {
    frames: update * SYNTHETIC_FRAMES,
    steps: (update * SYNTHETIC_FRAMES) / 4,
    updates: update,
    time: new Date().toISOString(),
    seconds: update / 2,
    framesPerSecond: 2 * SYNTHETIC_FRAMES,
    episodes: update,
    meanReturn,
    droppedMessages: 0,
    learningRate: 0.001,
    secondsSpent: {
      environments: 0.1,
      transport: 0.02,
      inference: 0.12,
      update: 0.24,
      other: 0.02,
    },
    tensors: 32,
    residentBytes: 500 * 2 ** 20,
    loss: 100 / update,
    entropy: 2.2 - update / 1e3,
    actors: { expected: 2, connected: 2, environmentsLeftOut: 0, silentSeconds: [0, 1] },
    ...(withCpc
      ? {
          'auxiliary/cpc/accuracy': accuracy,
          'auxiliary/cpc/loss': accuracy.map((a) => 2.8 * (1 - a)),
        }
      : {}),
  };
}
