import type { Comparison, RunResult } from '../compare/index.js';
import type { ReportBook } from './book.js';
import type { Html } from './html.js';
import { formatPercent } from '../charts/index.js';
import { armStyle } from '../charts/index.js';
import type { LineStyle } from '../charts/index.js';
import type { RunDetails } from './runDetails.js';

/** What every section of a report is made from. */
export interface ReportContext {
  readonly comparison: Comparison;
  /** By the path in {@link RunResult.path}. */
  readonly details: ReadonlyMap<string, RunDetails>;
  /** Every arm of any level, in the order of its style. */
  readonly arms: readonly Arm[];
  /** Level or arm → what ids and file names say for it. */
  readonly ids: ReadonlyMap<string, string>;
  readonly book: ReportBook;
}

/** An arm and how it is drawn. */
export interface Arm {
  readonly name: string;
  readonly style: LineStyle;
  /** Hides what belongs to it on the page. */
  readonly className: string;
}

/** A part of the report under a heading of its own. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Html;
}

/** One run and where it belongs. */
export interface PlacedRun {
  readonly level: string;
  readonly arm: string;
  readonly run: RunResult;
}

/** The arms of all levels in the order of their first mention, each with a style. */
export function armsOf({ levels }: Comparison): Arm[] {
  const names = [...new Set(Object.values(levels).flatMap(({ arms }) => Object.keys(arms)))];
  return names.map((name, i) => {
    const style = armStyle(i);
    return { name, style, className: `arm-${i}` };
  });
}

/** All runs, by level and arm. */
export function runsOf({ levels }: Comparison): PlacedRun[] {
  return Object.entries(levels).flatMap(([level, { arms }]) =>
    Object.entries(arms).flatMap(([arm, { runs }]) => runs.map((run) => ({ level, arm, run }))),
  );
}

/** Details of a run; a run without any is an error of the program. */
export function detailsOf({ details }: ReportContext, { path }: RunResult): RunDetails {
  const found = details.get(path);
  if (!found) throw new Error(`No details were read of ${path}.`);
  return found;
}

/** The arms that a level has, in the order of their style, each with its result. */
export function armsAt({ comparison, arms }: ReportContext, level: string) {
  const results = comparison.levels[level]!.arms;
  return arms.flatMap((arm) => {
    const result = results[arm.name];
    return result ? [{ ...arm, result }] : [];
  });
}

/** `Namespace/Name-v0` → `Name`, for headings; other ids stay. */
export function levelName(level: string): string {
  return /^[^/]+\/(.+)-v\d+$/.exec(level)?.[1] ?? level;
}

/** The interval of the report in words, `95 % interval`. */
export function intervalName({ settings }: Comparison): string {
  return `${formatPercent(settings.confidence)} interval`;
}
