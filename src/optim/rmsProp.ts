import { tf } from '../compute/index.js';

/** Settings of {@link createRmsProp}. */
export interface RmsPropOptions {
  /** ρ, from 0 to below 1: how much of the mean square is kept per update. */
  readonly decay: number;
  /** ε, above 0, added to the mean square inside the root. */
  readonly epsilon: number;
  /** Mean square before the first update. TensorFlow 1 starts at 1, TensorFlow.js at 0. */
  readonly initialMeanSquare?: number;
}

/** An optimizer whose slots are variables, so that they can be written down and taken up again. */
export interface Optimizer {
  /** Slots under `<variable>/meanSquare`; owned by the optimizer. */
  readonly slots: ReadonlyMap<string, tf.Variable>;
  /**
   * Moves every variable against its gradient.
   *
   * @param gradients - By the names given to the constructor; every variable needs one.
   * @param learningRate - Scalar tensor, so that a recorded update can be fed another each time.
   */
  apply(gradients: ReadonlyMap<string, tf.Tensor>, learningRate: tf.Scalar): void;
  dispose(): void;
}

/**
 * RMSProp as TensorFlow 1 computes it, without momentum or centring:
 *
 *     ms ← ms + (1 − ρ)·(g² − ms)
 *     θ  ← θ − lr · g / √(ms + ε)
 *
 * Source: `tf.compat.v1.train.RMSPropOptimizer`, which IMPALA (arXiv:1802.01561, App. D) and the CPC
 * paper used. `tf.train.rmsprop` of TensorFlow.js starts ms at 0: a first step up to √(1/(1−ρ))
 * times the learning rate, and other curves for the same settings.
 */
export function createRmsProp(
  variables: ReadonlyMap<string, tf.Variable>,
  { decay, epsilon, initialMeanSquare = 1 }: RmsPropOptions,
): Optimizer {
  const slots = new Map<string, tf.Variable>();
  for (const [name, variable] of variables) {
    const slot = tf.tidy(() => tf.variable(tf.fill(variable.shape, initialMeanSquare), false));
    slots.set(`${name}/meanSquare`, slot);
  }
  const moveOne = (name: string, gradient: tf.Tensor, learningRate: tf.Scalar): void => {
    const variable = variables.get(name)!;
    const meanSquare = slots.get(`${name}/meanSquare`)!;
    const change = tf.mul(tf.sub(tf.square(gradient), meanSquare), 1 - decay);
    const updated = tf.add(meanSquare, change);
    const step = tf.div(tf.mul(gradient, learningRate), tf.sqrt(tf.add(updated, epsilon)));
    meanSquare.assign(updated);
    variable.assign(tf.sub(variable, step));
  };
  return {
    slots,
    apply: (gradients, learningRate) => {
      tf.tidy(() => {
        for (const name of variables.keys()) {
          const gradient = gradients.get(name);
          if (!gradient) throw new Error(`RMSProp: no gradient for variable '${name}'.`);
          moveOne(name, gradient, learningRate);
        }
      });
    },
    dispose: () => {
      for (const slot of slots.values()) slot.dispose();
    },
  };
}
