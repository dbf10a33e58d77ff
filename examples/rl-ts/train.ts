/**
 * PPO of rl-ts, an agent from npm, with and without CPC.
 *
 *     npm run example rl-ts -- --seed 1 --cpc 1 --csv returns.csv
 */
import { appendFileSync, existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { chooseEngine } from '@rl-tools/cpc/compute';
import { Random } from '@rl-tools/env';
import RL from 'rl-ts';
import { addCpc } from './addCpc.js';
import { INPUTS, noisyCartPole } from './noisyCartPole.js';
import { Recorder } from './recorder.js';

/** Steps of a rollout, and of the sequences that CPC sees of it. */
const [STEPS, UNROLL] = [1024, 64];
const HIDDEN = [64, 64];

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    epochs: { type: 'string', default: '50' },
    /** CPC's weight; 0: rl-ts alone. */
    cpc: { type: 'string', default: '0' },
    csv: { type: 'string' },
  },
});
const [seed, epochs, weight] = [values.seed, values.epochs, values.cpc].map(Number) as [
  number,
  number,
  number,
];

// rl-ts seeds little of what it draws; this repeats a run, first weights and actions included.
const random = new Random(seed);
Object.assign(Math, { random: () => random.float() });

await chooseEngine({ preferred: 'wasm' });
const recorder = new Recorder({
  env: noisyCartPole(seed),
  inputs: INPUTS,
  actionSpace: new RL.Spaces.Discrete(2),
  seed,
  steps: STEPS,
  unroll: UNROLL,
});
const actorCritic = new RL.Models.MLPActorCritic(
  recorder.observationSpace,
  recorder.actionSpace,
  HIDDEN,
);
squeezeValues(actorCritic);
const optimizer = tf.train.adam(0.003);
const cpcLoss = weight > 0 ? addCpc({ actorCritic, optimizer, recorder, weight, seed }) : undefined;

const ppo = new RL.Algos.PPO<Float32Array>(() => recorder, actorCritic, {
  obsToTensor: (observation) => tf.tensor2d(observation, [1, INPUTS]),
  actionToTensor: (action) => tf.argMax(action, 1),
});
await ppo.train({
  pi_optimizer: optimizer,
  vf_optimizer: tf.train.adam(0.003),
  steps_per_epoch: STEPS,
  epochs,
  train_pi_iters: 10,
  train_v_iters: 10,
  target_kl: 0.1,
  seed,
  verbosity: 'silent',
  epochCallback: ({ epoch, kl }) => {
    const cpc = cpcLoss ? `  CPC ${cpcLoss().toFixed(3)} nats` : '';
    console.log(`epoch ${epoch + 1}  return ${meanReturn().toFixed(1)}  KL ${kl.toFixed(4)}${cpc}`);
    record(epoch + 1);
  },
});
/** Of the last 20 episodes. */
function meanReturn(): number {
  const recent = recorder.episodes.slice(-20);
  return recent.reduce((sum, episode) => sum + episode.return, 0) / recent.length;
}

/**
 * rl-ts 0.0.11 subtracts returns [N] from values [N, 1], which broadcasts to [N, N]: every value then
 * learns the mean of all returns. Both arms get values [N] where N is a rollout.
 */
function squeezeValues(model: typeof actorCritic): void {
  const apply = model.v.apply.bind(model.v);
  model.v.apply = (observations) => {
    const value = apply(observations);
    return observations.shape[0] === 1 ? value : tf.squeeze(value, [1]);
  };
}

/** Adds a line to the file that `--csv` names; several runs may share one. */
function record(epoch: number): void {
  if (values.csv === undefined) return;
  if (!existsSync(values.csv)) appendFileSync(values.csv, 'arm,seed,epoch,return\n');
  const arm = weight > 0 ? 'ppo+cpc' : 'ppo';
  appendFileSync(values.csv, `${arm},${seed},${epoch},${meanReturn().toFixed(1)}\n`);
}
