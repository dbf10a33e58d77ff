import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FileFormatError, parseJson, writeFileDurably } from '../metrics/index.js';

/** `trial.json`: which trial of which sweep a run folder holds. Keys beside these are ignored. */
export const trialSchema = z.object({
  format: z.literal(1),
  /** Name of the sweep. */
  sweep: z.string(),
  index: z.int().min(0),
  arm: z.string(),
  /** Id of the level. */
  level: z.string(),
  draw: z.int().min(0),
  seed: z.int().min(0),
  /** Drawn values by their paths. */
  hyperparameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()])),
  /** The command that trains this trial alone. */
  command: z.string(),
});

/** See {@link trialSchema}. */
export type TrialRecord = z.infer<typeof trialSchema>;

/** Path of `trial.json` in a run folder. */
export function trialFilePath(runPath: string): string {
  return join(runPath, 'trial.json');
}

/** Writes `trial.json` into a run folder, whole or not at all. */
export function writeTrialFile(runPath: string, record: TrialRecord): void {
  writeFileDurably(trialFilePath(runPath), `${JSON.stringify(record, null, 2)}\n`);
}

/**
 * Reads `trial.json` of a run folder; `undefined` where there is none.
 *
 * @throws {@link FileFormatError} if it is there but no such file.
 */
export function readTrialFile(runPath: string): TrialRecord | undefined {
  const path = trialFilePath(runPath);
  if (!existsSync(path)) return undefined;
  const parsed = trialSchema.safeParse(parseJson(readFileSync(path, 'utf8'), path));
  if (parsed.success) return parsed.data;
  throw new FileFormatError(
    `${path}: expected the description of a trial, got:\n${z.prettifyError(parsed.error)}`,
  );
}
