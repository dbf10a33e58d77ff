/**
 * `npx tsx test/bench/auxiliary.ts [rounds] [names…]`: what each auxiliary loss costs, as the ratio of an update with it to the
 * same update without. T = 100, B = 8, 72×96 pixels, shallow torso, every setting at its default. Updates are run in
 * turn, round by round, and ratios are taken within a round: machines drift and are shared. Processor time, of all threads
 * together, says more than the clock where others compute, too.
 */
import { a2cConfig, createA2cAgent } from '../../agents/a2c/index.js';
import { AUXILIARY_LOSSES, buildAuxiliaries } from '../../src/auxiliary/index.js';
import { chooseEngine, compile, imageTensor, tf } from '../../src/compute/index.js';
import { drawsOf, trainableVariables, update } from '../../src/learner/index.js';
import type { UpdateInputs } from '../../src/learner/index.js';
import { createRmsProp } from '../../src/optim/index.js';
import { randomNumbers } from '../support/random.js';

const [T, B, ACTIONS] = [100, 8, 9];
const IMAGE = [72, 96, 3] as const;
const PIXELS = IMAGE[0] * IMAGE[1] * IMAGE[2];
const WARM_UP = 2;
const EPISODE_START_PROBABILITY = 1 / 200;
const REWARD_PROBABILITY = 1 / 50;

/** Milliseconds of one update: by the clock, and of all threads together. */
interface Timing {
  readonly clock: number;
  readonly processor: number;
}

/** Runs one compiled update. */
type Step = (index: number) => Promise<Timing>;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

function stepWith(name: string | null): Step {
  const config = a2cConfig.parse({ unrollLength: T });
  const agent = createA2cAgent({ config, imageShape: IMAGE, actions: ACTIONS, seed: 1 });
  const { embeddingSize, contextSize } = agent;
  const auxiliaries = buildAuxiliaries(AUXILIARY_LOSSES, {
    settings: Object.fromEntries(
      AUXILIARY_LOSSES.filter((loss) => loss.name === name).map((loss) => [
        loss.name,
        loss.config.parse({}),
      ]),
    ),
    sizes: {
      ...{ embeddingSize, contextSize, actions: ACTIONS, observationShape: IMAGE },
      ...{ unrollLength: T, seed: 2 },
    },
  });
  const variables = trainableVariables(agent, auxiliaries);
  const optimizer = createRmsProp(variables, { decay: 0.99, epsilon: 0.1 });
  const parts = { agent, auxiliaries, optimizer, gradientClip: 40 };
  const program = compile(
    { update: (inputs: UpdateInputs) => update(parts, inputs) },
    { variables: [...variables.values(), ...optimizer.slots.values()] },
  );
  return async (index) => {
    const inputs = {
      batch: unroll(),
      state: agent.initialState(B),
      learningRate: tf.scalar(1e-4),
      draws: drawsOf(auxiliaries, index),
    };
    const [start, used] = [performance.now(), process.cpuUsage()];
    const metrics = program.call.update(inputs);
    await Promise.all(Object.values(metrics).map((metric) => metric.data()));
    const clock = performance.now() - start;
    const { user, system } = process.cpuUsage(used);
    tf.dispose([inputs, metrics]);
    return { clock, processor: (user + system) / 1000 };
  };
}

const random = randomNumbers(1);
const pixels = Uint8Array.from({ length: T * B * PIXELS }, (_, i) => (i * 7919) % 256);
const starts = random.flags(T * B, EPISODE_START_PROBABILITY);
const rewards = random.flags(T * B, REWARD_PROBABILITY);
const actions = random.integers(T * B, ACTIONS);

function unroll(): UpdateInputs['batch'] {
  const zeros = (): tf.Tensor2D => tf.zeros([T, B]);
  return {
    percepts: {
      observations: imageTensor(pixels, [T, B, ...IMAGE]) as tf.Tensor5D,
      lastActions: tf.zeros([T, B], 'int32'),
      lastRewards: zeros(),
      episodeStarts: tf.tensor2d(starts, [T, B]),
    },
    next: {
      observations: imageTensor(pixels.subarray(0, B * PIXELS), [B, ...IMAGE]) as tf.Tensor4D,
      lastActions: tf.zeros([B], 'int32'),
      lastRewards: tf.zeros([B]),
      episodeStarts: tf.zeros([B]),
    },
    actions: tf.tensor2d(actions, [T, B], 'int32'),
    rewards: tf.tensor2d(rewards, [T, B]),
    ends: zeros(),
    cutValues: zeros(),
    weights: tf.ones([T, B]),
  };
}

const rounds = Number(process.argv[2] ?? 7);
await chooseEngine({ preferred: 'tensorflow' });
const wanted = process.argv.slice(3);
const all = AUXILIARY_LOSSES.map(({ name }) => name);
const names = [null, ...all.filter((name) => wanted.length === 0 || wanted.includes(name))];
const steps = names.map(stepWith);
const times: Timing[][] = [];
for (let round = 0; round < WARM_UP + rounds; round++) {
  const row: Timing[] = [];
  for (const step of steps) row.push(await step(round));
  if (round >= WARM_UP) times.push(row);
}
names.forEach((name, i) => {
  const columns = (['clock', 'processor'] as const).map((kind) => {
    const ms = median(times.map((row) => row[i]![kind])).toFixed(0);
    const ratio = median(times.map((row) => row[i]![kind] / row[0]![kind])).toFixed(2);
    return `${kind} ${ms.padStart(6)} ms ×${ratio}`;
  });
  process.stdout.write(`${[(name ?? 'none').padEnd(18), ...columns].join('   ')}\n`);
});
