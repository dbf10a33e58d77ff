import type { CustomSeriesOption, CustomSeriesRenderItemAPI } from 'echarts';
import type { Marker } from '../../charts/index.js';

/** A point in the chart's own units; null where there is no value. */
export type Point = readonly [x: number, y: number | null];

/** One thing drawn into a chart, with a class of its own in the page's picture. */
export interface ChartSeries {
  /** Classes of its elements, e.g. `seed arm-0`. */
  readonly className: string;
  /** Left out of pictures that stand alone; the page shows it on demand. */
  readonly onDemand?: boolean;
  /** Whether it may reach beyond the axes, e.g. markers on them. */
  readonly overflows?: boolean;
  /** Which of the chart's panels it belongs to, from 0. */
  readonly panel?: number;
  /** Points that the axes have to reach. */
  readonly extent: readonly Point[];
  /** Its shapes, in pixels. */
  draw(toPixel: ToPixel): readonly Shape[];
}

/** Where a point lies in the picture, pixels. */
export type ToPixel = (x: number, y: number) => [x: number, y: number];

/** What echarts' custom series draws. */
export type Shape = Record<string, unknown> & { readonly type: string };

const TENTHS = 10;

/** How a line looks. */
export interface LineLook {
  readonly color: string;
  /** Pixels. */
  readonly width: number;
  readonly dash?: readonly number[];
  readonly opacity?: number;
}

/** A line through points; broken where a value is missing. */
export function lineShapes(points: readonly Point[], look: LineLook, toPixel: ToPixel): Shape[] {
  return unbroken(points).map((part) => ({
    type: 'polyline',
    shape: { points: part.map(([x, y]) => rounded(toPixel(x, y))) },
    style: {
      fill: 'none',
      stroke: look.color,
      lineWidth: look.width,
      lineJoin: 'round',
      lineDash: look.dash && look.dash.length > 0 ? [...look.dash] : 'solid',
      opacity: look.opacity ?? 1,
    },
  }));
}

/** The ground between a lower and an upper line. */
export function bandShape(
  band: readonly { readonly x: number; readonly low: number; readonly high: number }[],
  look: { readonly color: string; readonly opacity: number },
  toPixel: ToPixel,
): Shape {
  const upper = band.map(({ x, high }) => rounded(toPixel(x, high)));
  const lower = band.map(({ x, low }) => rounded(toPixel(x, low)));
  return {
    type: 'polygon',
    shape: { points: [...upper, ...lower.reverse()] },
    style: { fill: look.color, opacity: look.opacity },
  };
}

/** A marker of about `size` pixels around a point. */
export function markerShape(
  [x, y]: readonly [number, number],
  look: {
    readonly color: string;
    readonly marker: Marker;
    readonly size: number;
    readonly opacity?: number;
  },
): Shape {
  const half = look.size / 2;
  const style = { fill: look.color, opacity: look.opacity ?? 1 };
  if (look.marker === 'circle')
    return { type: 'circle', shape: { cx: tenth(x), cy: tenth(y), r: half }, style };
  const points = CORNERS[look.marker].map(([dx, dy]) => rounded([x + dx * half, y + dy * half]));
  return { type: 'polygon', shape: { points }, style };
}

/** Corners of the markers that are polygons, in half sizes from the centre, y downwards. */
export const CORNERS: Readonly<
  Record<Exclude<Marker, 'circle'>, readonly (readonly [number, number])[]>
> = {
  rect: [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  triangle: [
    [0, -1.15],
    [1.1, 0.85],
    [-1.1, 0.85],
  ],
  diamond: [
    [0, -1.25],
    [1.25, 0],
    [0, 1.25],
    [-1.25, 0],
  ],
  pin: [
    [0, 1.15],
    [1.1, -0.85],
    [-1.1, -0.85],
  ],
  arrow: [
    [-0.45, -1.2],
    [0.45, -1.2],
    [0.45, 1.2],
    [-0.45, 1.2],
  ],
};

/** A series as echarts takes it: all shapes belong to its first point. */
export function toOption(series: ChartSeries): CustomSeriesOption {
  const panel = series.panel ?? 0;
  return {
    type: 'custom',
    silent: true,
    xAxisIndex: panel,
    yAxisIndex: panel,
    clip: series.overflows !== true,
    data: series.extent.map(([x, y]) => [x, y]),
    renderItem: ({ dataIndex }, api) =>
      dataIndex > 0 ? null : { type: 'group', children: series.draw(pixelsOf(api)) as never },
  };
}

function pixelsOf(api: CustomSeriesRenderItemAPI): ToPixel {
  return (x, y) => api.coord([x, y]) as [number, number];
}

function unbroken(points: readonly Point[]): [number, number][][] {
  const parts: [number, number][][] = [[]];
  for (const [x, y] of points) {
    if (y === null) parts.push([]);
    else parts.at(-1)!.push([x, y]);
  }
  return parts.filter((part) => part.length > 0);
}

function rounded([x, y]: readonly [number, number]): [number, number] {
  return [tenth(x), tenth(y)];
}

/** A tenth of a pixel is as fine as anybody sees, and keeps pictures small. */
function tenth(value: number): number {
  return Math.round(value * TENTHS) / TENTHS;
}
