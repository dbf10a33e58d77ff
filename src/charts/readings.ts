/** A panel in a picture, and what it spans sideways. */
export interface PlotArea {
  /** Pixels. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Values at the left and right edge. */
  readonly from: number;
  readonly to: number;
}

/** What a page needs to read values off the lines of a figure. */
export interface ReadingsModel {
  /** Name of what goes to the right. */
  readonly xName: string;
  readonly plot: PlotArea;
  /** Pixels of the whole picture. */
  readonly width: number;
  readonly lines: readonly {
    readonly name: string;
    readonly className: string;
    /** Only points that have a value, from left to right. */
    readonly points: readonly Reading[];
  }[];
}

/** A point of a line; `low` and `high` are null without an interval. */
export type Reading = readonly [x: number, y: number, low: number | null, high: number | null];
