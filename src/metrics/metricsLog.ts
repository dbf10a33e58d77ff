import { z } from 'zod';
import { FileFormatError } from './errors.js';
import { LineLog, readLines } from './lineLog.js';

/**
 * A value of `metrics.jsonl`. What JSON has no word for (`undefined`, NaN, ±Infinity) is written
 * as `null`, typed arrays as lists.
 */
export type MetricValue =
  | number
  | string
  | boolean
  | null
  | undefined
  | Float32Array
  | readonly MetricValue[]
  | { readonly [key: string]: MetricValue };

/** One line of `metrics.jsonl`: the fixed keys and whatever else was measured. */
export interface MetricsRecord {
  /** Simulator ticks of all environments so far. */
  readonly frames: number;
  /** Agent steps of all environments so far. */
  readonly steps: number;
  /** Updates so far. */
  readonly updates: number;
  /** Wall-clock time, ISO 8601 in UTC. */
  readonly time: string;
  /** Seconds that the run has been training, earlier sessions included. */
  readonly seconds: number;
  /** Simulator ticks per second since the line before. */
  readonly framesPerSecond: number | null;
  readonly [name: string]: MetricValue;
}

const recordSchema = z.looseObject({
  frames: z.int().min(0),
  steps: z.int().min(0),
  updates: z.int().min(0),
  time: z.iso.datetime(),
  seconds: z.number().min(0),
  framesPerSecond: z.number().min(0).nullable(),
});

/** Where a learner puts its records. */
export interface MetricsSink {
  /** Bytes of `metrics.jsonl` so far; belongs into a checkpoint, after {@link MetricsSink.sync}. */
  readonly offset: number;
  append(record: MetricsRecord): void;
  /** Makes everything appended so far survive a power cut. */
  sync(): void;
}

/** Writes `metrics.jsonl`, one JSON object per line. */
export class MetricsLog implements MetricsSink {
  readonly #log: LineLog;

  /** Opens the file, made where it is missing; an unfinished last line is dropped. */
  constructor(path: string) {
    this.#log = new LineLog(path);
  }

  /** Bytes so far; belongs into a checkpoint, after {@link MetricsLog.sync}. */
  get offset(): number {
    return this.#log.offset;
  }

  /** @throws {@link FileFormatError} if a fixed key is missing or has another type. */
  append(record: MetricsRecord): void {
    this.#log.append(JSON.stringify(checkRecord(toJson(record), 'metrics record')));
  }

  /** Makes everything appended so far survive a power cut. */
  sync(): void {
    this.#log.sync();
  }

  /**
   * Drops every record after `offset`, an earlier {@link MetricsLog.offset}.
   *
   * @throws {@link FileFormatError} if the file is shorter or no line ends there.
   */
  truncateTo(offset: number): void {
    this.#log.truncateTo(offset);
  }

  /** Syncs and closes. */
  close(): void {
    this.#log.close();
  }
}

/**
 * Reads `metrics.jsonl`; an unfinished last line is left out.
 *
 * @throws {@link FileFormatError} naming the line that is wrong.
 */
export function readMetrics(path: string): MetricsRecord[] {
  return readLines(path).map((line, index) => {
    const place = `${path}:${index + 1}`;
    return checkRecord(parseJson(line, place), place);
  });
}

function toJson(value: MetricValue): MetricValue {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') return value;
  if (value instanceof Float32Array || isList(value)) return Array.from(value, toJson);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, toJson(entry)]));
}

/** `Array.isArray` does not narrow to a read-only list. */
function isList(value: object): value is readonly MetricValue[] {
  return Array.isArray(value);
}

function parseJson(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new FileFormatError(`${place}: expected a JSON object, got ${line.slice(0, 200)}`, {
      cause,
    });
  }
}

function checkRecord(record: unknown, place: string): MetricsRecord {
  const checked = recordSchema.safeParse(record);
  // What else the line holds came from JSON, so it is a metric value.
  if (checked.success) return checked.data as MetricsRecord;
  throw new FileFormatError(
    `${place}: expected frames, steps, updates, time, seconds, framesPerSecond and others:\n` +
      z.prettifyError(checked.error),
  );
}
