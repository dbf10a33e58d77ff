import { decode, linear, relu } from '../../nn/decoderReference.js';
import { cellsOf } from '../pictures.js';
import type { PixelPredictionCase } from './cases.js';

/**
 * Pixel prediction as PixelPredictionLoss documents it, in float64 loops. Slow, and meant to be read.
 *
 * @returns Per k null where it has no value.
 */
export function pixelPredictionReference(given: PixelPredictionCase): {
  loss: number;
  metrics: Record<string, (number | null)[]>;
} {
  const losses = given.steps.map((k) => stepLoss(given, k));
  const baselines = given.steps.map((k) => stepBaselines(given, k));
  return {
    loss: pixelPredictionLoss(given),
    metrics: {
      loss: losses,
      explainedVariance: losses.map((loss, i) => explained(loss, baselines[i]!.variance)),
      persistenceSkill: losses.map((loss, i) => explained(loss, baselines[i]!.change)),
    },
  };
}

/** The loss alone. */
export function pixelPredictionLoss(given: PixelPredictionCase): number {
  const losses = given.steps.map((k) => stepLoss(given, k)).filter((loss) => loss !== null);
  return losses.length === 0 ? 0 : average(losses);
}

function stepLoss(given: PixelPredictionCase, k: number): number | null {
  const anchors = validAnchors(given, k);
  const errors = anchors.map(([t, b]) =>
    squaredError(predictionAt(given, { t, b, k }), pictureAt(given, t + k, b)),
  );
  return errors.length === 0 ? null : average(errors);
}

/** Errors of the mean of all targets, and of the picture at the anchor. */
function stepBaselines(
  given: PixelPredictionCase,
  k: number,
): { variance: number | null; change: number | null } {
  const anchors = validAnchors(given, k);
  if (anchors.length === 0) return { variance: null, change: null };
  const targets = anchors.map(([t, b]) => pictureAt(given, t + k, b));
  const mean = targets[0]!.map((_, i) => average(targets.map((target) => target[i]!)));
  return {
    variance: average(targets.map((target) => squaredError(mean, target))),
    change: average(anchors.map(([t, b], i) => squaredError(pictureAt(given, t, b), targets[i]!))),
  };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** (t, b) with t a multiple of the stride, t + k in the unroll and no episode start in t+1 … t+k. */
function validAnchors(
  { T, B, anchorStride, episodeStarts }: PixelPredictionCase,
  k: number,
): [number, number][] {
  const anchors: [number, number][] = [];
  for (let t = 0; t + k < T; t += anchorStride)
    for (let b = 0; b < B; b++) {
      let crossed = false;
      for (let u = t + 1; u <= t + k; u++) crossed ||= episodeStarts[u * B + b] === 1;
      if (!crossed) anchors.push([t, b]);
    }
  return anchors;
}

/** Cells of every picture, by the pixels they were made from: differences ask for the same ones a thousand times. */
const pictures = new WeakMap<readonly number[], number[][]>();

function pictureAt({ B, cells, pixels }: PixelPredictionCase, t: number, b: number): number[] {
  const size = cells.image[0] * cells.image[1] * 3;
  const known =
    pictures.get(pixels) ??
    Array.from({ length: pixels.length / size }, (_, i) =>
      cellsOf(pixels.slice(i * size, (i + 1) * size), cells).flat(2),
    );
  pictures.set(pixels, known);
  return known[t * B + b]!;
}

function predictionAt(
  given: PixelPredictionCase,
  { t, b, k }: { t: number; b: number; k: number },
): number[] {
  const { B, C, contexts, variables, small, channels, cells } = given;
  const at = (t * B + b) * C;
  const own = (part: string): readonly number[] => variables[`pixelPrediction/${part}`]!;
  const hidden = relu(
    linear(contexts.slice(at, at + C), {
      weights: own(`steps/${k}/weights`),
      bias: own(`steps/${k}/bias`),
    }),
  );
  const numbers = {
    linear: { weights: own('decoder/linear/weights'), bias: own('decoder/linear/bias') },
    deconvolution: {
      kernel: own('decoder/deconvolution/kernel'),
      bias: own('decoder/deconvolution/bias'),
    },
  };
  return decode(hidden, numbers, { small, channels, size: cells.size }).flat(2);
}

/** Mean over pixels and channels. */
function squaredError(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0) / a.length;
}

function explained(loss: number | null, baseline: number | null): number | null {
  return loss === null || baseline === null || baseline === 0 ? null : 1 - loss / baseline;
}
