import { curveChart } from '../chart/index.js';
import { levelName } from '../context.js';
import type { ReportContext } from '../context.js';
import type { Figure } from '../figure.js';
import { framesAxis } from './curveFigure.js';
import type { ArmMetrics } from './armMetrics.js';
import { binCentres, metricId } from './stepFigures.js';

const HEIGHT = 300;

/** A metric that is one number, over training, for every arm that reports it. */
export function scalarFigure({
  context,
  level,
  arms,
  name,
}: {
  readonly context: ReportContext;
  readonly level: string;
  readonly arms: readonly ArmMetrics[];
  readonly name: string;
}): Figure {
  const lines = arms.flatMap(({ binned, ...arm }) => {
    const metric = binned.metrics.get(name);
    if (!metric) return [];
    const points = binCentres(binned).map((x, i) => ({ x, y: metric.values[0]?.[i] ?? null }));
    return [{ name: arm.name, style: arm.style, className: arm.className, points }];
  });
  return {
    id: metricId(context, { level, name, kind: 'scalar' }),
    title: `${name}, ${levelName(level)}`,
    caption: 'Mean over runs.',
    description: `${name} over training.`,
    chart: curveChart({
      lines,
      x: framesAxis(context.comparison.levels[level]!.totalFrames),
      y: { name, kind: 'value' },
      height: HEIGHT,
    }),
    data: {
      header: ['arm', 'frames', 'value'],
      rows: lines.flatMap((line) => line.points.map(({ x, y }) => [line.name, x, y])),
    },
    readings: { xName: 'frames', lines },
  };
}
