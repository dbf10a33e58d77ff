import { a2cConfig } from '../../../agents/a2c/index.js';
import type { A2cConfig } from '../../../agents/a2c/index.js';
import { Random } from '@rl-tools/env';
import { cpcConfig } from '../../auxiliary/index.js';
import type { Negatives } from '../../auxiliary/index.js';
import { compile, tf } from '../../compute/index.js';
import { drawsOf, trainableVariables, UnrollBuffer, update } from '../../learner/index.js';
import type { Arrival, UpdateInputs } from '../../learner/index.js';
import { createRmsProp } from '../../optim/index.js';
import { createAgent, createAuxiliaries } from '../agents.js';
import { median } from './median.js';

/** What one line of `bench learner` is about. */
export interface LearnerCase {
  /** T */
  readonly unroll: number;
  /** B */
  readonly batch: number;
  readonly cpc: 'off' | Negatives;
  /** K, agent steps predicted ahead. */
  readonly steps: number;
  readonly torso: A2cConfig['torso'];
  /** Every how many steps an anchor of CPC stands. */
  readonly anchorStride: number;
}

/** One line of `bench learner`. */
export interface LearnerTiming extends LearnerCase {
  /** Median of one whole update: copying the unroll, gradients, optimizer, reading the metrics. */
  readonly msPerUpdate: number;
  /** Observations learned from per second, T·B per update. */
  readonly framesPerSecond: number;
  /** Recording, loading and first run of the update. */
  readonly startSeconds: number;
  /** Most memory that this process has held so far: that of this case, if it is the only one. */
  readonly peakMegabytes: number;
}

const OBSERVATION = [72, 96, 3] as const;
const ACTIONS = 9;
const EPISODE_START_PROBABILITY = 1 / 200;
const WARM_UP = 2;
const BATCHES = [8, 32];
const KINDS = ['off', 'batch', 'all'] as const;
const PAPER = { unroll: 100, steps: 30, torso: 'shallow', anchorStride: 1 } as const;

/**
 * Times updates at full size: 72×96×3, LSTM 256, 9 actions, random unrolls in which every observation
 * starts an episode with probability 1/200; T = 100, K = 30 and the shallow torso unless told otherwise.
 *
 * @param repetitions - Timed updates per line, after two that are not.
 * @param only - Restricts or changes what is timed.
 */
export async function benchLearner(
  repetitions: number,
  only: Partial<LearnerCase> = {},
): Promise<LearnerTiming[]> {
  const timings: LearnerTiming[] = [];
  for (const batch of only.batch === undefined ? BATCHES : [only.batch]) {
    for (const cpc of only.cpc === undefined ? KINDS : [only.cpc]) {
      const { unroll, steps, torso, anchorStride } = { ...PAPER, ...only };
      const learner = { unroll, batch, cpc, steps, torso, anchorStride };
      timings.push(await timeUpdates(learner, repetitions));
    }
  }
  return timings;
}

async function timeUpdates(learner: LearnerCase, repetitions: number): Promise<LearnerTiming> {
  const { unroll, batch, cpc, steps, torso, anchorStride } = learner;
  const config = { agent: a2cConfig.parse({ unrollLength: unroll, torso }), seed: 1 };
  const agent = createAgent(config, { observationShape: OBSERVATION, actions: ACTIONS });
  const chosen = cpc === 'off' ? null : cpcConfig.parse({ steps, negatives: cpc, anchorStride });
  const auxiliaries = createAuxiliaries(
    { ...config, auxiliary: { cpc: chosen } },
    agent,
    OBSERVATION,
  );
  const rmsProp = { decay: config.agent.rmsPropDecay, epsilon: config.agent.rmsPropEpsilon };
  const variables = trainableVariables(agent, auxiliaries);
  const optimizer = createRmsProp(variables, rmsProp);
  const parts = { agent, auxiliaries, optimizer, gradientClip: config.agent.gradientClip };
  const program = compile(
    { update: (inputs: UpdateInputs) => update(parts, inputs) },
    { variables: [...variables.values(), ...optimizer.slots.values()] },
  );
  const buffer = randomUnroll(unroll, batch);
  const times: number[] = [];
  for (let i = 0; i < WARM_UP + repetitions; i++) {
    const start = performance.now();
    const inputs = {
      batch: buffer.toBatch(),
      state: agent.initialState(batch),
      learningRate: tf.scalar(1e-4),
      draws: drawsOf(auxiliaries, i),
    };
    const metrics = program.call.update(inputs);
    await Promise.all(Object.values(metrics).map((metric) => metric.data()));
    tf.dispose([inputs, metrics]);
    times.push(performance.now() - start);
  }
  program.dispose();
  optimizer.dispose();
  for (const auxiliary of auxiliaries) auxiliary.dispose();
  agent.dispose();
  const msPerUpdate = Math.round(median(times.slice(WARM_UP)) * 10) / 10;
  return {
    ...learner,
    msPerUpdate,
    framesPerSecond: Math.round((1000 * unroll * batch) / msPerUpdate),
    startSeconds: Math.round(times[0]!) / 1000,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

/** An unroll of random pictures, actions, rewards and episode starts. */
function randomUnroll(unrollLength: number, environments: number): UnrollBuffer {
  const random = new Random(1);
  const buffer = new UnrollBuffer({
    unrollLength,
    environments,
    observationShape: OBSERVATION,
  });
  const size = OBSERVATION.reduce((product, extent) => product * extent, environments);
  for (let row = 0; row <= unrollLength; row++) {
    const starts = Uint8Array.from({ length: environments }, () =>
      random.float() < EPISODE_START_PROBABILITY ? 1 : 0,
    );
    const arrival: Arrival = {
      observations: Uint8Array.from({ length: size }, () => random.integer(256)),
      rewards: Float32Array.from({ length: environments }, () => random.float() - 0.5),
      terminated: starts,
      truncated: new Uint8Array(environments),
      episodeStarts: starts,
      present: new Uint8Array(environments).fill(1),
      restarted: new Uint8Array(environments),
    };
    buffer.setArrival(row, { start: 0, end: environments }, arrival);
    if (row === unrollLength) break;
    buffer.setActions(row, 0, {
      actions: Int32Array.from({ length: environments }, () => random.integer(ACTIONS)),
      logProbabilities: new Float32Array(environments),
    });
  }
  return buffer;
}
