import type { ArmCurve, LevelResult, ReferenceScores, RunResult } from '../../compare/index.js';
import { shortCount } from '../../charts/index.js';
import { curveChart } from '../chart/index.js';
import type { Axis, CurveLine, CurvePoint, ReferenceLine } from '../chart/index.js';
import { armsAt, intervalName, levelName } from '../context.js';
import type { ReportContext } from '../context.js';
import type { Csv } from '../csv.js';
import type { Figure } from '../figure.js';
import { markup } from '../html.js';
import type { Html } from '../html.js';
import { formatNumber, formatSetting } from '../../charts/index.js';

/** What a learning curve runs over: simulator ticks, or seconds of training. */
export type CurveAxis = 'frames' | 'seconds';

/** An arm's curve on one level. */
interface LevelLine extends CurveLine {
  readonly curve: ArmCurve;
  readonly runs: readonly RunResult[];
}

/** Wall-clock in a unit that suits its length. */
interface ClockUnit {
  readonly name: string;
  readonly seconds: number;
}

const HOUR: ClockUnit = { name: 'hours', seconds: 3600 };
const MINUTE: ClockUnit = { name: 'minutes', seconds: 60 };
const SECOND: ClockUnit = { name: 'seconds', seconds: 1 };
/** A unit is taken from so many of them on. */
const LEAST_UNITS = 3;
const FRAME = { name: 'frames', seconds: 1 };

/** Learning curves of all arms of a level over one axis; none where no arm has them. */
export function curveFigure(
  context: ReportContext,
  level: string,
  axis: CurveAxis,
): Figure | undefined {
  const result = context.comparison.levels[level]!;
  const unit = axis === 'frames' ? FRAME : clockUnit(result);
  const lines = levelLines(context, level, { axis, unitLength: unit.seconds });
  if (lines.length === 0) return undefined;
  const over = axis === 'frames' ? 'frames' : 'wall-clock';
  return {
    id: `curves-${context.ids.get(level)!}-${axis}`,
    title: `Learning curves over ${over}, ${levelName(level)}`,
    caption: curveCaption(context, result),
    description: `${over} to the right, episode return upwards. ${lines.map(describeLine).join(' ')}`,
    chart: curveChart({
      lines,
      references: referenceLines(result.references),
      x:
        axis === 'frames'
          ? framesAxis(result.totalFrames)
          : { name: `wall-clock (${unit.name} of training)`, kind: 'value', min: 0 },
      y: { name: 'episode return (unclipped)', kind: 'value' },
    }),
    data: curveData(lines, axis),
    readings: { xName: unit.name, lines },
    axis,
  };
}

/** An axis of simulator ticks, from 0. */
export function framesAxis(totalFrames: number): Axis {
  return {
    name: 'frames (simulator ticks)',
    kind: 'value',
    min: 0,
    max: totalFrames,
    format: shortCount,
  };
}

function levelLines(
  context: ReportContext,
  level: string,
  { axis, unitLength }: { readonly axis: CurveAxis; readonly unitLength: number },
): LevelLine[] {
  return armsAt(context, level).flatMap(({ name, style, className, result }) => {
    const curve = result.curves[axis];
    if (!curve) return [];
    const x = curve.x.map((value) => value / unitLength);
    const singles = result.runs.map((run) =>
      (run.curve[axis] ?? []).map((value, i) => [x[i]!, value] as const),
    );
    const points = curvePoints(curve, x);
    return [{ name, style, className, points, singles, curve, runs: result.runs }];
  });
}

function curvePoints({ iqm, iqmInterval }: ArmCurve, xs: readonly number[]): CurvePoint[] {
  return xs.map((x, i) => {
    const [low = null, high = null] = iqmInterval[i] ?? [];
    return { x, y: iqm[i] ?? null, low, high };
  });
}

function clockUnit({ arms }: LevelResult): ClockUnit {
  const longest = Math.max(
    0,
    ...Object.values(arms).map(({ curves }) => curves.seconds?.x.at(-1) ?? 0),
  );
  return [HOUR, MINUTE].find(({ seconds }) => longest >= LEAST_UNITS * seconds) ?? SECOND;
}

function curveCaption({ comparison }: ReportContext, { references, arms }: LevelResult): Html {
  const runs = Object.entries(arms).map(([arm, result]) => `${arm}: ${result.runs.length}`);
  const human = references?.human ?? null;
  return markup`Interquartile mean over runs (${runs.join(', ')}) of the mean return of the episodes
  that ended in each of ${comparison.settings.bins} bins; bands are its stratified-bootstrap
  ${intervalName(comparison)}. “Single seeds” shows every run.
  ${human !== null && markup`People score ${formatSetting(human)} on the original level.`}`;
}

function describeLine({ name, points }: CurveLine): string {
  const known = points.filter(({ y }) => y !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return `${name} has no bin with a value of every run.`;
  return `${name} goes from ${formatNumber(first.y!)} to ${formatNumber(last.y!)}.`;
}

function referenceLines(references: ReferenceScores | null): ReferenceLine[] {
  const { random = null, human = null } = references ?? {};
  return [
    ...(random === null ? [] : [{ name: 'random policy', y: random, isAlwaysShown: true }]),
    ...(human === null ? [] : [{ name: 'people', y: human, isAlwaysShown: false }]),
  ];
}

/** Every statistic of the curves and every single run, one line each. */
function curveData(lines: readonly LevelLine[], axis: CurveAxis): Csv {
  const statistics = lines.flatMap(({ name, curve }) =>
    (['iqm', 'mean'] as const).flatMap((statistic) =>
      curve.x.map((x, i) => {
        const [low = null, high = null] = curve[`${statistic}Interval`][i] ?? [];
        return [name, statistic, null, x, curve[statistic][i] ?? null, low, high];
      }),
    ),
  );
  const singles = lines.flatMap(({ name, curve, runs }) =>
    runs.flatMap((run) =>
      (run.curve[axis] ?? []).map((value, i) => [
        name,
        'run',
        run.path,
        curve.x[i]!,
        value,
        null,
        null,
      ]),
    ),
  );
  return {
    header: ['arm', 'statistic', 'run', axis, 'return', 'low', 'high'],
    rows: [...statistics, ...singles],
  };
}
