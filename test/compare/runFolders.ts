import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** What a run folder is written from; what is left out gets a value that fits. */
export interface WrittenRun {
  readonly level?: string;
  readonly options?: Record<string, unknown>;
  readonly seed?: number;
  readonly totalFrames?: number;
  readonly agent?: Record<string, unknown>;
  readonly auxiliary?: Record<string, unknown>;
  /** Frames and return of each episode; by default one every tenth of the run, return 1. */
  readonly episodes?: readonly (readonly [frames: number, value: number])[];
  /** Frames reached; the budget by default. */
  readonly frames?: number;
  /** Seconds of the whole run, at an even pace; null: no metrics.jsonl. */
  readonly seconds?: number | null;
  readonly trial?: Record<string, unknown>;
  readonly summary?: Record<string, unknown> | null;
}

/** Level of a run that names none. */
export const LEVEL = 'RlTools/SeekAvoidArena-v0';

/** Budget of a run that names none. */
export const TOTAL_FRAMES = 1000;

const METRICS_LINES = 10;

/** Writes the files of a run as `cpc-rl train` does, and trial.json as `cpc-rl sweep` does. */
export function writeRun(path: string, run: WrittenRun = {}): string {
  const { level = LEVEL, seed = 1, totalFrames = TOTAL_FRAMES } = run;
  const { frames = totalFrames, seconds = 100, summary = {} } = run;
  mkdirSync(path, { recursive: true });
  const write = (name: string, text: string): void => {
    writeFileSync(join(path, name), text);
  };
  write(
    'config.yaml',
    stringify({
      env: { id: level, count: 2, options: run.options ?? { size: 'small' } },
      totalFrames,
      seed,
      agent: { learningRate: 0.001, entropyCost: 0.01, ...run.agent },
      auxiliary: run.auxiliary ?? {},
      actors: { processes: 1 },
    }),
  );
  write('episodes.csv', episodesCsv(level, run.episodes ?? evenEpisodes(totalFrames)));
  if (seconds !== null) write('metrics.jsonl', metricsJsonl(frames, seconds));
  if (summary !== null) {
    write(
      'summary.json',
      JSON.stringify({ version: '0.1.0', engine: 'tensorflow', frames, ...summary }),
    );
  }
  if (run.trial) write('trial.json', JSON.stringify(trialOf(run.trial, { level, seed })));
  return path;
}

/** One episode every tenth of the run, all of the same return. */
export function evenEpisodes(totalFrames: number, value = 1): [number, number][] {
  return Array.from({ length: 10 }, (_, i) => [((i + 1) * totalFrames) / 10, value]);
}

function episodesCsv(level: string, rows: readonly (readonly [number, number])[]): string {
  const lines = rows.map(
    ([frames, value]) => `${frames},${Math.floor(frames / 4)},0,${level},${value},5`,
  );
  return ['frames,steps,environment,level,return,length', ...lines, ''].join('\n');
}

function metricsJsonl(frames: number, seconds: number): string {
  const lines = Array.from({ length: METRICS_LINES }, (_, i) => {
    const share = (i + 1) / METRICS_LINES;
    return JSON.stringify({
      frames: Math.round(frames * share),
      steps: Math.round((frames * share) / 4),
      updates: i + 1,
      time: '2026-01-01T00:00:00.000Z',
      seconds: seconds * share,
      framesPerSecond: 1,
    });
  });
  return `${lines.join('\n')}\n`;
}

function trialOf(trial: Record<string, unknown>, own: { level: string; seed: number }): object {
  return {
    format: 1,
    sweep: 'test',
    index: 0,
    draw: 0,
    hyperparameters: {},
    command: 'npx cpc-rl sweep test.yaml --index 0',
    ...own,
    ...trial,
  };
}
