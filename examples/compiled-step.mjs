/**
 * A plain TensorFlow.js training step, eager and compiled: a recurrent network over 50 steps of noise.
 *
 *     npm run build && node examples/compiled-step.mjs
 */
import * as tf from '@tensorflow/tfjs-core';
import { chooseEngine, compile } from '@rl-tools/cpc/compute';

const [STEPS, BATCH, UNITS, REPETITIONS] = [50, 32, 128, 30];

const { name } = await chooseEngine();

const weights = tf.variable(tf.randomNormal([2 * UNITS, UNITS], 0, 0.05, 'float32', 1));
const readout = tf.variable(tf.randomNormal([UNITS, 1], 0, 0.05, 'float32', 2));
const initial = [weights, readout].map((variable) => tf.clone(variable));
const optimizer = tf.train.sgd(0.01);

/** One update; everything that changes from call to call comes in as an argument. */
function step({ inputs, targets }) {
  const loss = () => {
    let hidden = tf.zeros([BATCH, UNITS]);
    for (const input of tf.unstack(inputs)) {
      hidden = tf.tanh(tf.matMul(tf.concat([input, hidden], 1), weights));
    }
    return tf.mean(tf.square(tf.sub(tf.matMul(hidden, readout), targets)));
  };
  return optimizer.minimize(loss, true, [weights, readout]);
}

const batch = {
  inputs: tf.randomNormal([STEPS, BATCH, UNITS], 0, 1, 'float32', 3),
  targets: tf.ones([BATCH, 1]),
};

/** Milliseconds of the median call, and the loss of the last. */
function measure(run) {
  [weights, readout].forEach((variable, i) => variable.assign(initial[i]));
  const times = [];
  let loss;
  for (let i = 0; i < REPETITIONS; i++) {
    const start = performance.now();
    const value = run(batch);
    [loss] = value.dataSync();
    value.dispose();
    times.push(performance.now() - start);
  }
  return { loss, ms: times.sort((a, b) => a - b)[REPETITIONS >> 1] };
}

const eager = measure((args) => tf.tidy(() => step(args)));
const program = compile({ step }, { variables: [weights, readout] });
const compiled = measure(program.call.step);
program.dispose();

console.log(`engine ${name}`);
console.log(`eager    ${eager.ms.toFixed(2)} ms, loss ${eager.loss.toFixed(6)}`);
console.log(`compiled ${compiled.ms.toFixed(2)} ms, loss ${compiled.loss.toFixed(6)}`);
console.log(`${(eager.ms / compiled.ms).toFixed(1)} times as fast`);
