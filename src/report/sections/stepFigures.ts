import type { BinnedMetrics } from '../auxiliaryLog.js';
import { curveChart, heatMap } from '../chart/index.js';
import { levelName } from '../context.js';
import type { ReportContext } from '../context.js';
import type { Csv } from '../csv.js';
import type { Figure } from '../figure.js';
import { formatNumber, formatSetting } from '../../charts/index.js';
import { stepStyle } from '../../charts/index.js';
import { framesAxis } from './curveFigure.js';
import type { ArmMetrics } from './armMetrics.js';

/** A list metric of one arm on one level. */
interface ListMetric {
  readonly context: ReportContext;
  readonly level: string;
  readonly arm: ArmMetrics;
  /** E.g. `cpc/accuracy`. */
  readonly name: string;
}

/** Steps that are drawn as lines: near, far, and some between. */
const MOST_LINES = 6;
const FLOAT32_DIGITS = 7;
const NICE_STEPS = [1, 2, 3, 5, 10, 15, 20, 30, 40, 50];

/** All steps over training, as a map of colours. */
export function mapFigure(metric: ListMetric): Figure {
  const { context, level, arm, name } = metric;
  const { borders } = arm.binned;
  const values = valuesOf(metric);
  return {
    id: metricId(context, { level, arm: arm.name, name, kind: 'map' }),
    title: `${name}, every step k, ${levelName(level)}`,
    caption: `${arm.name}.`,
    description: describe(metric),
    chart: heatMap({
      xBorders: borders,
      rowNames: values.map((_, i) => String(i + 1)),
      values,
      range: rangeOf(name, values),
      x: framesAxis(context.comparison.levels[level]!.totalFrames),
      y: { name: 'k', kind: 'category' },
      colorName: name,
      format: formatSetting,
    }),
    data: stepData(
      metric,
      values.map((_, i) => i + 1),
    ),
  };
}

/** Some steps over training, as lines. */
export function stepsFigure(metric: ListMetric): Figure {
  const { context, level, arm, name } = metric;
  const xs = binCentres(arm.binned);
  const values = valuesOf(metric);
  const steps = chosenSteps(values.length);
  const lines = steps.map((k, i) => ({
    name: `k = ${k}`,
    style: stepStyle(i),
    className: 'step',
    points: xs.map((x, bin) => ({ x, y: values[k - 1]![bin] ?? null })),
  }));
  return {
    id: metricId(context, { level, arm: arm.name, name, kind: 'steps' }),
    title: `${name}, some steps k, ${levelName(level)}`,
    caption: `${arm.name}.`,
    description: describe(metric),
    chart: curveChart({
      lines,
      x: framesAxis(context.comparison.levels[level]!.totalFrames),
      y: { name, kind: 'value' },
      height: 340,
    }),
    data: stepData(metric, steps),
    readings: { xName: 'frames', lines },
  };
}

/** Middle of every bin, frames. */
export function binCentres({ borders }: BinnedMetrics): number[] {
  return borders.slice(1).map((end, i) => (borders[i]! + end) / 2);
}

/** Id of a figure of a metric. */
export function metricId(
  { ids }: ReportContext,
  {
    level,
    arm,
    name,
    kind,
  }: {
    readonly level: string;
    readonly arm?: string;
    readonly name: string;
    readonly kind: string;
  },
): string {
  const parts = [ids.get(level)!, ...(arm === undefined ? [] : [ids.get(arm)!]), ids.get(name)!];
  return [...parts, kind].join('--');
}

function valuesOf({ arm, name }: ListMetric): readonly (readonly (number | null)[])[] {
  return arm.binned.metrics.get(name)!.values;
}

function describe(metric: ListMetric): string {
  const values = valuesOf(metric);
  const parts = chosenSteps(values.length).map((k) => {
    const known = values[k - 1]!.filter((value) => value !== null);
    return known.length > 0
      ? `k = ${k}: from ${formatNumber(known[0]!)} to ${formatNumber(known.at(-1)!)}`
      : `k = ${k}: no value`;
  });
  return `Frames to the right. ${metric.arm.name}, ${parts.join('; ')}.`;
}

/** The first, the last, and round numbers between. */
function chosenSteps(count: number): number[] {
  if (count <= MOST_LINES) return Array.from({ length: count }, (_, i) => i + 1);
  const between = NICE_STEPS.filter((k) => k > 1 && k < count);
  const stride = (between.length - 1) / (MOST_LINES - 3);
  const some = Array.from({ length: MOST_LINES - 2 }, (_, i) => between[Math.round(i * stride)]!);
  return [...new Set([1, ...some, count])];
}

/** Shares keep to 0 and 1, so that maps can be compared. */
function rangeOf(name: string, values: readonly (readonly (number | null)[])[]): [number, number] {
  if (/accuracy$/i.test(name)) return [0, 1];
  const known = values.flat().filter((value) => value !== null);
  if (known.length === 0) return [0, 1];
  return [Math.min(0, ...known), Math.max(...known)];
}

function stepData(metric: ListMetric, steps: readonly number[]): Csv {
  const { borders } = metric.arm.binned;
  const values = valuesOf(metric);
  return {
    header: ['k', 'fromFrames', 'toFrames', 'value'],
    rows: steps.flatMap((k) =>
      values[k - 1]!.map((value, bin) => [
        k,
        borders[bin]!,
        borders[bin + 1]!,
        float32Digits(value),
      ]),
    ),
  };
}

/** Metrics are float32: more digits of their means say nothing. */
function float32Digits(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(FLOAT32_DIGITS));
}
