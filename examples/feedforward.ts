/**
 * An actor-critic without recurrence, with CPC: it sees the last observations at once, and its
 * embedding is its context (c = z). The lines that CPC takes end in "// CPC".
 *
 *     npm run example feedforward
 */
import * as tf from '@tensorflow/tfjs';
import { CpcLoss } from '@rl-tools/cpc'; // CPC
import { actorCriticLoss } from './shared/actorCritic.js';
import { unroll } from './shared/agent.js';
import { blindCartPoles, LEARNING, POSITIONS } from './shared/cartPole.js';
import { Figures } from './shared/figures.js';
import { isProgram, runProgram } from './shared/program.js';
import type { Rollout } from './shared/rollouts.js';
import { train } from './shared/training.js';
import type { Progress } from './shared/training.js';
import { variablesOf } from './shared/variablesOf.js';

/** Observations that the agent sees together: two would do to tell speeds. */
const FRAMES = 3;
const [EMBEDDING, ACTIONS] = [32, 2];

export function createAgent(seed: number) {
  const dense = (units: number, activation: 'tanh' | 'linear', offset: number) =>
    tf.layers.dense({
      units,
      activation,
      kernelInitializer: tf.initializers.glorotUniform({ seed: seed + offset }),
    });
  const shape = [FRAMES, POSITIONS];
  const torsoModel = tf.sequential({
    layers: [tf.layers.flatten({ inputShape: shape }), dense(EMBEDDING, 'tanh', 1)],
  });
  const embedding = torsoModel.outputs[0]!;
  const heads = [
    dense(ACTIONS, 'linear', 2).apply(embedding),
    dense(1, 'linear', 3).apply(embedding),
  ];
  const outputs = [...heads, embedding] as tf.SymbolicTensor[];
  const model = tf.model({ inputs: torsoModel.inputs, outputs });
  const variables = variablesOf(model);
  const cpc = new CpcLoss({ embeddingSize: EMBEDDING, contextSize: EMBEDDING, steps: 5, seed }); // CPC
  variables.push(...cpc.variables); // CPC
  const figures = new Figures();
  const optimizer = tf.train.adam(0.003);

  const step = (stacks: tf.Tensor) => {
    const outputs = model.apply(stacks) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    const [logits, value, embeddings] = outputs;
    return {
      state: [],
      outputs: {
        logits,
        value,
        embeddings, // CPC
      },
    };
  };

  const update = (rollout: Rollout): void => {
    const lossOf = (): tf.Scalar => {
      const rows = unroll(step, rollout);
      let loss = actorCriticLoss(rows, rollout);
      const { embeddings } = rows; // CPC
      const { episodeStarts } = rollout; // CPC
      const auxiliary = cpc.compute({ embeddings, contexts: embeddings, episodeStarts }); // CPC
      loss = tf.add(loss, tf.mul(auxiliary.loss, cpc.weight)); // CPC
      figures.read(auxiliary); // CPC
      return loss;
    };
    optimizer.minimize(lossOf, false, variables);
  };

  return {
    step,
    update,
    initialState: () => [],
    variables,
    torso: variablesOf(torsoModel),
    figures,
    cpc, // CPC
  };
}

export function main(seed: number): Iterable<Progress> {
  const envs = blindCartPoles(16, { frames: FRAMES });
  const agent = createAgent(seed);
  return train(agent, { envs, steps: 20, seed, ...LEARNING });
}

if (isProgram(import.meta.url)) await runProgram(main, { updates: 300 });
