import type { TrainingStatus } from '../learner/index.js';
import type { Progress } from '../metrics/index.js';

/** What the progress line shows of a training's status. */
export function progressOf(status: TrainingStatus, totalFrames: number): Progress {
  const { frames, framesPerSecond, meanReturn, metrics } = status;
  const number = (name: string): number | null => {
    const value = metrics[name];
    return typeof value === 'number' ? value : null;
  };
  return {
    frames,
    totalFrames,
    framesPerSecond: framesPerSecond ?? 0,
    meanReturn,
    policyLoss: number('policyLoss'),
    valueLoss: number('valueLoss'),
    entropy: number('entropy'),
    cpcLoss: number('auxiliary/cpc/meanLoss'),
    cpcAccuracy: meanOf(metrics['auxiliary/cpc/accuracy']),
    secondsLeft: framesPerSecond ? (totalFrames - frames) / framesPerSecond : null,
  };
}

/** Mean over the prediction steps that have a value. */
function meanOf(values: TrainingStatus['metrics'][string] | undefined): number | null {
  if (!Array.isArray(values)) return null;
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
