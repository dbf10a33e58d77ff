import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  writeFileSync,
} from 'node:fs';
import { FileFormatError, FileWriteError } from './errors.js';

const NEWLINE = 0x0a;
const CHUNK_BYTES = 65_536;

/**
 * A text file to which whole lines are appended, written to the system at once, so that an exit
 * loses none; {@link LineLog.sync} makes them survive a power cut too.
 *
 * Opening one that a crash cut off in the middle of a line drops that unfinished line.
 */
export class LineLog {
  readonly #file: number;
  #offset: number;

  /** @throws if the file cannot be opened for writing. */
  constructor(readonly path: string) {
    this.#file = openSync(path, 'a+');
    const size = fstatSync(this.#file).size;
    this.#offset = endOfLastLine(this.#file, size);
    if (this.#offset < size) ftruncateSync(this.#file, this.#offset);
  }

  /** Bytes written so far: always the end of a line. A checkpoint records it. */
  get offset(): number {
    return this.#offset;
  }

  /**
   * Appends one line.
   *
   * @param line - Without line breaks.
   * @throws {@link FileWriteError} if it cannot be written whole; then nothing of it is kept.
   */
  append(line: string): void {
    const bytes = Buffer.from(`${line}\n`);
    try {
      writeFileSync(this.#file, bytes);
    } catch (cause) {
      ftruncateSync(this.#file, this.#offset);
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new FileWriteError(
        `${this.path}: a line could not be added (${reason}). Free some space, then go on with --resume.`,
        { cause },
      );
    }
    this.#offset += bytes.length;
  }

  /** Makes everything appended so far permanent. */
  sync(): void {
    fsyncSync(this.#file);
  }

  /**
   * Drops every line after `offset`, so that a run goes on exactly from its checkpoint.
   *
   * @param offset - An earlier {@link LineLog.offset}, bytes.
   * @throws {@link FileFormatError} if the file is shorter or no line ends there.
   */
  truncateTo(offset: number): void {
    if (offset > this.#offset || !this.#isLineEnd(offset)) {
      throw new FileFormatError(
        `${this.path}: expected a line to end at byte ${offset}, where the checkpoint was taken, ` +
          `got a file of ${this.#offset} bytes that differs. ` +
          'It was changed since: put the original back, or go on from an older checkpoint.',
      );
    }
    ftruncateSync(this.#file, offset);
    this.#offset = offset;
  }

  /** Syncs and closes; the log takes no more lines. */
  close(): void {
    this.sync();
    closeSync(this.#file);
  }

  #isLineEnd(offset: number): boolean {
    if (offset === 0) return true;
    const last = Buffer.alloc(1);
    return readSync(this.#file, last, 0, 1, offset - 1) === 1 && last[0] === NEWLINE;
  }
}

/**
 * The whole lines of a log; an unfinished last one (still being written, or cut off) is left out.
 *
 * @throws if the file cannot be read.
 */
export function readLines(path: string): string[] {
  return readFileSync(path, 'utf8').split('\n').slice(0, -1);
}

/** Byte after the last line break within `size` bytes; 0 where there is none. */
function endOfLastLine(file: number, size: number): number {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  for (let end = size; end > 0; end -= CHUNK_BYTES) {
    const start = Math.max(0, end - CHUNK_BYTES);
    const length = readSync(file, chunk, 0, end - start, start);
    const newline = chunk.subarray(0, length).lastIndexOf(NEWLINE);
    if (newline >= 0) return start + newline + 1;
  }
  return 0;
}
