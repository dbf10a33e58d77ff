/** Numbers of one row by the names of their columns; null and what is missing count as no value. */
export type RowValues = Readonly<Record<string, number | null>>;

/** Where a row stands on both axes of time. */
export interface RowPlace {
  readonly frames: number;
  /** Seconds of training; `null` where a log does not say. */
  readonly seconds: number | null;
}

/** Columns of equal length, as a page gets them. */
export interface Columns {
  /** Frames at the end of each row. */
  readonly frames: readonly number[];
  readonly seconds: readonly (number | null)[];
  /** How many rows were averaged. */
  readonly counts: readonly number[];
  readonly values: Readonly<Record<string, readonly (number | null)[]>>;
}

interface Bin {
  place: RowPlace;
  rows: number;
}

/** Sum and number of the values in each bin. */
interface Column {
  readonly sums: number[];
  readonly counts: number[];
}

/** More would only come from a file that is no log of ours. */
const MOST_COLUMNS = 256;
const DIGITS = 6;

/**
 * A table that grows for ever in bounded memory: once it is full, neighbouring rows are averaged, and
 * from then on each row stands for twice as many.
 */
export class ThinnedRows {
  readonly #bins: Bin[] = [];
  readonly #columns = new Map<string, Column>();
  /** Rows in a whole bin. */
  #stride = 1;

  /** @param mostRows - Even; between half of it and all are kept. */
  constructor(readonly mostRows: number) {}

  add(place: RowPlace, values: RowValues): void {
    let last = this.#bins.at(-1);
    if (last === undefined || last.rows >= this.#stride) {
      if (this.#bins.length >= this.mostRows) this.#halve();
      last = { place, rows: 0 };
      this.#bins.push(last);
    }
    last.place = place;
    last.rows++;
    const bin = this.#bins.length - 1;
    for (const [name, value] of Object.entries(values)) {
      if (value !== null && Number.isFinite(value)) this.#put(name, bin, value);
    }
  }

  clear(): void {
    this.#bins.length = 0;
    this.#columns.clear();
    this.#stride = 1;
  }

  /** The table as it stands, means to six digits; of the columns whose names are wanted. */
  columns(isWanted: (name: string) => boolean = () => true): Columns {
    const means = ({ sums, counts }: Column): (number | null)[] =>
      this.#bins.map((_, i) => (counts[i] ? round(sums[i]! / counts[i]) : null));
    return {
      frames: this.#bins.map(({ place }) => place.frames),
      seconds: this.#bins.map(({ place }) => place.seconds),
      counts: this.#bins.map(({ rows }) => rows),
      values: Object.fromEntries(
        [...this.#columns]
          .filter(([name]) => isWanted(name))
          .map(([name, found]) => [name, means(found)]),
      ),
    };
  }

  /** Seconds of training at each of some frames, ascending: linear between rows, `null` after the last. */
  secondsAt(frames: readonly number[]): (number | null)[] {
    let next = 0;
    return frames.map((wanted) => {
      while (next < this.#bins.length && this.#bins[next]!.place.frames < wanted) next++;
      const after = this.#bins[next]?.place;
      if (after?.seconds == null) return null;
      const before = this.#bins[next - 1]?.place ?? { frames: 0, seconds: 0 };
      const share = (wanted - before.frames) / (after.frames - before.frames);
      return round((before.seconds ?? 0) + share * (after.seconds - (before.seconds ?? 0)));
    });
  }

  #put(name: string, bin: number, value: number): void {
    let column = this.#columns.get(name);
    if (column === undefined) {
      if (this.#columns.size >= MOST_COLUMNS) return;
      column = { sums: [], counts: [] };
      this.#columns.set(name, column);
    }
    column.sums[bin] = (column.sums[bin] ?? 0) + value;
    column.counts[bin] = (column.counts[bin] ?? 0) + 1;
  }

  #halve(): void {
    const pairs = this.#bins.length / 2;
    for (let i = 0; i < pairs; i++) {
      const [first, second] = [this.#bins[2 * i]!, this.#bins[2 * i + 1]!];
      this.#bins[i] = { place: second.place, rows: first.rows + second.rows };
    }
    this.#bins.length = pairs;
    for (const { sums, counts } of this.#columns.values()) {
      for (const list of [sums, counts]) halveList(list, pairs);
    }
    this.#stride *= 2;
  }
}

/** A list may be shorter than the table, and have holes: a column that began late. */
function halveList(list: number[], pairs: number): void {
  for (let i = 0; i < pairs; i++) list[i] = (list[2 * i] ?? 0) + (list[2 * i + 1] ?? 0);
  list.length = pairs;
}

function round(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
