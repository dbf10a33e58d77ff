import type { CurveMessage } from '../messages.js';

/** What a curve is drawn over. */
export type TimeAxis = 'frames' | 'seconds';

/** The mean of fewer is mostly chance and is not drawn. */
const LEAST_EPISODES = 10;

/**
 * A curve's points: at each the mean return of the last `window` episodes, or of a few more where
 * the curve is so long that episodes were averaged before.
 */
export function smoothed(
  curve: Omit<CurveMessage, 'id'>,
  { window, axis }: { readonly window: number; readonly axis: TimeAxis },
): [x: number, y: number][] {
  const least = Math.min(window, LEAST_EPISODES);
  const points: [number, number][] = [];
  let [sum, episodes, oldest] = [0, 0, 0];
  curve.counts.forEach((count, i) => {
    sum += (curve.returns[i] ?? 0) * count;
    episodes += count;
    for (; episodes - curve.counts[oldest]! >= window && oldest < i; oldest++) {
      sum -= (curve.returns[oldest] ?? 0) * curve.counts[oldest]!;
      episodes -= curve.counts[oldest]!;
    }
    const x = curve[axis][i];
    if (x != null && episodes >= least) points.push([x, sum / episodes]);
  });
  return points;
}
