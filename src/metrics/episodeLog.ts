import { z } from 'zod';
import { FileFormatError } from './errors.js';
import { LineLog, readLines } from './lineLog.js';

/** First line of `episodes.csv`. */
export const EPISODE_HEADER = 'frames,steps,environment,level,return,length';

/** One finished episode. */
export interface EpisodeRow {
  /** Simulator ticks of all environments together when the episode ended. */
  readonly frames: number;
  /** Agent steps of all environments together when the episode ended. */
  readonly steps: number;
  /** Index of the environment, from 0. */
  readonly environment: number;
  /** Level id, e.g. `RlTools/SeekAvoidArena-v0`. */
  readonly level: string;
  /** Sum of the unclipped rewards. */
  readonly return: number;
  /** Agent steps that the episode took. */
  readonly length: number;
}

const rowSchema = z.strictObject({
  frames: z.int().min(0),
  steps: z.int().min(0),
  environment: z.int().min(0),
  level: z.string().regex(/^[^\r\n]+$/, 'expected one line of text'),
  return: z.number(),
  length: z.int().min(1),
});
/** One field and the comma after it, as RFC 4180 has them; line breaks do not occur. */
const FIELD = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;

/**
 * Writes `episodes.csv`. It holds nothing of the clock or the machine: equal episodes give equal
 * bytes. Numbers are JavaScript's shortest text that reads back as the same float64.
 */
export class EpisodeLog {
  readonly #log: LineLog;

  /**
   * Opens the file, made with its header where it is missing; an unfinished last line is dropped.
   *
   * @throws {@link FileFormatError} if it has another header.
   */
  constructor(path: string) {
    this.#log = new LineLog(path);
    if (this.#log.offset === 0) this.#log.append(EPISODE_HEADER);
    else checkEpisodeHeader(path, readLines(path)[0]);
  }

  /** Bytes so far; belongs into a checkpoint, after {@link EpisodeLog.sync}. */
  get offset(): number {
    return this.#log.offset;
  }

  /** @throws {@link FileFormatError} if a value is not what {@link EpisodeRow} says. */
  append(row: EpisodeRow): void {
    const { frames, steps, environment, level, length, return: sum } = checkRow(row, 'episode');
    this.#log.append([frames, steps, environment, quote(level), sum, length].join(','));
  }

  /** Makes everything appended so far survive a power cut. */
  sync(): void {
    this.#log.sync();
  }

  /**
   * Drops every episode after `offset`, an earlier {@link EpisodeLog.offset}.
   *
   * @throws {@link FileFormatError} if the file is shorter or no line ends there.
   */
  truncateTo(offset: number): void {
    this.#log.truncateTo(Math.max(offset, EPISODE_HEADER.length + 1));
  }

  /** Syncs and closes. */
  close(): void {
    this.#log.close();
  }
}

/**
 * Reads `episodes.csv`; an unfinished last line is left out.
 *
 * @throws {@link FileFormatError} naming the line and column that is wrong.
 */
export function readEpisodes(path: string): EpisodeRow[] {
  const [header, ...lines] = readLines(path);
  if (header === undefined) return [];
  checkEpisodeHeader(path, header);
  return lines.map((line, index) => parseEpisodeLine(line, `${path}:${index + 2}`));
}

/**
 * One line of `episodes.csv` without its line break.
 *
 * @param place - File and line, for the error.
 * @throws {@link FileFormatError} naming the column that is wrong.
 */
export function parseEpisodeLine(line: string, place: string): EpisodeRow {
  const fields = splitFields(line);
  if (fields?.length !== 6) {
    throw new FileFormatError(`${place}: expected the 6 fields ${EPISODE_HEADER}, got ${line}`);
  }
  const [frames, steps, environment, level, sum, length] = fields;
  return checkRow(
    {
      frames: toNumber(frames),
      steps: toNumber(steps),
      environment: toNumber(environment),
      level,
      return: toNumber(sum),
      length: toNumber(length),
    },
    place,
  );
}

/** `Number('')` would be 0. */
function toNumber(text: string | undefined): number {
  return text === undefined || text.trim() === '' ? NaN : Number(text);
}

function splitFields(line: string): string[] | undefined {
  const fields: string[] = [];
  FIELD.lastIndex = 0;
  for (;;) {
    const match = FIELD.exec(line);
    if (!match) return undefined;
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '') return fields;
  }
}

function quote(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function checkRow(row: unknown, place: string): EpisodeRow {
  const checked = rowSchema.safeParse(row);
  if (checked.success) return checked.data;
  throw new FileFormatError(
    `${place}: expected ${EPISODE_HEADER} with counts and a finite return, ` +
      `got ${JSON.stringify(row)}:\n${z.prettifyError(checked.error)}`,
  );
}

/** @throws {@link FileFormatError} if the first line of a file is not {@link EPISODE_HEADER}. */
export function checkEpisodeHeader(path: string, header: string | undefined): void {
  if (header === EPISODE_HEADER) return;
  throw new FileFormatError(
    `${path}:1: expected the header ${EPISODE_HEADER}, got ${header ?? 'nothing'}. ` +
      'It is not an episode log of this version.',
  );
}
