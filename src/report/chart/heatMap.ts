import { INK, SEQUENTIAL_COLORS } from '../../charts/index.js';
import type { Axis, Chart } from './chart.js';
import type { ChartSeries, Shape, ToPixel } from './series.js';

/** What {@link heatMap} draws. */
export interface HeatMapContent {
  /** Borders of the columns, one more than there are columns. */
  readonly xBorders: readonly number[];
  /** Names of the rows, from below. */
  readonly rowNames: readonly string[];
  /** `[row][column]`; null where there is no value. */
  readonly values: readonly (readonly (number | null)[])[];
  /** Values of the lightest and darkest colour. */
  readonly range: readonly [low: number, high: number];
  readonly x: Axis;
  readonly y: Axis;
  /** Name of what the colour stands for. */
  readonly colorName: string;
  readonly format: (value: number) => string;
}

/** Steps of colour: few enough that equal neighbours join, too many to see apart. */
const SHADES = 40;
const WIDTH = 640;
const HEIGHT = 340;
const RIGHT = 96;
const TOP = 12;
const BOTTOM = 48;

/** A map of values by row and column, with the bar of its colours. */
export function heatMap(content: HeatMapContent): Chart {
  const { xBorders, rowNames, range, x, y } = content;
  return {
    width: WIDTH,
    height: HEIGHT,
    right: RIGHT,
    panels: [
      {
        x: { ...x, min: xBorders[0]!, max: xBorders.at(-1)! },
        y: { ...y, kind: 'category', categories: rowNames },
      },
    ],
    legend: [],
    series: [cellSeries(content)],
    beside: colorBar(range, content),
  };
}

/** The colour of a value, `#rrggbb`. */
export function colorOf(value: number, [low, high]: readonly [number, number]): string {
  const share = high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0;
  const at = (Math.round(share * (SHADES - 1)) / (SHADES - 1)) * (SEQUENTIAL_COLORS.length - 1);
  const before = Math.min(SEQUENTIAL_COLORS.length - 2, Math.floor(at));
  return mix(SEQUENTIAL_COLORS[before]!, SEQUENTIAL_COLORS[before + 1]!, at - before);
}

function mix(from: string, to: string, share: number): string {
  const channel = (color: string, i: number): number =>
    parseInt(color.slice(1 + 2 * i, 3 + 2 * i), 16);
  const mixed = [0, 1, 2].map((i) =>
    Math.round(channel(from, i) * (1 - share) + channel(to, i) * share),
  );
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function cellSeries(content: HeatMapContent): ChartSeries {
  const { xBorders, rowNames } = content;
  return {
    className: 'cells',
    extent: [
      [xBorders[0]!, 0],
      [xBorders.at(-1)!, rowNames.length - 1],
    ],
    draw: (toPixel) => content.values.flatMap((_, row) => rowShapes(content, row, toPixel)),
  };
}

/** One row; neighbours of one colour are one rectangle. */
function rowShapes(
  { values, xBorders, range }: HeatMapContent,
  row: number,
  toPixel: ToPixel,
): Shape[] {
  const colors = values[row]!.map((value) => (value === null ? null : colorOf(value, range)));
  const shapes: Shape[] = [];
  for (let from = 0, to = 0; from < colors.length; from = to) {
    while (to < colors.length && colors[to] === colors[from]) to++;
    const color = colors[from];
    if (typeof color === 'string') {
      const area = { from: xBorders[from]!, to: xBorders[to]!, row };
      shapes.push(rectangle(area, color, toPixel));
    }
  }
  return shapes;
}

function rectangle(
  { from, to, row }: { readonly from: number; readonly to: number; readonly row: number },
  color: string,
  toPixel: ToPixel,
): Shape {
  const [left, middle] = toPixel(from, row);
  const half = Math.abs(toPixel(from, row + 1)[1] - middle) / 2;
  // On whole pixels: neighbours meet without a seam.
  const [x, right] = [Math.round(left), Math.round(toPixel(to, row)[0])];
  const [y, bottom] = [Math.round(middle - half), Math.round(middle + half)];
  return {
    type: 'rect',
    shape: { x, y, width: right - x, height: bottom - y },
    style: { fill: color },
  };
}

function colorBar([low, high]: readonly [number, number], { colorName, format }: HeatMapContent) {
  const height = HEIGHT - TOP - BOTTOM;
  const x = WIDTH - RIGHT + 18;
  const text = { fontSize: 12, fill: INK.quiet };
  const label = (value: number, y: number) => ({
    type: 'text',
    style: { ...text, text: format(value), x: x + 18, y, verticalAlign: 'middle' },
  });
  return [
    {
      type: 'rect',
      shape: { x, y: TOP, width: 12, height },
      style: {
        fill: {
          type: 'linear',
          x: 0,
          y: 1,
          x2: 0,
          y2: 0,
          colorStops: SEQUENTIAL_COLORS.map((color, i) => ({
            color,
            offset: i / (SEQUENTIAL_COLORS.length - 1),
          })),
        },
      },
    },
    label(high, TOP + 6),
    label((low + high) / 2, TOP + height / 2),
    label(low, TOP + height - 6),
    {
      type: 'text',
      rotation: Math.PI / 2,
      x: WIDTH - 12,
      y: TOP + height / 2,
      style: { ...text, text: colorName, align: 'center', verticalAlign: 'middle' },
    },
  ];
}
