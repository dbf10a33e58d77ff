/**
 * Looks at the examples from outside and prints what it finds as JSON. Run by tsx with the examples'
 * tsconfig, since they import the packages by name.
 */
import * as tf from '@tensorflow/tfjs';
import { chooseEngine } from '@rl-tools/cpc/compute';
import {
  createAgent as createFeedforward,
  main as feedforward,
} from '../../examples/feedforward.ts';
import { create as createGru, main as gru } from '../../examples/gru.ts';
import { createAgent as createLstm, main as lstm } from '../../examples/lstm.ts';
import { createAgent as createPpo, main as ppo } from '../../examples/ppo.ts';
import { unroll } from '../../examples/shared/agent.ts';

/** What each is, an observation's shape and largest number, and updates by which it has learned something. */
const EXAMPLES = {
  lstm: { create: createLstm, main: lstm, shape: [20, 20, 3], most: 255, updates: 15 },
  ppo: { create: createPpo, main: ppo, shape: [2], updates: 3 },
  gru: { create: createGru, main: gru, shape: [2], updates: 15 },
  feedforward: { create: createFeedforward, main: feedforward, shape: [3, 2], updates: 15 },
};

const [STEPS, BATCH] = [6, 4];

/** A rollout of noise in which one episode starts in the middle. */
function noise(agent, shape, most) {
  const starts = Array.from({ length: STEPS }, (_, t) =>
    Array.from({ length: BATCH }, (_, b) => Number(t === 3 && b === 1)),
  );
  return {
    observations: tf.randomUniform([STEPS, BATCH, ...shape], 0, most, 'float32', 7),
    episodeStarts: tf.tensor2d(starts),
    firstState: agent.initialState(BATCH),
  };
}

/** CPC's gradient with respect to the torso, and the slope along it by central differences. */
function gradientOfTorso(agent, shape, most) {
  const rollout = noise(agent, shape, most);
  const [maps] = agent.cpc.variables;
  maps.assign(tf.randomNormal(maps.shape, 0, 0.5, 'float32', 3)); // as if learned: the first are tiny
  const loss = () => {
    const rows = unroll(agent.step, rollout);
    const { episodeStarts } = rollout;
    return agent.cpc.compute({ contexts: rows.embeddings, ...rows, episodeStarts }).loss;
  };
  const { grads } = tf.variableGrads(loss, agent.torso);
  const gradients = agent.torso.map(({ name }) => grads[name]);
  const norm = Math.sqrt(
    gradients.reduce((sum, gradient) => sum + tf.sum(tf.square(gradient)).dataSync()[0], 0),
  );
  const before = agent.torso.map((variable) => tf.clone(variable));
  const lossAt = (distance) => {
    agent.torso.forEach((variable, i) => {
      variable.assign(tf.add(before[i], tf.mul(gradients[i], distance / norm)));
    });
    return loss().dataSync()[0];
  };
  const h = 0.003;
  return { norm, slope: (lossAt(h) - lossAt(-h)) / (2 * h) };
}

/** How far a step's outputs depend on the state before: where an episode starts, and elsewhere. */
function dependenceOnState(agent, shape) {
  const observations = tf.randomUniform([BATCH, ...shape], 0, 1, 'float32', 5);
  const zeros = agent.initialState(BATCH);
  const others = zeros.map((tensor, i) => tf.randomNormal(tensor.shape, 0, 1, 'float32', i));
  const difference = (start) => {
    const starts = tf.fill([BATCH, 1], start);
    const [a, b] = [zeros, others].map((state) => agent.step(observations, starts, state));
    return tf.max(tf.abs(tf.sub(a.outputs.value, b.outputs.value))).dataSync()[0];
  };
  return { atStart: difference(1), elsewhere: difference(0) };
}

/** The loss at every update, and how many candidates there were. */
function learn(main, updates) {
  const losses = [];
  for (const { update, cpcLoss, meanReturn } of main(1)) {
    losses.push(cpcLoss);
    if (update === updates) return { losses, meanReturn };
  }
}

await chooseEngine({ preferred: 'wasm' }); // as the examples do
const results = Object.entries(EXAMPLES).map(
  ([name, { create, main, shape, most = 1, updates }]) => {
    const agent = create(1);
    const state = dependenceOnState(agent, shape);
    return [name, { ...gradientOfTorso(agent, shape, most), ...state, ...learn(main, updates) }];
  },
);
console.log(JSON.stringify(Object.fromEntries(results)));
