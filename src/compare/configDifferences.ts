import { groupBy } from './groupBy.js';
import type { Run } from './run.js';

/** A setting that is not the same in all of some runs. */
export interface ConfigDifference {
  /** Path with dots, e.g. `agent.learningRate`. */
  readonly path: string;
  /** The values that occur, as JSON, each with the runs that have it. */
  readonly values: ReadonlyMap<string, readonly Run[]>;
  /** Runs whose configuration does not have the setting, or has null there. */
  readonly absent: readonly Run[];
}

/** The seed and the budget are compared by themselves. */
const COMPARED_APART = ['seed', 'totalFrames'];

/** Settings that do not change what is learned from a number of frames. */
const WITHOUT_EFFECT = ['actors', 'transport', 'checkpoint', 'engine', 'metrics'];

/**
 * The settings in which some runs differ. What a sweep drew for any of them is left out.
 *
 * @param ignored - Further paths that are left out, with all below them.
 */
export function configDifferences(
  runs: readonly Run[],
  ignored: readonly string[] = [],
): ConfigDifference[] {
  const left = new Set([
    ...COMPARED_APART,
    ...WITHOUT_EFFECT,
    ...ignored,
    ...runs.flatMap(drawnPaths),
  ]);
  const flat = runs.map((run) => ({ run, settings: asJson(settingsByPath(run.config, left)) }));
  const paths = new Set(flat.flatMap(({ settings }) => [...settings.keys()]));
  return [...paths]
    .map((path) => {
      const withValue = flat.filter(({ settings }) => settings.has(path));
      const absent = flat.filter(({ settings }) => !settings.has(path)).map(({ run }) => run);
      const byValue = groupBy(withValue, ({ settings }) => settings.get(path)!);
      const values = new Map(
        [...byValue].map(([value, entries]) => [value, entries.map(({ run }) => run)]),
      );
      return { path, absent, values };
    })
    .filter(({ values, absent }) => values.size > 1 || absent.length > 0);
}

/** What the configurations of some runs have in common, apart from the seed and what a sweep drew. */
export function sharedConfig(runs: readonly [Run, ...Run[]]): Record<string, unknown> {
  const differing = configDifferences(runs).map(({ path }) => path);
  const left = new Set(['seed', ...differing, ...runs.flatMap(drawnPaths)]);
  return without(runs[0].config, left, '') as Record<string, unknown>; // an object stays one
}

function drawnPaths(run: Run): string[] {
  return Object.keys(run.hyperparameters);
}

/**
 * The settings of a configuration by their paths with dots. What is null, left out or without keys is not set.
 *
 * @param left - Paths that are left out, with all below them.
 */
export function settingsByPath(
  value: unknown,
  left: ReadonlySet<string> = new Set(),
  path = '',
): Map<string, unknown> {
  if (value === null || value === undefined || left.has(path)) return new Map();
  if (!isRecord(value)) return new Map([[path, value]]);
  const leaves = Object.entries(value).flatMap(([key, inner]) => [
    ...settingsByPath(inner, left, joined(path, key)),
  ]);
  return new Map(leaves);
}

function asJson(settings: ReadonlyMap<string, unknown>): Map<string, string> {
  return new Map([...settings].map(([path, value]) => [path, JSON.stringify(value)]));
}

function without(value: unknown, left: ReadonlySet<string>, path: string): unknown {
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !left.has(joined(path, key)));
  return Object.fromEntries(
    kept.map(([key, inner]) => [key, without(inner, left, joined(path, key))]),
  );
}

function joined(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
