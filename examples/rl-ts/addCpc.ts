/**
 * All that rl-ts's PPO needs for CPC. Nothing of rl-ts is changed: CPC reads the policy's first hidden
 * layer and adds its loss where the policy's optimizer asks for gradients.
 */
import * as tf from '@tensorflow/tfjs';
import { CpcLoss } from '@rl-tools/cpc'; // CPC
import type { MLPActorCritic } from 'rl-ts';
import type { Recorder } from './recorder.js';

/** What {@link addCpc} puts together. */
export interface Parts {
  readonly actorCritic: MLPActorCritic;
  /** The policy's; its `computeGradients` is wrapped. */
  readonly optimizer: tf.Optimizer;
  /** Knows what was seen in the rollout, and where episodes began. */
  readonly recorder: Recorder;
  readonly weight: number;
  readonly seed: number;
}

/** @returns CPC's latest loss, nats. */
export function addCpc({ actorCritic, optimizer, recorder, weight, seed }: Parts): () => number {
  const { inputs, layers } = actorCritic.pi.mu_net;
  const torso = tf.model({ inputs, outputs: layers[1]!.output }); // CPC
  const size = torso.outputShape[1] as number; // CPC
  const cpc = new CpcLoss({ embeddingSize: size, contextSize: size, steps: 5, weight, seed }); // CPC
  const gradientsOf = optimizer.computeGradients.bind(optimizer); // CPC
  optimizer.computeGradients = (loss) => gradientsOf(() => tf.add(loss(), cpcLoss())); // CPC
  let latest = NaN;
  const cpcLoss = (): tf.Scalar => {
    const { observations, episodeStarts } = recorder.sequences(); // [T, B, inputs], [T, B]
    const [steps, batch] = episodeStarts.shape;
    const rows = tf.reshape(observations, [steps * batch, -1]);
    const z = torso.apply(rows) as tf.Tensor; // CPC
    const embeddings = tf.reshape<tf.Rank.R3>(z, [steps, batch, size]); // CPC
    const { loss } = cpc.compute({ embeddings, contexts: embeddings, episodeStarts }); // CPC
    [latest] = loss.dataSync() as unknown as [number];
    return tf.mul(loss, cpc.weight); // CPC
  };
  return () => latest;
}
