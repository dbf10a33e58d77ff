import { deriveSeed } from '@rl-tools/env';
import { latestCheckpoint } from '../../metrics/index.js';
import { probeFeatures, probeMean, splitByEpisode, takeRows } from '../../probe/index.js';
import type { ProbeRows, ProbeScore } from '../../probe/index.js';
import { startEngine } from '../engine.js';
import { openRun } from '../loadAgent.js';
import { collectRows } from './collectRows.js';
import type { CollectOptions } from './collectRows.js';
import { FEATURES, TARGETS } from './features.js';
import type { FeatureName, TargetName } from './features.js';
import { targetRows } from './rows.js';
import type { Rows } from './rows.js';

/** How `cpc-rl probe` was called. */
export interface ProbeFlags extends CollectOptions {
  readonly json: boolean;
}

/** How well one target is told. */
export interface TargetReport {
  /** Moments that have this target. */
  readonly rows: number;
  /** What the mean of the training rows scores. */
  readonly mean: ProbeScore;
  readonly features: Readonly<Record<FeatureName, ProbeScore>>;
}

/** What `probe --json` prints. */
export interface ProbeReport {
  readonly run: string;
  readonly level: string;
  /** Frames of the checkpoint. */
  readonly frames: number;
  readonly seed: number;
  readonly episodes: number;
  /** Agent steps from one row to the next. */
  readonly every: number;
  /** `null` for a target that never came up, came up in too few episodes, or never changed. */
  readonly targets: Readonly<Record<TargetName, TargetReport | null>>;
}

/** Fewest episodes with a target that is probed. */
const FEWEST_EPISODES = 10;

/** Plays episodes with a run's newest checkpoint and probes what its network makes of them. */
export async function probeRun(path: string, options: CollectOptions): Promise<ProbeReport> {
  const { episodes, every, seed } = options;
  const run = openRun(path);
  await startEngine(run.config.engine);
  const rows = await collectRows(run, options);
  const reports = TARGETS.map((name) => [name, probeTarget(rows, name, seed)]);
  return {
    run: path,
    level: run.config.env.id,
    frames: latestCheckpoint(run.folder)!.frames, // it has just played
    seed,
    episodes,
    every,
    targets: Object.fromEntries(reports) as ProbeReport['targets'],
  };
}

function probeTarget(all: Rows, name: TargetName, seed: number): TargetReport | null {
  const { rows, values } = targetRows(all.targets, name);
  const episodes = rows.map((row) => all.episodes[row]!);
  if (new Set(episodes).size < FEWEST_EPISODES || isConstant(values.values)) return null;
  const split = splitByEpisode(episodes, deriveSeed(seed, 'split'));
  const probeRows: ProbeRows = { targets: values, episodes, split };
  const scores = FEATURES.map((feature) => [
    feature,
    probeFeatures(takeRows(all.features[feature], rows), probeRows),
  ]);
  return {
    rows: rows.length,
    mean: probeMean(probeRows),
    features: Object.fromEntries(scores) as TargetReport['features'],
  };
}

function isConstant(values: ArrayLike<number>): boolean {
  return Array.from(values).every((value) => value === values[0]);
}

/** A report as a table for people. */
export function formatProbe({ level, frames, episodes, targets }: ProbeReport): string {
  const columns = ['mean', ...FEATURES];
  const lines = TARGETS.map((name) => {
    const report = targets[name];
    if (!report) return [name, ...columns.map(() => '–')];
    return [name, ...[report.mean, ...FEATURES.map((f) => report.features[f])].map(formatScore)];
  });
  const table = [['R² [95 %]', ...columns], ...lines];
  const widths = table[0]!.map((_, i) => Math.max(...table.map((cells) => cells[i]!.length)));
  const text = table.map((cells) =>
    cells
      .map((c, i) => c.padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  );
  return [`${level}, ${frames} frames, ${episodes} episodes`, ...text].join('\n');
}

function formatScore({ r2, interval: [low, high] }: ProbeScore): string {
  return `${r2.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
}
