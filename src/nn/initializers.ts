import { tf } from '../compute/index.js';

/** What {@link fanInNormal} draws. */
export interface FanInNormalOptions {
  readonly shape: readonly number[];
  /** Number of inputs that are summed into one output. */
  readonly fanIn: number;
  readonly seed: number;
}

/**
 * Weights drawn from N(0, 1/fanIn), values beyond two standard deviations drawn again.
 *
 * Source: the default of Sonnet 1, in which IMPALA's networks were written.
 *
 * @returns A trainable float32 variable; the caller disposes it.
 */
export function fanInNormal({ shape, fanIn, seed }: FanInNormalOptions): tf.Variable {
  return tf.tidy(() =>
    tf.variable(tf.truncatedNormal([...shape], 0, 1 / Math.sqrt(fanIn), 'float32', seed)),
  );
}

/** A trainable float32 variable that starts at one value everywhere; the caller disposes it. */
export function constant(shape: readonly number[], value: number): tf.Variable {
  return tf.tidy(() => tf.variable(tf.fill([...shape], value)));
}
