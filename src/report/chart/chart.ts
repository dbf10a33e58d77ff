import type { Marker } from '../../charts/index.js';
import type { ChartSeries } from './series.js';

/** One axis of a panel. */
export interface Axis {
  readonly name: string;
  readonly kind: 'value' | 'log' | 'category';
  /** Names of an axis of categories, from below upwards or from left to right. */
  readonly categories?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** Room beyond the outermost values, as a share of their distance. */
  readonly margin?: number;
  /** How its numbers are written. */
  readonly format?: (value: number) => string;
}

/** One pair of axes; most charts have one, side by side they are panels. */
export interface Panel {
  readonly title?: string;
  readonly x: Axis;
  readonly y: Axis;
}

/** One entry of the legend. */
export interface LegendEntry {
  readonly name: string;
  readonly color: string;
  readonly dash?: readonly number[];
  readonly marker?: Marker;
}

/** A picture with axes, before it is drawn as SVG or PNG. */
export interface Chart {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  readonly panels: readonly Panel[];
  readonly series: readonly ChartSeries[];
  readonly legend: readonly LegendEntry[];
  /** Pixels left of the axes, for names of categories. */
  readonly left?: number;
  /** Pixels right of the axes, e.g. for a bar of colours. */
  readonly right?: number;
  /** Drawn beside the axes: echarts' graphic elements. */
  readonly beside?: readonly Record<string, unknown>[];
}
