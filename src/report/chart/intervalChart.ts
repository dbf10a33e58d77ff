import { INK } from '../../charts/index.js';
import type { LineStyle } from '../../charts/index.js';
import type { Axis, Chart } from './chart.js';
import { lineShapes, markerShape } from './series.js';
import type { ChartSeries, Point } from './series.js';

/** One row of a chart of intervals. */
export interface IntervalRow {
  readonly name: string;
  readonly style: LineStyle;
  readonly className: string;
}

/** An estimate in a row. */
export interface RowEstimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Single values behind it. */
  readonly dots?: readonly number[];
}

/** One panel: an estimate for every row, in the order of the rows; null where there is none. */
export interface IntervalPanel {
  readonly title?: string;
  readonly x: Axis;
  readonly estimates: readonly (RowEstimate | null)[];
  /** A vertical line, e.g. at no difference. */
  readonly reference?: number;
}

/** What {@link intervalChart} draws. */
export interface IntervalChartContent {
  readonly rows: readonly IntervalRow[];
  readonly panels: readonly IntervalPanel[];
  readonly width?: number;
}

const WIDTH = 640;
const ROW_PIXELS = 34;
const AROUND_PIXELS = 92;
const LETTER_PIXELS = 7.2;
const MOST_NAME_PIXELS = 230;
const BAR_PIXELS = 3;
const MARKER_PIXELS = 11;
const DOT_PIXELS = 7;
const DOT_OPACITY = 0.5;
/** Dots lie a little below the interval, in shares of a row. */
const DOT_SHIFT = 0.26;

/** Estimates with their intervals, one row each, panels side by side. */
export function intervalChart({ rows, panels, width = WIDTH }: IntervalChartContent): Chart {
  const longest = Math.max(...rows.map(({ name }) => name.length), 0);
  const turned = [...rows].reverse(); // categories go upwards; the first row is to be on top
  return {
    width,
    height: AROUND_PIXELS + ROW_PIXELS * rows.length,
    left: Math.min(MOST_NAME_PIXELS, 24 + longest * LETTER_PIXELS),
    panels: panels.map(({ title, x }) => ({
      ...(title === undefined ? {} : { title }),
      x,
      y: { name: '', kind: 'category', categories: turned.map(({ name }) => name) },
    })),
    legend: [],
    series: panels.flatMap((panel, i) => panelSeries(panel, i, rows)),
  };
}

function panelSeries(
  { estimates, reference }: IntervalPanel,
  panel: number,
  rows: readonly IntervalRow[],
): ChartSeries[] {
  const drawn = rows.flatMap((row, i) => {
    const estimate = estimates[i];
    return estimate ? [rowSeries(estimate, row, { panel, height: rows.length - 1 - i })] : [];
  });
  return reference === undefined
    ? drawn
    : [verticalSeries(reference, panel, rows.length), ...drawn];
}

function rowSeries(
  { value, low, high, dots = [] }: RowEstimate,
  { style, className }: IntervalRow,
  { panel, height }: { readonly panel: number; readonly height: number },
): ChartSeries {
  return {
    className,
    panel,
    extent: [low, value, high, ...dots].map((x): Point => [x, height]),
    draw: (toPixel) => {
      const rowPixels = Math.abs(toPixel(value, 1)[1] - toPixel(value, 0)[1]);
      const dotAt = (x: number): [number, number] => {
        const [left, top] = toPixel(x, height);
        return [left, top + DOT_SHIFT * rowPixels];
      };
      return [
        ...dots.map((dot) =>
          markerShape(dotAt(dot), { ...style, size: DOT_PIXELS, opacity: DOT_OPACITY }),
        ),
        ...lineShapes(
          [
            [low, height],
            [high, height],
          ],
          { color: style.color, width: BAR_PIXELS },
          toPixel,
        ),
        markerShape(toPixel(value, height), { ...style, size: MARKER_PIXELS }),
      ];
    },
  };
}

function verticalSeries(x: number, panel: number, rows: number): ChartSeries {
  return {
    className: 'reference',
    panel,
    extent: [[x, 0]],
    draw: (toPixel) =>
      lineShapes(
        [
          [x, -0.5],
          [x, rows - 0.5],
        ],
        { color: INK.quiet, width: 1.25, dash: [1, 4] },
        toPixel,
      ),
  };
}
