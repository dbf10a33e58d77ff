import { intervalName, levelName } from '../context.js';
import type { ReportContext, Section } from '../context.js';
import { markup } from '../html.js';
import type { Table } from '../table.js';
import { intervalCell } from './scores.js';

/** Final scores of all levels and arms at a glance; with one level its own section says it. */
export function overviewSection(context: ReportContext): Section | undefined {
  if (Object.keys(context.comparison.levels).length < 2) return undefined;
  return {
    id: 'overview',
    title: 'Overview',
    body: markup`${context.book.table(overviewTable(context))}`,
  };
}

function overviewTable({ comparison, arms }: ReportContext): Table {
  return {
    id: 'table-overview',
    caption: markup`Interquartile mean of the final scores, with ${intervalName(comparison)}s`,
    columns: [
      { name: 'Level', key: 'level', kind: 'text' },
      ...arms.map(({ name }) => ({ name, key: name, kind: 'interval' as const })),
    ],
    rows: Object.entries(comparison.levels).map(([level, { arms: results }]) => [
      levelName(level),
      ...arms.map(({ name }) => {
        const result = results[name];
        return result ? intervalCell(result.iqm, result.iqmInterval) : null;
      }),
    ]),
  };
}
