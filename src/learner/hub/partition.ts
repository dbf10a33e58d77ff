import { HubError } from './errors.js';

/** Consecutive global environment indices `start` to `end − 1`. */
export interface EnvironmentRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Splits environments 0 to `count − 1` into fixed groups of neighbours, larger ones first.
 *
 * Groups depend on nothing but the count, so that batches are the same for any number of actors.
 */
export function groupRanges(count: number, groups: number): EnvironmentRange[] {
  if (groups < 1 || groups > count) {
    throw new HubError(`${groups} groups need at least as many environments, got ${count}.`);
  }
  const small = Math.floor(count / groups);
  const larger = count % groups;
  return Array.from({ length: groups }, (_, group) => {
    const start = group * small + Math.min(group, larger);
    return { start, end: start + small + (group < larger ? 1 : 0) };
  });
}

/** The part of a group that the actor in `slot` carries: neighbours again, sizes differ by one. */
export function sliceOf(
  range: EnvironmentRange,
  slot: number,
  processes: number,
): EnvironmentRange {
  const size = range.end - range.start;
  return {
    start: range.start + Math.floor((slot * size) / processes),
    end: range.start + Math.floor(((slot + 1) * size) / processes),
  };
}

/** Checks that every actor process gets at least one environment. */
export function checkProcesses(count: number, processes: number, groups: number): void {
  const largest = Math.ceil(count / groups);
  if (processes >= 1 && processes <= largest) return;
  throw new HubError(
    `actors.processes: expected 1 to ${largest} (env.count ${count} in ${groups} groups, of which ` +
      `each process carries a part), got ${processes}.`,
  );
}
