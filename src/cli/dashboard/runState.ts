import { readFileSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { RunState } from './messages.js';

/** What {@link stateOf} needs to know. */
export interface StateFacts {
  /** Whether a learner holds the folder. */
  readonly isLocked: boolean;
  /** When the summary was written, ms since 1970; `null` if there is none. */
  readonly summaryMs: number | null;
  /** When the last line was written, ms since 1970; `null` before the first. */
  readonly lineMs: number | null;
  readonly frames: number;
  readonly totalFrames: number | null;
  /** Seconds between lines, lately. */
  readonly secondsPerLine: number | null;
  readonly nowMs: number;
}

/** Silence that may be a checkpoint, a slow update or a busy disk. */
const PATIENCE_SECONDS = 60;
/** Longer than this many lines usually take is silence too. */
const PATIENCE_LINES = 10;

/** What a run is doing, from what its folder holds. */
export function stateOf(facts: StateFacts): RunState {
  const { isLocked, summaryMs, lineMs, frames, totalFrames, secondsPerLine, nowMs } = facts;
  if (isLocked) {
    if (lineMs === null) return 'waiting';
    const patience = Math.max(PATIENCE_SECONDS, PATIENCE_LINES * (secondsPerLine ?? 0));
    return nowMs - lineMs > 1000 * patience ? 'silent' : 'running';
  }
  if (totalFrames !== null && frames >= totalFrames) return 'finished';
  // A resumed run keeps the summary of its earlier session.
  if (summaryMs !== null && (lineMs === null || summaryMs >= lineMs)) return 'stopped';
  return lineMs === null ? 'waiting' : 'ended';
}

const summarySchema = z.looseObject({ endedAt: z.iso.datetime() });

/** When a run's summary was written, ms since 1970; `null` if there is none. */
export function readSummaryMs(folder: string): number | null {
  try {
    const text = readFileSync(join(folder, 'summary.json'), 'utf8');
    return Date.parse(summarySchema.parse(JSON.parse(text)).endedAt);
  } catch {
    return null;
  }
}

/** Free bytes where a folder is; `null` if that cannot be told. */
export function freeDiskBytes(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}
