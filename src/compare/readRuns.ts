import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { openRunFolder, readClock, readEpisodeColumns, summarySchema } from '../metrics/index.js';
import type { Clock, RunFolder } from '../metrics/index.js';
import { readTrialFile } from '../sweep/index.js';
import { CompareError } from './errors.js';
import type { Episodes } from './episodes.js';
import { findRuns } from './findRuns.js';
import type { Run } from './run.js';
import { sweepNotes } from './sweepNotes.js';

/** The runs of some folders, and what was found beside them. */
export interface ReadRuns {
  readonly runs: readonly Run[];
  /** Whole sentences. */
  readonly notes: readonly string[];
}

/** What is read of config.yaml; the rest is only compared. */
const configSchema = z.looseObject({
  env: z.looseObject({
    id: z.string().min(1),
    options: z.record(z.string(), z.unknown()).default({}),
  }),
  totalFrames: z.int().min(1),
  seed: z.int().default(1),
  agent: z.looseObject({ name: z.string().optional() }).default({}),
  auxiliary: z.record(z.string(), z.unknown()).default({}),
});

/** What is read of summary.json. */
const summaryHead = summarySchema
  .pick({ version: true, engine: true, frames: true, environment: true })
  .partial();

/** Agent of a configuration that names none. */
const DEFAULT_AGENT = 'a2c';

/**
 * Reads runs from their folders: configuration, episodes, clock and summary of each.
 *
 * @param paths - Run folders, sweep folders, or folders that contain such folders.
 * @throws {@link CompareError}, or `FileFormatError` of src/metrics, naming the file that is missing
 *   or broken.
 */
export function readRuns(paths: readonly string[]): ReadRuns {
  const { runs, sweeps } = findRuns(paths);
  return { runs: runs.map(readRun), notes: sweeps.flatMap(sweepNotes) };
}

/** Reads one run; see {@link readRuns}. */
export function readRun(path: string): Run {
  const folder = openRunFolder(path);
  const config = readConfig(folder.config);
  const trial = readTrialFile(folder.path);
  const summary = readSummaryHead(folder.summary);
  const episodes = readEpisodesOf(folder, config.env.id);
  const clock = readClockOf(folder);
  return {
    path,
    arm: trial?.arm ?? armOf(config),
    level: config.env.id,
    options: config.env.options,
    seed: config.seed,
    sweep: trial?.sweep ?? null,
    draw: trial?.draw ?? null,
    hyperparameters: trial?.hyperparameters ?? {},
    command: trial?.command ?? null,
    config,
    totalFrames: config.totalFrames,
    frames: Math.max(
      summary?.frames ?? 0,
      clock?.frames.at(-1) ?? 0,
      episodes.frames.at(-1) ?? 0, // of a run without those files
    ),
    version: summary?.version ?? null,
    engine: summary?.engine ?? null,
    environment: summary?.environment ?? null,
    episodes,
    clock,
  };
}

/** `a2c`, `a2c+cpc`, `a2c+cpc+rewardPrediction`: the agent and the auxiliary losses that are on. */
export function armOf({ agent, auxiliary }: z.infer<typeof configSchema>): string {
  const losses = Object.entries(auxiliary).filter(([, settings]) => settings != null);
  return [agent.name ?? DEFAULT_AGENT, ...losses.map(([name]) => name)].join('+');
}

/** What is read of a run's config.yaml. @throws {@link CompareError} if it is none. */
export function readConfig(path: string): z.infer<typeof configSchema> {
  const checked = configSchema.safeParse(parseFile(path, parse));
  if (checked.success) return checked.data;
  throw new CompareError(
    `${path}: expected the configuration of a run, got:\n${z.prettifyError(checked.error)}`,
  );
}

function readSummaryHead(path: string): z.infer<typeof summaryHead> | null {
  if (!existsSync(path)) return null;
  const value = parseFile(path, (text): unknown => JSON.parse(text));
  const checked = summaryHead.safeParse(value);
  if (checked.success) return checked.data;
  throw new CompareError(
    `${path}: expected the summary of a run, got:\n${z.prettifyError(checked.error)}`,
  );
}

function parseFile(path: string, parseText: (text: string) => unknown): unknown {
  try {
    return parseText(readFileSync(path, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.trim() : String(cause);
    throw new CompareError(`${path}: could not be read: ${reason}`, { cause });
  }
}

function readEpisodesOf(folder: RunFolder, level: string): Episodes {
  if (!existsSync(folder.episodes)) {
    // A run that has just begun has none yet; one that has ended was not copied whole.
    if (!existsSync(folder.summary)) {
      return { frames: new Float64Array(), returns: new Float64Array() };
    }
    throw new CompareError(
      `${folder.path}: expected the episodes.csv of a run that has ended, got none. ` +
        'Copy the folder whole, or leave it out.',
    );
  }
  const { frames, returns, levels } = readEpisodeColumns(folder.episodes);
  const other = levels.find((name) => name !== level);
  if (other !== undefined) {
    throw new CompareError(
      `${folder.episodes}: expected episodes of ${level}, as config.yaml says, got some of ${other}.`,
    );
  }
  requireAscending(frames, folder.episodes);
  return { frames, returns };
}

function readClockOf(folder: RunFolder): Clock | null {
  if (!existsSync(folder.metrics)) return null;
  const clock = readClock(folder.metrics);
  requireAscending(clock.frames, folder.metrics);
  return clock.frames.length > 0 ? clock : null;
}

function requireAscending(frames: Float64Array, path: string): void {
  const wrong = frames.findIndex((count, i) => i > 0 && count < frames[i - 1]!);
  if (wrong < 0) return;
  throw new CompareError(
    `${path}: expected frames that never fall, got ${frames[wrong]} after ${frames[wrong - 1]} ` +
      `(entry ${wrong + 1}). Two runs may have been written into one folder.`,
  );
}
