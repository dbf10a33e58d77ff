import type { Comparison } from '../compare/index.js';
import { ReportBook } from './book.js';
import type { ReportFile } from './book.js';
import { armsOf, runsOf } from './context.js';
import type { ReportContext } from './context.js';
import { uniqueIds } from './html.js';
import { pageHtml } from './page.js';
import { readRunDetails } from './runDetails.js';
import type { RunDetails } from './runDetails.js';
import { allSections } from './sections/index.js';

/** What {@link createReport} is told beside the comparison. */
export interface ReportOptions {
  readonly title: string;
  /** When the report is made, ISO 8601 in UTC. */
  readonly madeAt: string;
  /** Version of this package. */
  readonly version: string;
  /** The page's own style sheet and script. */
  readonly style: string;
  readonly script: string;
}

/** A report, ready to be written. */
export interface Report {
  /** The whole page. */
  readonly html: string;
  /** Figures as SVG, and the numbers of figures and tables as CSV. */
  readonly files: readonly ReportFile[];
}

/**
 * Makes the report of a comparison. Every number on the page is one of the comparison's.
 *
 * Reads `summary.json` and `metrics.jsonl` of the compared runs.
 *
 * @throws FileFormatError if such a file is not what it has to be.
 */
export async function createReport(
  comparison: Comparison,
  options: ReportOptions,
): Promise<Report> {
  const runs = runsOf(comparison);
  const details = new Map(runs.map(({ run }) => [run.path, readRunDetails(run.path)]));
  const context: ReportContext = {
    comparison,
    details,
    arms: armsOf(comparison),
    ids: uniqueIds(namesOf(comparison, details)),
    book: await ReportBook.open(),
  };
  const sections = allSections(context);
  const files = context.book.files();
  const results = { name: 'comparison.json', content: JSON.stringify(comparison) };
  const data = [...files.filter(({ name }) => name.endsWith('.csv')), results];
  return { html: pageHtml(context, sections, { ...options, files: data }), files };
}

/** Everything that ids and file names are made from. */
function namesOf(comparison: Comparison, details: ReadonlyMap<string, RunDetails>): string[] {
  const drawn = runsOf(comparison).flatMap(({ run }) => Object.keys(run.hyperparameters));
  const metrics = [...details.values()].flatMap(({ auxiliary }) => [
    ...(auxiliary?.metrics.keys() ?? []),
  ]);
  const arms = armsOf(comparison).map(({ name }) => name);
  return [...new Set([...Object.keys(comparison.levels), ...arms, ...drawn, ...metrics])];
}
