/**
 * An LSTM actor-critic on tf.layers, with CPC. The lines that CPC takes end in "// CPC".
 *
 * The task: the first picture shows a colour, the last one asks which it was.
 *
 *     npm run example lstm
 */
import * as tf from '@tensorflow/tfjs';
import { CpcLoss } from '@rl-tools/cpc'; // CPC
import { makeVec } from '@rl-tools/env';
import { registerClassic } from '@rl-tools/env/classic';
import { actorCriticLoss } from './shared/actorCritic.js';
import { unroll } from './shared/agent.js';
import { Figures } from './shared/figures.js';
import { isProgram, runProgram } from './shared/program.js';
import type { Rollout } from './shared/rollouts.js';
import { train } from './shared/training.js';
import type { Progress } from './shared/training.js';
import { variablesOf } from './shared/variablesOf.js';

const [PICTURE, ACTIONS] = [[20, 20, 3], 3] as const;
const [EMBEDDING, CONTEXT] = [16, 32];

/**
 * One step of an LSTM: `[input, hidden, cell]` to the next `[hidden, cell]`. A layer of its own, since
 * `tf.layers.lstm` runs over whole sequences and cannot forget where an episode starts within one.
 */
class LstmStep extends tf.layers.Layer {
  static readonly className = 'LstmStep';
  readonly #cell: ReturnType<typeof tf.layers.lstmCell>;

  constructor(seed: number) {
    super({});
    this.#cell = tf.layers.lstmCell({
      units: CONTEXT,
      kernelInitializer: tf.initializers.glorotUniform({ seed }),
      recurrentInitializer: tf.initializers.glorotUniform({ seed: seed + 1 }),
    });
  }

  override build([input]: tf.Shape[]): void {
    this.#cell.build(input!);
    this.trainableWeights = this.#cell.trainableWeights;
    this.built = true;
  }

  override computeOutputShape([, hidden, cell]: tf.Shape[]): tf.Shape[] {
    return [hidden!, cell!];
  }

  override call(inputs: tf.Tensor[]): tf.Tensor[] {
    const [hidden, , cell] = this.#cell.call(inputs, {}) as tf.Tensor[];
    return [hidden!, cell!];
  }
}

/** One step: picture, hidden and cell state to logits, value, the next states and the embedding. */
function createModel(seed: number): tf.LayersModel {
  const kernelInitializer = (offset: number) => ({
    kernelInitializer: tf.initializers.glorotUniform({ seed: seed + offset }),
  });
  const torso = [
    tf.layers.conv2d({ filters: 8, kernelSize: 5, strides: 5, ...kernelInitializer(1) }),
    tf.layers.reLU(),
    tf.layers.flatten(),
    tf.layers.dense({ units: EMBEDDING, activation: 'relu', ...kernelInitializer(2) }),
  ];
  for (const [index, layer] of torso.entries()) layer.name = `torso-${index}`;
  const picture = tf.input({ shape: [...PICTURE] });
  const embedding = torso.reduce(
    (input, layer) => layer.apply(input) as tf.SymbolicTensor,
    picture,
  );
  const state = [tf.input({ shape: [CONTEXT] }), tf.input({ shape: [CONTEXT] })];
  const next = new LstmStep(seed + 3).apply([embedding, ...state]) as tf.SymbolicTensor[];
  const head = (units: number, offset: number) =>
    tf.layers.dense({ units, ...kernelInitializer(offset) }).apply(next[0]!) as tf.SymbolicTensor;
  const outputs = [head(ACTIONS, 5), head(1, 6), ...next, embedding];
  return tf.model({ inputs: [picture, ...state], outputs });
}

const noState = (batch: number) => tf.zeros<tf.Rank.R2>([batch, CONTEXT]);

export function createAgent(seed: number) {
  const model = createModel(seed);
  const variables = variablesOf(model);
  const torso = model.layers.filter(({ name }) => name.startsWith('torso')).flatMap(variablesOf);
  const cpc = new CpcLoss({ embeddingSize: EMBEDDING, contextSize: CONTEXT, steps: 4, seed }); // CPC
  variables.push(...cpc.variables); // CPC
  const figures = new Figures();
  const optimizer = tf.train.adam(0.003);

  const step = (pictures: tf.Tensor, starts: tf.Tensor2D, state: readonly tf.Tensor2D[]) => {
    const kept = state.map((tensor) => tf.mul(tensor, tf.sub(1, starts)));
    const outputs = model.apply([tf.div(pictures, 255), ...kept]) as tf.Tensor2D[];
    const [logits, value, hidden, cell, embeddings] = outputs as [
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor2D,
    ];
    return {
      state: [hidden, cell],
      outputs: {
        logits,
        value,
        embeddings, // CPC
        contexts: hidden, // CPC
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
    initialState: (batch: number) => [noState(batch), noState(batch)],
    variables,
    torso,
    figures,
    cpc, // CPC
  };
}

export function main(seed: number): Iterable<Progress> {
  registerClassic();
  const envs = makeVec('RlTools/Memory-v0', { numEnvs: 32, options: { delays: [2, 4, 6] } });
  const agent = createAgent(seed);
  return train(agent, { envs, steps: 8, seed, discount: 0.95, lambda: 1 });
}

if (isProgram(import.meta.url)) await runProgram(main, { updates: 300 });
