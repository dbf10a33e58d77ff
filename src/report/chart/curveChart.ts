import { INK } from '../../charts/index.js';
import type { LineStyle } from '../../charts/index.js';
import type { Axis, Chart } from './chart.js';
import { bandShape, lineShapes, markerShape } from './series.js';
import type { ChartSeries, Point, Shape, ToPixel } from './series.js';

/** One line of a chart of curves. */
export interface CurveLine {
  readonly name: string;
  readonly style: LineStyle;
  /** Classes of its elements on the page. */
  readonly className: string;
  readonly points: readonly CurvePoint[];
  /** Fainter lines behind it, shown on demand: single seeds. */
  readonly singles?: readonly (readonly Point[])[];
}

/** A point with its interval; null where there is no value. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
}

/** A level line with a name, e.g. the score of a random policy. */
export interface ReferenceLine {
  readonly name: string;
  readonly y: number;
  /** Whether the axis has to reach it; otherwise it is drawn only where it happens to. */
  readonly isAlwaysShown: boolean;
}

/** What {@link curveChart} draws. */
export interface CurveChartContent {
  readonly lines: readonly CurveLine[];
  readonly references?: readonly ReferenceLine[];
  readonly x: Axis;
  readonly y: Axis;
  /** Pixels. */
  readonly height?: number;
}

const WIDTH = 640;
const HEIGHT = 380;
const LINE_PIXELS = 2.25;
const SINGLE_PIXELS = 1;
const SINGLE_OPACITY = 0.45;
const BAND_OPACITY = 0.17;
const MARKER_PIXELS = 9;
const MARKERS_PER_LINE = 6;

/** Lines with the bands of their intervals, single seeds on demand behind them, level references. */
export function curveChart({ lines, references = [], x, y, height }: CurveChartContent): Chart {
  return {
    width: WIDTH,
    height: height ?? HEIGHT,
    panels: [{ x, y }],
    legend: lines.map(({ name, style }) => ({ name, ...style })),
    series: [
      ...lines.flatMap(singleSeries),
      ...lines.flatMap(bandSeries),
      ...references.flatMap((reference) => referenceSeries(reference, lines)),
      ...lines.flatMap(lineSeries),
    ],
  };
}

function singleSeries({ style, className, singles = [] }: CurveLine): ChartSeries[] {
  const extent = singles.flat().filter(([, y]) => y !== null);
  if (extent.length === 0) return [];
  const look = { color: style.color, width: SINGLE_PIXELS, opacity: SINGLE_OPACITY };
  return [
    {
      className: `single ${className}`,
      onDemand: true,
      extent,
      draw: (toPixel) => singles.flatMap((single) => lineShapes(single, look, toPixel)),
    },
  ];
}

function bandSeries({ points, style, className }: CurveLine): ChartSeries[] {
  const parts = bandParts(points);
  if (parts.length === 0) return [];
  const look = { color: style.color, opacity: BAND_OPACITY };
  return [
    {
      className,
      extent: parts.flat().flatMap(({ x, low, high }): Point[] => [
        [x, low],
        [x, high],
      ]),
      draw: (toPixel) => parts.map((part) => bandShape(part, look, toPixel)),
    },
  ];
}

function lineSeries({ points, style, className }: CurveLine): ChartSeries[] {
  const line = points.map(({ x, y }): Point => [x, y]);
  const known = line.filter((point): point is readonly [number, number] => point[1] !== null);
  if (known.length === 0) return [];
  const look = { color: style.color, width: LINE_PIXELS, dash: style.dash };
  return [
    {
      className,
      extent: known,
      draw: (toPixel) => [
        ...lineShapes(line, look, toPixel),
        ...markersAlong(known, style).map(([x, y]) =>
          markerShape(toPixel(x, y), { ...style, size: MARKER_PIXELS }),
        ),
      ],
    },
  ];
}

/** A few points of the line, at other places for every arm. */
function markersAlong(
  points: readonly (readonly [number, number])[],
  { index }: LineStyle,
): (readonly [number, number])[] {
  const stride = Math.max(1, Math.floor(points.length / MARKERS_PER_LINE));
  const first = Math.min(points.length - 1, Math.floor((stride * ((index % 3) + 1)) / 4));
  return points.filter((_, i) => i % stride === first % stride);
}

function bandParts(points: readonly CurvePoint[]) {
  const parts: { x: number; low: number; high: number }[][] = [[]];
  for (const { x, low, high } of points) {
    if (typeof low === 'number' && typeof high === 'number') parts.at(-1)!.push({ x, low, high });
    else parts.push([]);
  }
  return parts.filter((part) => part.length > 1);
}

function referenceSeries(reference: ReferenceLine, lines: readonly CurveLine[]): ChartSeries[] {
  const points = lines.flatMap((line) => line.points.filter(({ y }) => y !== null));
  if (points.length === 0) return [];
  const xs = points.map(({ x }) => x);
  const [from, to] = [Math.min(...xs), Math.max(...xs)];
  const anchor = points[0]!;
  return [
    {
      className: 'reference',
      extent: reference.isAlwaysShown ? [[from, reference.y]] : [[anchor.x, anchor.y]],
      draw: (toPixel) => referenceShapes(reference, [from, to], toPixel),
    },
  ];
}

function referenceShapes(
  { name, y }: ReferenceLine,
  [from, to]: readonly [number, number],
  toPixel: ToPixel,
): Shape[] {
  const [right, height] = toPixel(to, y);
  const look = { color: INK.quiet, width: 1.25, dash: [1, 4] };
  return [
    ...lineShapes(
      [
        [from, y],
        [to, y],
      ],
      look,
      toPixel,
    ),
    {
      type: 'text',
      style: {
        text: name,
        x: right - 4,
        y: height - 4,
        align: 'right',
        verticalAlign: 'bottom',
        fill: INK.quiet,
        font: '12px Helvetica, Arial, sans-serif',
      },
    },
  ];
}
