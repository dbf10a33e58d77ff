import type { Aggregate, ArmAggregate, NormalisationKind } from '../../compare/index.js';
import { curveChart, intervalChart } from '../chart/index.js';
import { intervalName, levelName } from '../context.js';
import type { Arm, ReportContext, Section } from '../context.js';
import type { Figure } from '../figure.js';
import { markup } from '../html.js';
import type { Html } from '../html.js';
import type { Table } from '../table.js';
import { intervalCell, inWords } from './scores.js';

const STATISTICS = [
  ['iqm', 'IQM'],
  ['median', 'Median'],
  ['mean', 'Mean'],
  ['optimalityGap', 'Optimality gap'],
] as const satisfies readonly (readonly [keyof ArmAggregate, string])[];

/** What 0 and 1 stand for. */
const KINDS: Readonly<Record<NormalisationKind, string>> = {
  human: '0 is a random policy, 1 are people on the original level',
  scripted: '0 is a random policy, 1 a scripted player that is told what the agent has to find out',
  random: 'distance from a random policy in standard deviations of its returns',
};
const PANELS_WIDTH = 1000;

type ArmWithAggregate = Arm & { readonly aggregate: ArmAggregate };

/** Scores over all levels, made comparable; nothing where no level has reference scores. */
export function aggregateSection(context: ReportContext): Section | undefined {
  const kinds = Object.entries(context.comparison.aggregates) as [NormalisationKind, Aggregate][];
  const [first, ...more] = kinds;
  if (first === undefined) return undefined;
  return {
    id: 'aggregates',
    title: 'Over all levels',
    body: markup`<h3>${titleOf(first[0])}</h3>
      ${aggregateBody(context, ...first)}
      ${more.map(
        (other) =>
          markup`<details><summary>${titleOf(other[0])}</summary>${aggregateBody(context, ...other)}</details>`,
      )}`,
  };
}

function aggregateBody(
  context: ReportContext,
  kind: NormalisationKind,
  aggregate: Aggregate,
): Html {
  const { book } = context;
  const arms = context.arms.flatMap((arm): ArmWithAggregate[] => {
    const found = aggregate.arms[arm.name];
    return found ? [{ ...arm, aggregate: found }] : [];
  });
  const part = { context, kind, aggregate, arms };
  return markup`<p>${capital(KINDS[kind])}. Levels: ${aggregate.levels.map(levelName).join(', ')}.</p>
    <div class="figures wide">${book.figure(statisticsFigure(part))}</div>
    <div class="figures">${book.figure(profileFigure(part))}</div>
    ${book.table(statisticsTable(part))}
    <details>
      <summary>Normalised scores of single runs</summary>
      ${book.table(scoresTable(part))}
    </details>`;
}

interface Part {
  readonly context: ReportContext;
  readonly kind: NormalisationKind;
  readonly aggregate: Aggregate;
  readonly arms: readonly ArmWithAggregate[];
}

function statisticsFigure({ context, kind, arms }: Part): Figure {
  return {
    id: `aggregates-${kind}`,
    title: `Aggregates over levels, ${kind}-normalised`,
    caption: markup`With stratified-bootstrap ${intervalName(context.comparison)}s. The optimality gap
    is the mean distance below 1: less is better.`,
    description: arms
      .map(({ name, aggregate: { iqm } }) => `IQM of ${name}: ${inWords(iqm.value, iqm.interval)}.`)
      .join(' '),
    chart: intervalChart({
      width: PANELS_WIDTH,
      rows: arms,
      panels: STATISTICS.map(([key, title]) => ({
        title,
        x: { name: 'normalised score', kind: 'value', margin: 0.06 },
        estimates: arms.map(({ aggregate }) => {
          const { value, interval } = aggregate[key];
          return { value, low: interval[0], high: interval[1] };
        }),
      })),
    }),
    data: {
      header: ['arm', 'statistic', 'value', 'low', 'high'],
      rows: arms.flatMap(({ name, aggregate }) =>
        STATISTICS.map(([key]) => [name, key, aggregate[key].value, ...aggregate[key].interval]),
      ),
    },
  };
}

function profileFigure({ context, kind, aggregate: { thresholds }, arms }: Part): Figure {
  const lines = arms.map(({ name, style, className, aggregate: { profile } }) => ({
    name,
    style,
    className,
    points: thresholds.map((x, i) => {
      const [low, high] = profile.interval[i]!;
      return { x, y: profile.value[i]!, low, high };
    }),
  }));
  return {
    id: `profile-${kind}`,
    title: `Performance profiles, ${kind}-normalised`,
    caption: markup`Share of runs that score above τ, over all levels, with its
    ${intervalName(context.comparison)}. A curve that lies above another everywhere is better
    everywhere.`,
    description: 'The threshold τ to the right, the share of runs that score above it upwards.',
    chart: curveChart({
      lines,
      x: { name: 'normalised score τ', kind: 'value' },
      y: { name: 'share of runs above τ', kind: 'value', min: 0, max: 1 },
    }),
    data: {
      header: ['arm', 'threshold', 'share', 'low', 'high'],
      rows: lines.flatMap(({ name, points }) =>
        points.map(({ x, y, low, high }) => [name, x, y, low, high]),
      ),
    },
    readings: { xName: 'normalised score', lines },
  };
}

function statisticsTable({ context, kind, arms }: Part): Table {
  return {
    id: `table-aggregates-${kind}`,
    caption: markup`Aggregates over levels, ${kind}-normalised, with
    ${intervalName(context.comparison)}s`,
    columns: [
      { name: 'Arm', key: 'arm', kind: 'text' },
      ...STATISTICS.map(([key, name]) => ({ name, key, kind: 'interval' as const })),
    ],
    rows: arms.map(({ name, aggregate }) => [
      name,
      ...STATISTICS.map(([key]) => intervalCell(aggregate[key].value, aggregate[key].interval)),
    ]),
  };
}

function scoresTable({ kind, aggregate: { levels }, arms }: Part): Table {
  return {
    id: `table-normalised-${kind}`,
    caption: `Final scores of single runs, ${kind}-normalised`,
    columns: [
      { name: 'Level', key: 'level', kind: 'text' },
      { name: 'Arm', key: 'arm', kind: 'text' },
      { name: 'Normalised score', key: 'score', kind: 'number' },
    ],
    rows: levels.flatMap((level) =>
      arms.flatMap(({ name, aggregate: { scores } }) =>
        (scores[level] ?? []).map((score) => [level, name, score]),
      ),
    ),
  };
}

function titleOf(kind: NormalisationKind): string {
  return `${capital(kind)}-normalised scores`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
