import { readFileSync } from 'node:fs';
import { ByteCursor } from './byteCursor.js';
import { checkEpisodeHeader, parseEpisodeLine } from './episodeLog.js';

/** The episodes of a run as columns: what statistics need, without an object per episode. */
export interface EpisodeColumns {
  /** Simulator ticks of all environments together when each episode ended. */
  readonly frames: Float64Array;
  /** Sums of the unclipped rewards. */
  readonly returns: Float64Array;
  /** The level ids that occur. */
  readonly levels: readonly string[];
}

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const COMMA = 0x2c;
/** Six fields of one character, five commas and the line break. */
const LEAST_LINE_BYTES = 12;

/**
 * Reads `episodes.csv` into columns, with the checks and errors of `readEpisodes`; an unfinished last
 * line is left out.
 *
 * Lines of plain numbers, nearly all there are, are read straight from the bytes; any other line, and
 * any that is wrong, goes the way that `readEpisodes` goes.
 *
 * @throws FileFormatError naming the line and column that is wrong.
 */
export function readEpisodeColumns(path: string): EpisodeColumns {
  const file = readFileSync(path);
  const bytes = file.subarray(0, file.lastIndexOf(NEWLINE) + 1);
  if (bytes.length === 0) {
    return { frames: new Float64Array(), returns: new Float64Array(), levels: [] };
  }
  const start = bytes.indexOf(NEWLINE) + 1;
  checkEpisodeHeader(path, bytes.toString('utf8', 0, start - 1));
  return readColumns(path, bytes, start);
}

function readColumns(path: string, bytes: Buffer, start: number): EpisodeColumns {
  const most = Math.ceil((bytes.length - start) / LEAST_LINE_BYTES);
  const frames = new Float64Array(most);
  const returns = new Float64Array(most);
  const levels = new Set<string>();
  const reader = new PlainLineReader(bytes);
  let rows = 0;
  let level = '';
  for (let begin = start; begin < bytes.length; rows++) {
    const isPlain = reader.read(begin);
    const end = isPlain ? reader.end : bytes.indexOf(NEWLINE, begin) + 1;
    const row = isPlain
      ? reader
      : parseEpisodeLine(bytes.toString('utf8', begin, end - 1), `${path}:${rows + 2}`);
    frames[rows] = row.frames;
    returns[rows] = row.return;
    if (row.level !== level) levels.add((level = row.level));
    begin = end;
  }
  return { frames: frames.slice(0, rows), returns: returns.slice(0, rows), levels: [...levels] };
}

/** Reads lines whose numbers are plain decimals and whose level is not quoted. */
class PlainLineReader {
  /** Of the line read last. */
  frames = 0;
  return = 0;
  level = '';
  readonly #cursor: ByteCursor;
  /** The level as it stands in the file: that of the next line too, as a rule. */
  #levelBytes = Buffer.alloc(0);

  constructor(bytes: Buffer) {
    this.#cursor = new ByteCursor(bytes);
  }

  /** Place after the line read last. */
  get end(): number {
    return this.#cursor.at;
  }

  /** @returns False for a line that is not plain. */
  read(begin: number): boolean {
    const cursor = this.#cursor;
    cursor.at = begin;
    this.frames = cursor.count(COMMA);
    const steps = cursor.count(COMMA);
    const environment = cursor.count(COMMA);
    if (Number.isNaN(this.frames + steps + environment) || !this.#readLevel()) return false;
    this.return = cursor.decimal(COMMA);
    const length = cursor.count(NEWLINE);
    return Number.isFinite(this.return) && length >= 1;
  }

  /** The level and the comma after it; false if it is empty, quoted or not on one line. */
  #readLevel(): boolean {
    const { bytes, at: begin } = this.#cursor;
    let end = begin;
    let isSame = true;
    for (let byte = bytes[end]; byte !== COMMA; byte = bytes[++end]) {
      if (byte === QUOTE || byte === CARRIAGE_RETURN || byte === NEWLINE) return false;
      if (byte !== this.#levelBytes[end - begin]) isSame = false;
    }
    if (end === begin) return false;
    this.#cursor.at = end + 1;
    if (isSame && end - begin === this.#levelBytes.length) return true;
    this.#levelBytes = Buffer.from(bytes.subarray(begin, end));
    this.level = this.#levelBytes.toString('utf8');
    return true;
  }
}
