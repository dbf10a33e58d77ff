import type { MetricsRecord } from '../metrics/index.js';

/** Metrics of one run's auxiliary losses over training. */
export interface AuxiliaryLog {
  /** Frames (simulator ticks) of each line of the log. */
  readonly frames: readonly number[];
  /** Metric, without `auxiliary/` → its value in each line: a number or `null`, or a list of them. */
  readonly metrics: ReadonlyMap<string, readonly AuxiliaryValue[]>;
}

/** What a line of the log holds of one metric; `null` where there is no value. */
export type AuxiliaryValue = number | null | readonly (number | null)[];

/** A metric over training: rows are the entries of its list (CPC: steps k), one row if it is no list. */
export interface BinnedMetric {
  /** `[row][bin]`: mean over runs of each run's mean in the bin. */
  readonly values: readonly (readonly (number | null)[])[];
  /** Runs that report it. */
  readonly runs: number;
}

/** Metrics over training, in bins of equal numbers of frames. */
export interface BinnedMetrics {
  /** Borders of the bins, frames; one more than there are bins. */
  readonly borders: readonly number[];
  readonly metrics: ReadonlyMap<string, BinnedMetric>;
}

const PREFIX = 'auxiliary/';
const MOST_BINS = 48;

/** Picks out of `metrics.jsonl` what auxiliary losses reported. */
export function readAuxiliaryLog(records: readonly MetricsRecord[]): AuxiliaryLog {
  const names = new Set(records.flatMap((record) => Object.keys(record)));
  const metrics = [...names]
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => {
      const values = records.map((record) => auxiliaryValue(record[name]));
      return [name.slice(PREFIX.length), values] as const;
    });
  return { frames: records.map(({ frames }) => frames), metrics: new Map(metrics) };
}

/**
 * Puts the logs of several runs into common bins: each run's mean within a bin, then the mean over the
 * runs that have a value there. There are at most 48 bins, and no more than the shortest log has lines.
 *
 * @param totalFrames - Frames over which the runs are compared; later lines are left out.
 */
export function binLogs(logs: readonly AuxiliaryLog[], totalFrames: number): BinnedMetrics {
  const shortest = Math.min(...logs.map(({ frames }) => frames.length), MOST_BINS);
  const bins = Math.max(1, shortest);
  const names = new Set(logs.flatMap(({ metrics }) => [...metrics.keys()]));
  const metrics = [...names].map((name) => {
    const binned = logs.flatMap((log) => {
      const values = log.metrics.get(name);
      return values ? [binRun({ frames: log.frames, values }, { bins, totalFrames })] : [];
    });
    return [name, { values: meanOver(binned, bins), runs: binned.length }] as const;
  });
  const borders = Array.from({ length: bins + 1 }, (_, i) => (totalFrames * i) / bins);
  return { borders, metrics: new Map(metrics) };
}

/** @returns `[row][bin]` of one run. */
function binRun(
  log: { readonly frames: readonly number[]; readonly values: readonly AuxiliaryValue[] },
  { bins, totalFrames }: { readonly bins: number; readonly totalFrames: number },
): (number | null)[][] {
  const cells: number[][][] = [];
  log.values.forEach((value, line) => {
    const frames = log.frames[line]!;
    if (frames > totalFrames) return;
    // The bin whose end is the first border that is not before the line.
    const bin = Math.max(0, Math.ceil((frames * bins) / totalFrames) - 1);
    asList(value).forEach((entry, row) => {
      const inBins = (cells[row] ??= Array.from({ length: bins }, () => []));
      if (entry !== null) inBins[bin]!.push(entry);
    });
  });
  return cells.map((row) => row.map(meanOf));
}

function meanOver(runs: readonly (number | null)[][][], bins: number): (number | null)[][] {
  const rows = Math.max(0, ...runs.map(({ length }) => length));
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: bins }, (__, bin) =>
      meanOf(runs.map((run) => run[row]?.[bin] ?? null).filter((value) => value !== null)),
    ),
  );
}

function meanOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function asList(value: AuxiliaryValue): readonly (number | null)[] {
  return typeof value === 'number' || value === null ? [value] : value;
}

function auxiliaryValue(value: unknown): AuxiliaryValue {
  return Array.isArray(value) ? value.map(numberOrNull) : numberOrNull(value);
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
