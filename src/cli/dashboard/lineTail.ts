import { open, stat, type FileHandle } from 'node:fs/promises';

/** What {@link LineTail.read} found. */
export interface NewLines {
  /** Whole lines since the last look, without their ends. */
  readonly lines: readonly string[];
  /** What was read before is no longer in the file: forget it; `lines` begin anew. */
  readonly restarted: boolean;
  /** More can be read at once. */
  readonly more: boolean;
  /** Bytes of the whole file. */
  readonly size: number;
}

const NEWLINE = 0x0a;
/** Bytes before the place reached by which it is recognised: more than a line's clock time. */
const MARK_BYTES = 512;
/** A longer line is none of ours, and the file is not read further. */
const MOST_LINE_BYTES = 2 ** 26;
const NOTHING: NewLines = { lines: [], restarted: false, more: false, size: 0 };

/**
 * Reads a log that grows, by whole lines. A log that was cut back, as `--resume` does, is noticed
 * even where it has grown past the old end since: what stands before the place reached is different.
 */
export class LineTail {
  /** Byte after the last whole line that was read. */
  #offset = 0;
  /** The bytes before {@link #offset}. */
  #mark: Buffer = Buffer.alloc(0);
  /** Size and time of change of the file when it was last read to its end. */
  #seen = '';

  constructor(readonly path: string) {}

  /** Reads on, at most so many bytes; a file that is not there is one without lines. */
  async read(mostBytes: number): Promise<NewLines> {
    const found = await stat(this.path).catch(() => undefined);
    if (!found?.isFile()) return this.#begin();
    const state = `${found.size} ${found.mtimeMs} ${found.ino}`;
    if (state === this.#seen) return NOTHING;
    const file = await open(this.path).catch(() => undefined);
    if (!file) return NOTHING;
    try {
      const restarted = !(await this.#isWhereItWas(file));
      if (restarted) this.#begin();
      const { lines, more } = await this.#readOn(
        file,
        Math.min(mostBytes, found.size - this.#offset),
      );
      if (!more) this.#seen = state;
      return { lines, restarted, more, size: found.size };
    } finally {
      await file.close();
    }
  }

  /** Starts from the beginning. @returns an empty look, restarted if anything had been read. */
  #begin(): NewLines {
    const restarted = this.#offset > 0;
    this.#offset = 0;
    this.#mark = Buffer.alloc(0);
    this.#seen = '';
    return { ...NOTHING, restarted };
  }

  async #isWhereItWas(file: FileHandle): Promise<boolean> {
    const before = await readAt(file, this.#offset - this.#mark.length, this.#mark.length);
    return before.equals(this.#mark);
  }

  async #readOn(file: FileHandle, length: number): Promise<{ lines: string[]; more: boolean }> {
    const chunk = await readAt(file, this.#offset, length);
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end === 0) {
      const isCutOff = length > 0 && chunk.length === length && length < MOST_LINE_BYTES;
      return isCutOff ? this.#readOn(file, 2 * length) : { lines: [], more: false };
    }
    this.#mark = Buffer.from(chunk.subarray(Math.max(0, end - MARK_BYTES), end));
    this.#offset += end;
    const lines = chunk.toString('utf8', 0, end - 1).split('\n');
    const { size } = await file.stat();
    return { lines, more: size - this.#offset > chunk.length - end };
  }
}

/** Bytes of a file; fewer where it ends before. */
async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.max(0, length));
  const { bytesRead } = await file.read(bytes, 0, bytes.length, position);
  return bytes.subarray(0, bytesRead);
}
