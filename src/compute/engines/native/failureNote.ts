import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const failureNote = z.object({
  because: z.string(),
  /** What was there to build with; another compiler or Python is reason enough to try again. */
  tools: z.string(),
  failedAtMs: z.number(),
});

/** Why the last set-up of an engine failed, and with which tools. */
export type FailureNote = z.infer<typeof failureNote>;

const VALID_MS = 60 * 60 * 1000;

/**
 * Remembers that a set-up failed, so that a start within the next hour does not wait for the same
 * downloads to fail again.
 */
export function writeFailureNote(enginesFolder: string, key: string, note: FailureNote): void {
  mkdirSync(enginesFolder, { recursive: true });
  writeFileSync(notePath(enginesFolder, key), JSON.stringify(note));
}

/** The note about a failure with the same tools, if it is less than an hour old. */
export function readFailureNote(
  enginesFolder: string,
  key: string,
  { tools, nowMs }: { readonly tools: string; readonly nowMs: number },
): FailureNote | null {
  try {
    const text = readFileSync(notePath(enginesFolder, key), 'utf8');
    const note = failureNote.parse(JSON.parse(text) as unknown);
    return note.tools === tools && nowMs - note.failedAtMs < VALID_MS ? note : null;
  } catch {
    return null; // no note, or one that nobody can read: try the set-up
  }
}

/** Forgets a failure, once the set-up has succeeded or is asked for again. */
export function removeFailureNote(enginesFolder: string, key: string): void {
  rmSync(notePath(enginesFolder, key), { force: true });
}

function notePath(enginesFolder: string, key: string): string {
  return join(enginesFolder, `${key}.failed.json`);
}
