import { imagesToFloat, tf, withoutGradient } from '../../src/compute/index.js';
import type {
  ActInputs,
  Agent,
  AgentState,
  Decision,
  Percept,
  UnrollBatch,
  UnrollResult,
} from '../../src/learner/index.js';
import { actionLogProbabilities } from '../../src/losses/index.js';
import { namedVariables, zeroLstmState } from '../../src/nn/index.js';
import type { LstmState } from '../../src/nn/index.js';
import { a2cLoss } from './loss.js';
import { clip, createNetwork } from './network.js';
import type { Network, NetworkInputs, NetworkOptions } from './network.js';

/** Advantage actor-critic with a recurrent network (Mnih et al. 2016; Espeholt et al. 2018). */
export function createA2cAgent(options: NetworkOptions): Agent {
  const { config, actions } = options;
  const network = createNetwork(options);
  const variables = namedVariables(network.parameters);
  return {
    variables,
    embeddingSize: config.embeddingSize,
    contextSize: config.lstmSize,
    actions,
    initialState: (batch) => ({ ...zeroLstmState(batch, config.lstmSize) }),
    act: (inputs) => tf.tidy(() => act(network, inputs)),
    unroll: (batch, state) => unroll(network, options, { batch, state }),
    dispose: () => {
      for (const variable of variables.values()) variable.dispose();
    },
  };
}

/**
 * Draws from the policy by the Gumbel-max trick: argmax(logits − ln(−ln u)) is distributed as
 * softmax(logits) for uniform u (Gumbel 1954; Maddison et al. 2014).
 */
function act(network: Network, { percept, state, noise }: ActInputs): Decision {
  const { logits, values, state: after } = network.apply(oneStep(percept, state));
  const gumbel = tf.neg(tf.log(tf.neg(tf.log(noise))));
  const chosen = tf.cast(tf.argMax(tf.add(logits, gumbel), 1), 'int32') as tf.Tensor1D;
  const logProbabilities = actionLogProbabilities(logits, chosen);
  return { actions: chosen, logProbabilities, values, state: after };
}

/** A percept as an unroll of one step: `[N, …]` → `[1, N, …]`. */
function oneStep(percept: Percept, state: AgentState): NetworkInputs {
  return {
    images: tf.expandDims<tf.Tensor5D>(imagesToFloat(percept.observations), 0),
    lastActions: tf.expandDims<tf.Tensor2D>(percept.lastActions, 0),
    lastRewards: tf.expandDims<tf.Tensor2D>(percept.lastRewards, 0),
    episodeStarts: tf.expandDims<tf.Tensor2D>(percept.episodeStarts, 0),
    state: lstmState(state),
  };
}

interface Learning {
  readonly batch: UnrollBatch;
  readonly state: AgentState;
}

function unroll(network: Network, options: NetworkOptions, inputs: Learning): UnrollResult {
  const { batch, state } = inputs;
  const { config } = options;
  const { observations, ...otherPercepts } = batch.percepts;
  const images = imagesToFloat(observations);
  const outputs = network.apply({ images, ...otherPercepts, state: lstmState(state) });
  const rewards = clip(batch.rewards, config.rewardClip);
  const bootstrapValue = withoutGradient(() =>
    tf.tidy(() => network.apply(oneStep(batch.next, outputs.state)).values),
  );
  const { loss, metrics } = a2cLoss(config, { batch, rewards, outputs, bootstrapValue });
  return {
    loss,
    metrics,
    meanLossScale: config.reduction === 'sum' ? batch.actions.size : 1,
    features: {
      embeddings: outputs.embeddings,
      contexts: outputs.contexts,
      episodeStarts: otherPercepts.episodeStarts,
      actions: batch.actions,
      rewards,
      observations: () => tf.div(images, 255),
      encode: (observations) => network.encode(tf.mul(observations, 255)),
    },
  };
}

/** The agent's state by its field names; `initialState` made it. */
function lstmState({ hidden, cell }: AgentState): LstmState {
  if (!hidden || !cell) throw new Error("A2C: the agent state needs 'hidden' and 'cell'.");
  return { hidden, cell };
}
