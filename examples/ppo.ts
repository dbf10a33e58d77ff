/**
 * Proximal policy optimisation with an LSTM, and CPC, on a cart-pole that hides its speeds. The lines
 * that CPC takes end in "// CPC".
 *
 * A minibatch is whole sequences of some environments: CPC (and the LSTM) need steps in their order.
 *
 *     npm run example ppo
 */
import * as tf from '@tensorflow/tfjs';
import { CpcLoss } from '@rl-tools/cpc'; // CPC
import { Random } from '@rl-tools/env';
import { actionLogProbabilities, minorTerms } from './shared/actorCritic.js';
import { unroll } from './shared/agent.js';
import { blindCartPoles, LEARNING, POSITIONS } from './shared/cartPole.js';
import { Figures } from './shared/figures.js';
import { minibatches } from './shared/minibatches.js';
import { isProgram, runProgram } from './shared/program.js';
import type { Rollout } from './shared/rollouts.js';
import { train } from './shared/training.js';
import type { Progress } from './shared/training.js';
import { createWeights, linear } from './shared/weights.js';

const [EMBEDDING, CONTEXT, ACTIONS] = [32, 32, 2];
/** After Schulman et al. 2017, arXiv:1707.06347, but for sizes and the learning rate. */
const [EPOCHS, MINIBATCHES, CLIP, LEARNING_RATE] = [3, 2, 0.2, 0.002];

/** −mean min(ρ A, clip(ρ, 1 − ε, 1 + ε) A), Eq. 7. */
function clippedLoss(logits: tf.Tensor3D, rollout: Rollout): tf.Scalar {
  const logs = actionLogProbabilities(logits, rollout.actions);
  const ratio = tf.exp(tf.sub(logs, rollout.logProbabilities));
  const { mean, variance } = tf.moments(rollout.advantages);
  const advantages = tf.div(tf.sub(rollout.advantages, mean), tf.sqrt(tf.add(variance, 1e-8)));
  const clipped = tf.clipByValue(ratio, 1 - CLIP, 1 + CLIP);
  return tf.neg(
    tf.mean<tf.Scalar>(tf.minimum(tf.mul(ratio, advantages), tf.mul(clipped, advantages))),
  );
}

const noState = (batch: number) => tf.zeros<tf.Rank.R2>([batch, CONTEXT]);

export function createAgent(seed: number) {
  const weights = createWeights(seed, {
    torso: [POSITIONS, EMBEDDING],
    lstm: [EMBEDDING + CONTEXT, 4 * CONTEXT],
    logits: [CONTEXT, ACTIONS],
    value: [CONTEXT, 1],
  });
  const variables: tf.Variable[] = Object.values(weights).flat();
  const cpc = new CpcLoss({ embeddingSize: EMBEDDING, contextSize: CONTEXT, steps: 5, seed }); // CPC
  variables.push(...cpc.variables); // CPC
  const figures = new Figures();
  const optimizer = tf.train.adam(LEARNING_RATE);
  const random = new Random(seed);

  const step = (rows: tf.Tensor, starts: tf.Tensor2D, state: readonly tf.Tensor2D[]) => {
    const kept = state.map((tensor) => tf.mul<tf.Tensor2D>(tensor, tf.sub(1, starts)));
    const embeddings = tf.tanh(linear(rows as tf.Tensor2D, weights.torso));
    const [kernel, bias] = weights.lstm;
    const [cell, contexts] = tf.basicLSTMCell(1, kernel, bias, embeddings, kept[0]!, kept[1]!);
    return {
      state: [cell, contexts],
      outputs: {
        logits: linear(contexts, weights.logits),
        value: linear(contexts, weights.value),
        embeddings, // CPC
        contexts, // CPC
      },
    };
  };

  const lossOf = (sequences: Rollout): tf.Scalar => {
    const rows = unroll(step, sequences);
    let loss = tf.add(clippedLoss(rows.logits, sequences), minorTerms(rows, sequences.returns));
    const auxiliary = cpc.compute({ ...rows, episodeStarts: sequences.episodeStarts }); // CPC
    loss = tf.add(loss, tf.mul(auxiliary.loss, cpc.weight)); // CPC
    figures.read(auxiliary); // CPC
    return loss as tf.Scalar;
  };

  const update = (rollout: Rollout): void => {
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      for (const sequences of minibatches(rollout, MINIBATCHES, random)) {
        optimizer.minimize(() => lossOf(sequences), false, variables);
        tf.dispose(sequences);
      }
    }
  };

  return {
    step,
    update,
    initialState: (batch: number) => [noState(batch), noState(batch)],
    variables,
    torso: weights.torso,
    figures,
    cpc, // CPC
  };
}

export function main(seed: number): Iterable<Progress> {
  const envs = blindCartPoles(32);
  const agent = createAgent(seed);
  return train(agent, { envs, steps: 16, seed, ...LEARNING });
}

if (isProgram(import.meta.url)) await runProgram(main, { updates: 80 });
