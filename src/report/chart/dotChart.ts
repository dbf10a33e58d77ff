import type { LineStyle } from '../../charts/index.js';
import type { Axis, Chart } from './chart.js';
import { markerShape } from './series.js';

/** Points of one kind. */
export interface DotGroup {
  readonly name: string;
  readonly style: LineStyle;
  readonly className: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

const WIDTH = 420;
const HEIGHT = 300;
const DOT_PIXELS = 9;
const OPACITY = 0.8;

/** Single points by group, e.g. scores against a hyperparameter. */
export function dotChart(
  groups: readonly DotGroup[],
  axes: { readonly x: Axis; readonly y: Axis },
): Chart {
  return {
    width: WIDTH,
    height: HEIGHT,
    panels: [axes],
    legend: groups.map(({ name, style: { color, marker } }) => ({
      name,
      color,
      marker,
      dash: [0, 99],
    })),
    series: groups
      .filter(({ points }) => points.length > 0)
      .map(({ style, className, points }) => ({
        className,
        overflows: true,
        extent: points,
        draw: (toPixel) =>
          points.map(([x, y]) =>
            markerShape(toPixel(x, y), { ...style, size: DOT_PIXELS, opacity: OPACITY }),
          ),
      })),
  };
}
