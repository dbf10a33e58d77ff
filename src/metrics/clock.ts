import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ByteCursor } from './byteCursor.js';
import { FileFormatError } from './errors.js';

/** When a run was where, from its `metrics.jsonl`: one entry per line. */
export interface Clock {
  /** Simulator ticks of all environments so far. */
  readonly frames: Float64Array;
  /** Seconds of training so far, earlier sessions of a resumed run included. */
  readonly seconds: Float64Array;
}

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
/** What a learner writes before, between and after the numbers at the head of a line. */
const [FRAMES, STEPS, UPDATES, TIME, SECONDS] = [
  '{"frames":',
  '"steps":',
  '"updates":',
  '"time":"',
  ',"seconds":',
].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer, Buffer, Buffer];
/** Longest time, ISO 8601 in UTC, that is looked through. */
const MOST_TIME_BYTES = 40;

const lineSchema = z.looseObject({ frames: z.int().min(0), seconds: z.number().min(0) });

/**
 * Reads frames and seconds of every line of `metrics.jsonl` and nothing else of it: lines with the
 * figures of many auxiliary losses are long. An unfinished last line is left out.
 *
 * @throws {@link FileFormatError} naming the line that is wrong.
 */
export function readClock(path: string): Clock {
  const bytes = readFileSync(path);
  const cursor = new ByteCursor(bytes);
  const frames: number[] = [];
  const seconds: number[] = [];
  for (let begin = 0, end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, begin)) {
    const line =
      readHead(cursor, begin) ??
      parseLine(bytes.toString('utf8', begin, end), `${path}:${frames.length + 1}`);
    frames.push(line.frames);
    seconds.push(line.seconds);
    begin = end + 1;
  }
  return { frames: Float64Array.from(frames), seconds: Float64Array.from(seconds) };
}

/** The numbers at the head of a line as a learner writes it; nothing nested can come between. */
function readHead(cursor: ByteCursor, begin: number): z.infer<typeof lineSchema> | null {
  cursor.at = begin;
  if (!cursor.skip(FRAMES)) return null;
  const frames = cursor.count(COMMA);
  if (!cursor.skip(STEPS) || Number.isNaN(cursor.count(COMMA))) return null;
  if (!cursor.skip(UPDATES) || Number.isNaN(cursor.count(COMMA))) return null;
  if (!cursor.skip(TIME) || !skipTime(cursor) || !cursor.skip(SECONDS)) return null;
  const seconds = cursor.decimal(COMMA);
  return seconds >= 0 && frames >= 0 ? { frames, seconds } : null;
}

/** Goes past a time and the quote after it. */
function skipTime(cursor: ByteCursor): boolean {
  const most = cursor.at + MOST_TIME_BYTES;
  while (cursor.at < most && cursor.bytes[cursor.at] !== QUOTE) cursor.at++;
  return cursor.bytes[cursor.at++] === QUOTE;
}

function parseLine(line: string, place: string): z.infer<typeof lineSchema> {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new FileFormatError(
      `${place}: expected a JSON object with frames and seconds, got ${line.slice(0, 200)}`,
      { cause },
    );
  }
}
