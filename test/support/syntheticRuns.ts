import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { RunSummary } from '../../src/metrics/index.js';
import { writeTrialFile } from '../../src/sweep/index.js';
import type { TrialRecord } from '../../src/sweep/index.js';
import { randomNumbers } from './random.js';

/** A made-up run: what is left out has a plain value. */
export interface SyntheticRun {
  readonly seed: number;
  readonly level?: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly totalFrames?: number;
  /** Frames that it took; less than `totalFrames`: it broke off, and has no summary. */
  readonly frames?: number;
  /** Return that its episodes rise to. */
  readonly score?: number;
  /** Steps K of a CPC loss; none: no auxiliary loss. */
  readonly cpcSteps?: number;
  readonly agent?: Readonly<Record<string, unknown>>;
  readonly trial?: Omit<TrialRecord, 'format' | 'seed' | 'level'>;
  readonly environment?: RunSummary['environment'];
  readonly hasMetrics?: boolean;
  /** Finished episodes. */
  readonly episodes?: number;
  /** Lines of `metrics.jsonl`. */
  readonly lines?: number;
}

const FRAMES_PER_STEP = 4;
const EPISODE_STEPS = 150;
const FRAMES_PER_SECOND = 4000;

/**
 * Writes the folder of a run that never was: an S-shaped learning curve with noise, and a log in which
 * predictions further ahead are worse. Equal descriptions give equal bytes.
 */
export function writeSyntheticRun(path: string, run: SyntheticRun): void {
  mkdirSync(path, { recursive: true });
  const { seed, level = 'Test/Level-v0', totalFrames = 1_000_000 } = run;
  const frames = run.frames ?? totalFrames;
  const write = (name: string, content: string): void => {
    writeFileSync(join(path, name), content);
  };
  write('config.yaml', stringify(configOf(run)));
  write('episodes.csv', episodesOf(run, level, frames));
  if (run.hasMetrics !== false) write('metrics.jsonl', metricsOf(run, frames));
  if (frames >= totalFrames) write('summary.json', JSON.stringify(summaryOf(run, level, frames)));
  if (run.trial) writeTrialFile(path, { format: 1, seed, level, ...run.trial });
}

function configOf({ seed, level, options, totalFrames, cpcSteps, agent, trial }: SyntheticRun) {
  const config = {
    env: { id: level ?? 'Test/Level-v0', count: 16, options: options ?? {} },
    totalFrames: totalFrames ?? 1_000_000,
    seed,
    agent: { unrollLength: 20, learningRate: 0.001, ...agent } as Record<string, unknown>,
    auxiliary: cpcSteps === undefined ? {} : { cpc: { weight: 0.1, steps: cpcSteps } },
  };
  for (const [key, value] of Object.entries(trial?.hyperparameters ?? {})) {
    if (key.startsWith('agent.')) config.agent[key.slice('agent.'.length)] = value;
  }
  return config;
}

function episodesOf(run: SyntheticRun, level: string, frames: number): string {
  const { seed, score = 5, episodes = 400 } = run;
  const noise = randomNumbers(seed).normals(episodes);
  const rows = noise.map((deviation, i) => {
    const at = Math.round(((i + 1) * frames) / episodes / FRAMES_PER_STEP) * FRAMES_PER_STEP;
    const value = score * risen(at / frames) + deviation;
    const quoted = `"${level.replaceAll('"', '""')}"`;
    return [at, at / FRAMES_PER_STEP, i % 16, quoted, value, EPISODE_STEPS].join(',');
  });
  return ['frames,steps,environment,level,return,length', ...rows, ''].join('\n');
}

/** From 0 to 1 along an S. */
function risen(share: number): number {
  return 1 / (1 + Math.exp(-10 * (share - 0.45)));
}

function metricsOf({ seed, cpcSteps, lines = 60 }: SyntheticRun, frames: number): string {
  const rows = Array.from({ length: lines }, (_, i) => {
    const share = (i + 1) / lines;
    const at = Math.round(frames * share);
    const seconds = at / (FRAMES_PER_SECOND + 10 * (seed % 10));
    return JSON.stringify({
      frames: at,
      steps: Math.round(at / FRAMES_PER_STEP),
      updates: i + 1,
      time: new Date(Date.UTC(2024, 0, 1) + 1000 * seconds).toISOString(),
      seconds,
      framesPerSecond: FRAMES_PER_SECOND,
      loss: 3 - 2 * share,
      ...(cpcSteps === undefined ? {} : cpcMetrics(cpcSteps, share)),
    });
  });
  return `${rows.join('\n')}\n`;
}

/** Accuracy rises over training and falls with k; the last step has no anchor in the first tenth. */
function cpcMetrics(steps: number, share: number) {
  const perStep = (value: (k: number) => number) =>
    Array.from({ length: steps }, (_, i) => (i === steps - 1 && share < 0.1 ? null : value(i + 1)));
  const accuracy = (k: number): number => 1 / 16 + (0.9 * share) / (1 + k / 6);
  return {
    'auxiliary/cpc/meanLoss': Math.log(16) - 1.5 * share,
    'auxiliary/cpc/gradientNorm': 0.5 + share,
    'auxiliary/cpc/accuracy': perStep(accuracy),
    'auxiliary/cpc/loss': perStep((k) => Math.log(16) * (1 - accuracy(k))),
    'auxiliary/cpc/infoNceEstimate': perStep((k) => Math.log(16) * accuracy(k)),
  };
}

function summaryOf(run: SyntheticRun, level: string, frames: number): RunSummary {
  const seconds = frames / FRAMES_PER_SECOND;
  return {
    version: '0.1.0',
    engine: 'tensorflow',
    level,
    seed: run.seed,
    frames,
    steps: frames / FRAMES_PER_STEP,
    updates: 100,
    episodes: run.episodes ?? 400,
    meanReturn: run.score ?? 5,
    framesPerSecond: FRAMES_PER_SECOND,
    seconds,
    secondsSpent: { environments: seconds / 2, update: seconds / 2 },
    droppedMessages: 0,
    startedAt: '2024-01-01T00:00:00.000Z',
    endedAt: '2024-01-01T01:00:00.000Z',
    ...(run.environment ? { environment: run.environment } : {}),
  };
}
