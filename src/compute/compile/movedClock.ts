import { replaced } from './replaced.js';

/** A year and a bit: enough to show in the float32 of a time in milliseconds. */
const MOVED_MS = 4e10 + 12_345_678;

/** Runs `work` with `Date` and `performance.now` in the future: what depends on them differs. */
export function withClockMovedOn<T>(work: () => T): T {
  const now = performance.now.bind(performance);
  const restore = [
    replaced(globalThis, 'Date', movedDate(Date)),
    replaced(performance, 'now', () => now() + MOVED_MS),
  ];
  try {
    return work();
  } finally {
    for (const undo of restore) undo();
  }
}

function movedDate(clock: DateConstructor): DateConstructor {
  const now = (): number => clock.now() + MOVED_MS;
  return new Proxy(clock, {
    construct: (target, given: [] | [number]) =>
      given.length === 0 ? new target(now()) : new target(...given),
    apply: () => new clock(now()).toString(),
    get: (target, property) =>
      property === 'now' ? now : (Reflect.get(target, property) as unknown),
  });
}
