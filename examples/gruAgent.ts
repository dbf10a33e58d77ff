/**
 * A GRU actor-critic written on plain variables, with CPC. The lines that CPC takes end in "// CPC".
 * It runs wherever TensorFlow.js does: gru.ts trains it in Node, browser/ in a page.
 */
import * as tf from '@tensorflow/tfjs';
import { CpcLoss } from '@rl-tools/cpc'; // CPC
import { actorCriticLoss } from './shared/actorCritic.js';
import { unroll } from './shared/agent.js';
import { Figures } from './shared/figures.js';
import type { Rollout } from './shared/rollouts.js';
import { createWeights, linear } from './shared/weights.js';

/** Sizes of an agent. */
export interface GruOptions {
  /** Numbers of an observation. */
  readonly inputs: number;
  readonly actions: number;
  readonly embedding: number;
  /** Units of the GRU. */
  readonly context: number;
  /** Steps that CPC predicts. */
  readonly steps: number;
  readonly learningRate: number;
  readonly seed: number;
}

export function createAgent(options: GruOptions) {
  const { inputs, actions, embedding, context, steps, learningRate, seed } = options;
  const weights = createWeights(seed, {
    torso: [inputs, embedding],
    gates: [embedding + context, 2 * context],
    candidate: [embedding + context, context],
    logits: [context, actions],
    value: [context, 1],
  });
  const variables: tf.Variable[] = Object.values(weights).flat();
  const cpc = new CpcLoss({ embeddingSize: embedding, contextSize: context, steps, seed }); // CPC
  variables.push(...cpc.variables); // CPC
  const figures = new Figures();
  const optimizer = tf.train.adam(learningRate);

  /** Cho et al. 2014, arXiv:1406.1078, Eq. 5 to 8. */
  const step = (rows: tf.Tensor, starts: tf.Tensor2D, [state]: readonly tf.Tensor2D[]) => {
    const before = tf.mul<tf.Tensor2D>(state!, tf.sub(1, starts));
    const embeddings = tf.tanh(linear(rows as tf.Tensor2D, weights.torso));
    const gates = tf.sigmoid(linear(tf.concat([embeddings, before], 1), weights.gates));
    const [reset, keep] = tf.split(gates, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    const remembered = tf.concat([embeddings, tf.mul<tf.Tensor2D>(reset, before)], 1);
    const candidate = tf.tanh(linear(remembered, weights.candidate));
    const change = tf.mul<tf.Tensor2D>(keep, tf.sub(before, candidate));
    const contexts = tf.add<tf.Tensor2D>(candidate, change);
    return {
      state: [contexts],
      outputs: {
        logits: linear(contexts, weights.logits),
        value: linear(contexts, weights.value),
        embeddings, // CPC
        contexts, // CPC
      },
    };
  };

  const update = (rollout: Rollout): void => {
    const lossOf = (): tf.Scalar => {
      const rows = unroll(step, rollout);
      let loss = actorCriticLoss(rows, rollout);
      const auxiliary = cpc.compute({ ...rows, episodeStarts: rollout.episodeStarts }); // CPC
      loss = tf.add(loss, tf.mul(auxiliary.loss, cpc.weight)); // CPC
      figures.read(auxiliary); // CPC
      return loss;
    };
    optimizer.minimize(lossOf, false, variables);
  };

  return {
    step,
    update,
    initialState: (batch: number) => [tf.zeros<tf.Rank.R2>([batch, context])],
    variables,
    torso: weights.torso,
    figures,
    cpc, // CPC
  };
}
