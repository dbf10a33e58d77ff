import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { makeFolderDurably } from './durable.js';
import { FileWriteError } from './errors.js';
import type { MetricsRecord, MetricValue } from './metricsLog.js';
import { scalarsEvent, sessionStartEvent, stepOfEvent, versionEvent } from './tensorBoardEvents.js';
import { frameRecord, wholeRecords } from './tensorBoardRecords.js';

/** `events.out.tfevents.<seconds>.<host>.<process id>`: readers know event files by the middle. */
const EVENT_FILE = /^events\.out\.tfevents\.(\d+)\./;
/** So that tags sort by k. */
const K_DIGITS = 2;

/**
 * The scalars of `metrics.jsonl` as TensorBoard's event files, one file for each session of a run.
 *
 * A session that goes on from a checkpoint cuts earlier files back to it, so that no step is there
 * twice, and says so in its own file, so that a TensorBoard that is watching forgets them too.
 */
export class TensorBoardLog {
  readonly #path: string;
  readonly #file: number;
  #bytes = 0;

  /**
   * @param folder - Made where it is missing.
   * @param frames - Where the session begins: the checkpoint's, 0 without one.
   * @throws {@link FileWriteError} if the folder cannot be made; the system's error if a file cannot.
   */
  constructor(folder: string, frames: number) {
    makeFolderDurably(folder);
    const earlier = readdirSync(folder).filter((name) => EVENT_FILE.test(name));
    for (const name of earlier) cutAfter(join(folder, name), frames);
    const now = Date.now() / 1000;
    this.#path = join(folder, nameAfter(earlier, Math.floor(now)));
    this.#file = openSync(this.#path, 'ax');
    this.#append(versionEvent(now));
    if (earlier.length > 0) this.#append(sessionStartEvent({ wallTime: now, step: frames + 1 }));
  }

  /**
   * Appends the record's scalars under its frames and time.
   *
   * @throws {@link FileWriteError} if it cannot be written whole; then nothing of it is kept.
   */
  append(record: MetricsRecord): void {
    const wallTime = Date.parse(record.time) / 1000;
    this.#append(scalarsEvent({ wallTime, step: record.frames }, scalarsOf(record)));
  }

  /** Makes everything appended so far survive a power cut. */
  sync(): void {
    fsyncSync(this.#file);
  }

  /** Syncs and closes. */
  close(): void {
    this.sync();
    closeSync(this.#file);
  }

  #append(event: Uint8Array): void {
    const record = frameRecord(event);
    try {
      writeFileSync(this.#file, record);
    } catch (cause) {
      ftruncateSync(this.#file, this.#bytes);
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new FileWriteError(
        `${this.#path}: an event could not be added (${reason}). Free some space, then go on with ` +
          '--resume; metrics.tensorBoard=false does without these files.',
        { cause },
      );
    }
    this.#bytes += record.length;
  }
}

/**
 * A record's numbers under TensorBoard's tags: `loss`, `secondsSpent/update`. Of a list over
 * prediction steps k those for k = 1, 2, 4, 8, … and the last, `auxiliary/cpc/accuracy/k01`, and the
 * mean over the steps that have a value, `auxiliary/cpc/accuracy/mean`. What has no value is left out.
 */
export function scalarsOf(record: MetricsRecord): [tag: string, value: number][] {
  return Object.entries(record)
    .filter(([name]) => name !== 'frames')
    .flatMap(([name, value]) => flatten(name, value));
}

function flatten(tag: string, value: MetricValue): [string, number][] {
  if (typeof value === 'number') return Number.isFinite(value) ? [[tag, value]] : [];
  if (typeof value !== 'object' || value === null) return [];
  if (value instanceof Float32Array || Array.isArray(value)) {
    return tag.startsWith('auxiliary/')
      ? flattenSteps(tag, Array.from(value as Iterable<MetricValue>))
      : [];
  }
  return Object.entries(value).flatMap(([key, entry]) => flatten(`${tag}/${key}`, entry));
}

/** @param values - The first for one step ahead. */
function flattenSteps(tag: string, values: readonly MetricValue[]): [string, number][] {
  const shown = values.flatMap((value, i) => {
    const k = i + 1;
    const isShown = k === values.length || Number.isInteger(Math.log2(k));
    return isShown ? flatten(`${tag}/k${String(k).padStart(K_DIGITS, '0')}`, value) : [];
  });
  const known = values.filter((value) => typeof value === 'number' && Number.isFinite(value));
  if (known.length === 0) return shown;
  const sum = (known as number[]).reduce((total, value) => total + value, 0); // as filtered
  return [...shown, [`${tag}/mean`, sum / known.length]];
}

/** Cuts an event file before the first event after `frames`, or that is not whole. */
function cutAfter(path: string, frames: number): void {
  const file = readFileSync(path);
  let end = 0;
  for (const record of wholeRecords(file)) {
    if (stepOfEvent(record.data) > frames) break;
    end = record.end;
  }
  if (end < file.length) truncateSync(path, end);
}

/** A name that sorts after all earlier ones: readers take the files in that order. */
function nameAfter(earlier: readonly string[], nowSeconds: number): string {
  const latest = Math.max(0, ...earlier.map((name) => Number(EVENT_FILE.exec(name)![1])));
  return `events.out.tfevents.${Math.max(nowSeconds, latest + 1)}.${hostname()}.${process.pid}`;
}
