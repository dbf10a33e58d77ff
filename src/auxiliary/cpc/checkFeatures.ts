import { ArgumentError, expectShape, ShapeError } from '../../compute/index.js';
import type { ShapeExpectation, tf } from '../../compute/index.js';
import type { UnrollFeatures } from '../auxiliaryLoss.js';
import type { Negatives } from './config.js';

/** The three features CPC needs of an agent. */
export type CpcFeatures = Pick<UnrollFeatures, 'embeddings' | 'contexts' | 'episodeStarts'>;

/** What features are checked against. */
export interface FeatureExpectations {
  /** Class, for messages: `'CpcLoss'`. */
  readonly place: string;
  readonly embeddingSize: number;
  readonly contextSize: number;
  /** K */
  readonly steps: number;
  readonly negatives: Negatives;
  /** T, where it has been declared. */
  readonly unrollLength: number | undefined;
  /** Whether longer unrolls than K have come before: this one is a short one then, not a swapped one. */
  readonly hasSeenTargets: boolean;
}

/**
 * Checks features that came from outside.
 *
 * @throws {@link ArgumentError} if one is missing or there is no negative; {@link ShapeError} if a shape or
 *   type differs, or time and batch look swapped.
 */
export function checkFeatures(features: CpcFeatures, expected: FeatureExpectations): void {
  const { place, embeddingSize, contextSize } = expected;
  const { embeddings, contexts, episodeStarts } = features;
  expectPresent(`${place}.compute`, features);
  expectShape(embeddings, {
    place: `${place}.compute: embeddings`,
    shape: [null, null, embeddingSize],
    meaning: '[T, B, Z]',
  });
  const [steps, batch] = embeddings.shape;
  expectSameAxes(contexts, {
    place: `${place}.compute: contexts`,
    shape: [steps, batch, contextSize],
    meaning: '[T, B, C]',
  });
  expectSameAxes(episodeStarts, {
    place: `${place}.compute: episodeStarts`,
    shape: [steps, batch],
    meaning: '[T, B]',
  });
  expectFloats(`${place}.compute`, features);
  expectTimeFirst(embeddings.shape, expected);
  if (batch === 1 && expected.negatives === 'batch') {
    throw new ArgumentError(
      `${place}.compute: negatives 'batch' come from other sequences at the same time, but the ` +
        "features hold one sequence (B = 1). Use more environments, or negatives: 'all'.",
    );
  }
}

const HOW_TO_GIVE: Readonly<Record<keyof CpcFeatures, string>> = {
  embeddings: "[T, B, Z] float32, the torso's output for every observation",
  contexts: "[T, B, C] float32, the recurrent core's output",
  episodeStarts:
    '[T, B] float32, 1 where observation t is the first of an episode, else 0; without it CPC would ' +
    'predict across resets. In a task that never ends, tf.zeros([T, B])',
};

function expectPresent(place: string, features: Partial<CpcFeatures>): void {
  for (const [name, how] of Object.entries(HOW_TO_GIVE)) {
    if (features[name as keyof CpcFeatures]) continue;
    throw new ArgumentError(`${place}: ${name}: missing. Pass ${how}.`);
  }
}

/** {@link expectShape}, and a hint where only the first two axes have changed places. */
function expectSameAxes(tensor: tf.Tensor, expected: ShapeExpectation): void {
  const [steps, batch, ...rest] = expected.shape;
  const swapped = [batch, steps, ...rest].join(', ');
  if (steps === batch || tensor.shape.join(', ') !== swapped) {
    expectShape(tensor, expected);
    return;
  }
  const { place, shape, meaning } = expected;
  throw new ShapeError(
    `${place}: expected shape ${meaning} = [${shape.join(', ')}] like the embeddings, got ` +
      `[${swapped}]: time and batch look swapped in one of the two.`,
  );
}

function expectFloats(place: string, { embeddings, contexts, episodeStarts }: CpcFeatures): void {
  for (const [name, { dtype }] of Object.entries({ embeddings, contexts, episodeStarts })) {
    if (dtype === 'float32') continue;
    throw new ShapeError(
      `${place}: ${name}: expected float32, got ${dtype}. Use tf.cast(${name}, 'float32').`,
    );
  }
}

/**
 * All three features may have been given batch first, and agree with one another. Then T is not the
 * unroll's length; or, where that was not declared, K steps ahead lie beyond T but not beyond B.
 */
function expectTimeFirst(
  [steps, batch, size]: readonly [number, number, number],
  { place, unrollLength, steps: ahead, hasSeenTargets }: FeatureExpectations,
): void {
  const got = `got T = ${steps}, B = ${batch} (embeddings [${steps}, ${batch}, ${size}])`;
  const swapped =
    'Time and batch look swapped: features are time first, [T, B, …]; use tf.transpose(x, [1, 0, 2]).';
  if (unrollLength !== undefined && steps !== unrollLength) {
    const hint = batch === unrollLength ? ` ${swapped}` : '';
    throw new ShapeError(
      `${place}.compute: expected unrolls of T = ${unrollLength} rows (option 'unrollLength'), ${got}.${hint}`,
    );
  }
  if (hasSeenTargets || steps > ahead || batch <= ahead) return;
  throw new ShapeError(
    `${place}.compute: ${ahead} steps ahead lie beyond the unroll, ${got}. ${swapped} ` +
      `If T is right, set option 'steps' below ${Math.max(steps, 2)}.`,
  );
}
