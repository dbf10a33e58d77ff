import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeFileDurably } from './durable.js';
import { FileFormatError } from './errors.js';
import { parseJson } from './parseJson.js';

/** Software and machine that a run was made with. */
const runEnvironmentSchema = z.looseObject({
  /** Git commit of the program's checkout, with `+changes` behind it if files differed; `null` outside one. */
  commit: z.string().nullable(),
  /** Version of Node.js, e.g. `22.12.0`. */
  node: z.string(),
  /** Operating system and processor architecture, e.g. `linux-x64`. */
  platform: z.string(),
  /** Model of the processor, as the system names it. */
  cpu: z.string(),
  /** Cores that the process could use. */
  cores: z.int().min(1),
  /** Command that began the run, or its last session. */
  command: z.string(),
});

/** What `summary.json` holds. Keys beside these are kept. */
export const summarySchema = z.looseObject({
  /** Version of this package that trained. */
  version: z.string(),
  /** Tensor engine, e.g. `tensorflow`. */
  engine: z.string(),
  seed: z.int(),
  /** Simulator ticks of all environments. */
  frames: z.int().min(0),
  /** Agent steps of all environments. */
  steps: z.int().min(0),
  updates: z.int().min(0),
  /** Finished episodes. */
  episodes: z.int().min(0),
  /** Mean return of the last 100 episodes, unclipped; `null` if none has ended. */
  meanReturn: z.number().nullable(),
  /** Simulator ticks per second of training. */
  framesPerSecond: z.number().min(0),
  /** Seconds of training, earlier sessions included. */
  seconds: z.number().min(0),
  /**
   * Seconds since the first update of the last session, by what they were spent on: `environments`
   * (waiting for observations), `inference`, `update`, `other`.
   */
  secondsSpent: z.record(z.string(), z.number().min(0)),
  /** Messages from actors that did not fit the protocol. */
  droppedMessages: z.int().min(0),
  /** Wall-clock, ISO 8601 in UTC: when the run first began. */
  startedAt: z.iso.datetime(),
  /** Wall-clock, ISO 8601 in UTC: when this summary was written. */
  endedAt: z.iso.datetime(),
  /** Software and machine of the last session; missing in summaries of earlier versions. */
  environment: runEnvironmentSchema.optional(),
});

/** Software and machine that a run was made with. */
export type RunEnvironment = z.infer<typeof runEnvironmentSchema>;

/** The figures of a whole run. */
export type RunSummary = z.infer<typeof summarySchema>;

/**
 * Writes `summary.json`, whole or not at all.
 *
 * @throws {@link FileFormatError} if a figure is missing or out of range.
 */
export function writeSummary(path: string, summary: RunSummary): void {
  writeFileDurably(path, `${JSON.stringify(checkSummary(summary, path), null, 2)}\n`);
}

/**
 * Reads `summary.json`.
 *
 * @throws {@link FileFormatError} naming the key that is wrong.
 */
export function readSummary(path: string): RunSummary {
  return checkSummary(parseJson(readFileSync(path, 'utf8'), path), path);
}

function checkSummary(value: unknown, path: string): RunSummary {
  const checked = summarySchema.safeParse(value);
  if (checked.success) return checked.data;
  throw new FileFormatError(
    `${path}: expected the summary of a run, got:\n${z.prettifyError(checked.error)}`,
  );
}
