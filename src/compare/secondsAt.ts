import type { Clock } from '../metrics/index.js';

/**
 * Seconds of training at which each of the frames was reached: linear between two lines of the log,
 * from 0 at frame 0; beyond the last line, the last line's.
 *
 * @param at - Simulator ticks, ascending.
 */
export function secondsAt({ frames, seconds }: Clock, at: ArrayLike<number>): Float64Array {
  const result = new Float64Array(at.length);
  let line = 0; // the first line not before the frame
  for (let i = 0; i < at.length; i++) {
    while (line < frames.length && frames[line]! < at[i]!) line++;
    if (line === frames.length) {
      result[i] = seconds[line - 1] ?? 0;
      continue;
    }
    const startFrames = line > 0 ? frames[line - 1]! : 0;
    const startSeconds = line > 0 ? seconds[line - 1]! : 0;
    const share = (at[i]! - startFrames) / (frames[line]! - startFrames);
    result[i] = startSeconds + share * (seconds[line]! - startSeconds);
  }
  return result;
}
