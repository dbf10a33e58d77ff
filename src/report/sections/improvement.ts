import type { Improvement } from '../../compare/index.js';
import { intervalChart } from '../chart/index.js';
import { intervalName } from '../context.js';
import type { Arm, ReportContext, Section } from '../context.js';
import type { Figure } from '../figure.js';
import { markup } from '../html.js';
import type { Table } from '../table.js';
import { intervalCell, inWords } from './scores.js';

/** No difference: a run of either arm is as likely to score higher. */
const EVEN = 0.5;

/** How likely a run of one arm scores higher than one of another; nothing with one arm. */
export function improvementSection(context: ReportContext): Section | undefined {
  const improvements = context.comparison.probabilityOfImprovement;
  if (improvements.length === 0) return undefined;
  const figure = improvementFigure(context);
  const table = improvementTable({
    id: 'table-improvement',
    caption: `Probability of improvement with ${intervalName(context.comparison)}s, averaged over the levels that both arms have`,
    improvements,
  });
  return {
    id: 'improvement',
    title: 'Probability of improvement',
    body: markup`<div class="figures">${context.book.figure(figure)}</div>
      ${context.book.table(table)}`,
  };
}

/** Improvements of every ordered pair as a table. */
export function improvementTable({
  id,
  caption,
  improvements,
}: Pick<Table, 'id' | 'caption'> & { readonly improvements: readonly Improvement[] }): Table {
  return {
    id,
    caption,
    columns: [
      { name: 'Arm', key: 'arm', kind: 'text' },
      { name: 'Over', key: 'over', kind: 'text' },
      { name: 'P(arm scores higher)', key: 'probability', kind: 'interval' },
    ],
    rows: improvements.map(({ arm, over, value, interval }) => [
      arm,
      over,
      intervalCell(value, interval),
    ]),
  };
}

/** Each pair once: the later arm over the earlier, usually the one without auxiliary losses. */
function improvementFigure({ comparison, arms }: ReportContext): Figure {
  const improvements = comparison.probabilityOfImprovement;
  const pairs = arms.flatMap((arm, i) =>
    arms
      .slice(0, i)
      .flatMap((over): (Improvement & { readonly by: Arm })[] =>
        improvements
          .filter((one) => one.arm === arm.name && one.over === over.name)
          .map((one) => ({ ...one, by: arm })),
      ),
  );
  return {
    id: 'improvement-pairs',
    title: 'Probability of improvement',
    caption: markup`Probability that a run of the first arm scores higher than one of the second, ties
    counted half, with its stratified-bootstrap ${intervalName(comparison)}. The dotted line is no
    difference.`,
    description: pairs
      .map((pair) => `${pair.arm} over ${pair.over}: ${inWords(pair.value, pair.interval)}.`)
      .join(' '),
    chart: intervalChart({
      rows: pairs.map(({ arm, over, by }) => ({ ...by, name: `${arm} over ${over}` })),
      panels: [
        {
          x: { name: 'probability', kind: 'value', min: 0, max: 1 },
          reference: EVEN,
          estimates: pairs.map(({ value, interval: [low, high] }) => ({ value, low, high })),
        },
      ],
    }),
    data: {
      header: ['arm', 'over', 'probability', 'low', 'high'],
      rows: improvements.map(({ arm, over, value, interval }) => [arm, over, value, ...interval]),
    },
  };
}
