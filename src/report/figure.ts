import type { PlotArea, Reading, ReadingsModel } from '../charts/index.js';
import type { Chart, CurveLine } from './chart/index.js';
import type { Csv } from './csv.js';
import type { HtmlValue } from './html.js';

/** A figure: what is drawn, what it shows in words, and its numbers. */
export interface Figure {
  /** Unique in the report; names its files. */
  readonly id: string;
  readonly title: string;
  /** What the figure shows and how to read it. */
  readonly caption: HtmlValue;
  /** The picture in words, for people who do not see it. */
  readonly description: string;
  readonly chart: Chart;
  readonly data: Csv;
  /** What a pointer or the arrow keys read off. */
  readonly readings?: { readonly xName: string; readonly lines: readonly CurveLine[] };
  /** Shown for one choice of the horizontal axis only. */
  readonly axis?: 'frames' | 'seconds';
}

const READING_DIGITS = 5;

/** The readings of a figure, or nothing where it has none. */
export function readingsModel(
  { readings, chart }: Figure,
  plot: PlotArea,
): ReadingsModel | undefined {
  if (!readings) return undefined;
  return {
    xName: readings.xName,
    plot,
    width: chart.width,
    lines: readings.lines.map(({ name, className, points }) => ({
      name,
      className,
      points: points.flatMap(readingOf),
    })),
  };
}

function readingOf({ x, y, low = null, high = null }: CurveLine['points'][number]): Reading[] {
  return y === null
    ? []
    : [[shortened(x), shortened(y), low && shortened(low), high && shortened(high)]];
}

/** Digits that nobody sees would be half of the page. */
function shortened(value: number): number {
  return Number(value.toPrecision(READING_DIGITS));
}
