import * as tf from '@tensorflow/tfjs';
import type { Rollout } from './rollouts.js';

/** What a network gives for one step of B environments: `[B, …]` each. */
export type StepOutputs = {
  /** `[B, A]`, unnormalised log-probabilities of the actions. */
  logits: tf.Tensor2D;
  /** `[B, 1]`, estimate of the return. */
  value: tf.Tensor2D;
};

/**
 * One step of a network: observations `[B, …]`, episode starts `[B, 1]` (0 or 1) and recurrent state,
 * `[B, …]` each, to outputs and the next state. It zeroes the state where an episode starts.
 */
export type Step<Outputs extends StepOutputs = StepOutputs> = (
  observations: tf.Tensor,
  starts: tf.Tensor2D,
  state: readonly tf.Tensor2D[],
) => { outputs: Outputs; state: tf.Tensor2D[] };

/** An agent as the examples' training loop knows it. */
export interface Agent {
  readonly step: Step;
  /** Recurrent state of B environments that have seen nothing; empty without recurrence. */
  initialState(environments: number): tf.Tensor2D[];
  /** Learns from one rollout. */
  update(rollout: Rollout): void;
  readonly variables: tf.Variable[];
}

/**
 * The network over a whole rollout, from the state that acting had at its beginning: everything that
 * `step` outputs, stacked over time, `[T, B, …]`.
 */
export function unroll<Outputs extends StepOutputs>(
  step: Step<Outputs>,
  rollout: Pick<Rollout, 'observations' | 'episodeStarts' | 'firstState'>,
): { [Name in keyof Outputs]: tf.Tensor3D } {
  const observations = tf.unstack(rollout.observations);
  const starts = tf.unstack(tf.expandDims(rollout.episodeStarts, -1)) as tf.Tensor2D[];
  let state = rollout.firstState;
  const outputs = observations.map((rows, t) => {
    const next = step(rows, starts[t]!, state);
    state = next.state;
    return next.outputs;
  });
  const names = Object.keys(outputs[0]!) as (keyof Outputs)[];
  const stacked = names.map((name) => {
    const rows = outputs.map((row) => row[name] as tf.Tensor2D); // StepOutputs holds nothing else
    return [name, tf.stack(rows)] as const;
  });
  return Object.fromEntries(stacked) as { [Name in keyof Outputs]: tf.Tensor3D };
}
