/** More faces than this in one column are very unlikely; the farthest are left out then. */
const SLICES_PER_COLUMN = 32;

/**
 * What stands in each picture column, nearest first: the slices that walls and billboards leave there.
 *
 * Sorting by depth per column settles every occlusion, also between faces that cross. A slice that
 * hides all behind it ends its column's list, so that a maze costs no more than its nearest walls.
 */
export class ColumnSlices {
  /** Slices in each column; those of column c lie at slots `c · capacity` and on. */
  readonly counts: Int32Array;
  /** 1 / depth. */
  readonly inverseDepth: Float64Array;
  /** World units along the face. */
  readonly along: Float64Array;
  /** Number of the face, as given to {@link ColumnSlices.face}. */
  readonly faces: Int32Array;
  /** Inverse depth of the slice that ends the list, 0 where the column stays open. */
  readonly end: Float64Array;
  readonly capacity = SLICES_PER_COLUMN;

  /** Number of the face whose slices come next. */
  face = 0;
  /** Whether that face hides all behind it. */
  hidesAll = false;

  constructor(columns: number) {
    const slots = columns * SLICES_PER_COLUMN;
    this.counts = new Int32Array(columns);
    this.end = new Float64Array(columns);
    this.inverseDepth = new Float64Array(slots);
    this.along = new Float64Array(slots);
    this.faces = new Int32Array(slots);
  }

  clear(): void {
    this.counts.fill(0);
    this.end.fill(0);
  }

  /** Adds a slice of the current face, unless it is hidden; of equal depths, the first added is nearer. */
  insert(column: number, inverseDepth: number, along: number): void {
    if (inverseDepth <= this.end[column]!) {
      return;
    }
    const slot = this.makeRoom(column, inverseDepth);
    if (slot < 0) {
      return;
    }
    this.inverseDepth[slot] = inverseDepth;
    this.along[slot] = along;
    this.faces[slot] = this.face;
    if (this.hidesAll) {
      this.counts[column] = slot - column * SLICES_PER_COLUMN + 1;
      this.end[column] = inverseDepth;
    }
  }

  /** Moves farther slices back by one and returns the free slot, or −1 if a full column is nearer. */
  private makeRoom(column: number, inverseDepth: number): number {
    const { inverseDepth: depths, along, faces } = this;
    const start = column * SLICES_PER_COLUMN;
    const last = start + SLICES_PER_COLUMN - 1;
    let slot = start + this.counts[column]!;
    if (slot > last) {
      if (depths[last]! >= inverseDepth) {
        return -1;
      }
      slot = last;
      this.end[column] = 0;
    } else {
      this.counts[column] = slot - start + 1;
    }
    while (slot > start && depths[slot - 1]! < inverseDepth) {
      depths[slot] = depths[slot - 1]!;
      along[slot] = along[slot - 1]!;
      faces[slot] = faces[slot - 1]!;
      slot--;
    }
    return slot;
  }
}
