import { tf } from '../../src/compute/index.js';
import type {
  Agent,
  AgentState,
  Decision,
  Percept,
  UnrollBatch,
  UnrollResult,
} from '../../src/learner/index.js';
import { readCount } from '../support/countingEnv.js';
import type { Count } from '../support/countingEnv.js';

/** What one environment shows at one moment, as numbers. */
export interface Seen {
  readonly count: Count;
  readonly lastAction: number;
  readonly lastReward: number;
  readonly episodeStart: number;
}

/**
 * The recurrent state of one environment: how many observations of the episode it has seen, and the
 * last of them. It starts anew where an episode starts.
 */
export interface Memory {
  readonly observations: number;
  readonly episode: number;
  readonly step: number;
}

/** One call of `act`, by environment of the batch. */
export interface ActCall {
  readonly seen: readonly Seen[];
  readonly before: readonly Memory[];
  readonly noise: Float32Array;
}

/** One call of `unroll`. `rows` are 0 to T; the lists below 0 to T − 1; all time first. */
export interface UnrollCall {
  readonly rows: readonly (readonly Seen[])[];
  readonly before: readonly Memory[];
  readonly actions: number[][];
  readonly rewards: number[][];
  readonly ends: number[][];
  readonly cutValues: number[][];
  readonly weights: number[][];
}

/** An agent that learns nothing and writes down all it is given; it reads tensors, so: engine `cpu`. */
export interface CountingAgent extends Agent {
  readonly acts: ActCall[];
  readonly unrolls: UnrollCall[];
}

/** The action that {@link countingAgent} takes: any fixed mixture of all it knows. */
export function countingAction(seen: Seen, after: Memory): number {
  return (after.observations + 2 * (seen.lastAction + 1) + seen.count.episode) % 3;
}

/** The value that {@link countingAgent} gives an observation: tells all its inputs, exact in float32. */
export function countingValue(seen: Seen, after: Memory): number {
  const { step, episode } = seen.count;
  return step + 32 * after.observations + 1024 * (seen.lastAction + 1) + 4096 * episode;
}

/** What the agent remembers once it has seen an observation. */
export function remember(before: Memory, { count, episodeStart }: Seen): Memory {
  const observations = episodeStart === 1 ? 1 : before.observations + 1;
  return { observations, episode: count.episode, step: count.step };
}

export function countingAgent(): CountingAgent {
  const weight = tf.tidy(() => tf.variable(tf.scalar(1)));
  const acts: ActCall[] = [];
  const unrolls: UnrollCall[] = [];
  return {
    acts,
    unrolls,
    variables: new Map([['weight', weight]]),
    embeddingSize: 1,
    contextSize: 1,
    actions: 3,
    initialState: (batch) => ({ memory: tf.zeros([batch, 3]) }),
    act: ({ percept, state, noise }) => {
      const call = { seen: readPercept(percept), before: readMemory(state) };
      acts.push({ ...call, noise: Float32Array.from(noise.dataSync()) });
      return decide(call);
    },
    unroll: (batch, state) => {
      unrolls.push({ ...readBatch(batch), before: readMemory(state) });
      return unrollResult(weight as tf.Tensor as tf.Scalar, batch); // a variable forgets its rank
    },
    dispose: () => {
      weight.dispose();
    },
  };
}

function decide({ seen, before }: Pick<ActCall, 'seen' | 'before'>): Decision {
  const after = seen.map((one, i) => remember(before[i]!, one));
  const memory = after.flatMap(({ observations, episode, step }) => [observations, episode, step]);
  const each = (f: (seen: Seen, after: Memory) => number): number[] =>
    seen.map((one, i) => f(one, after[i]!));
  return {
    actions: tf.tensor1d(each(countingAction), 'int32'),
    logProbabilities: tf.zeros([seen.length]),
    values: tf.tensor1d(each(countingValue)),
    state: { memory: tf.tensor2d(memory, [seen.length, 3]) },
  };
}

/** A loss with a gradient, so that there is something to update; its features are never asked for. */
function unrollResult(
  weight: tf.Scalar,
  { actions, rewards, percepts }: UnrollBatch,
): UnrollResult {
  const nothing: tf.Tensor3D = tf.zeros([...actions.shape, 1]);
  const { episodeStarts } = percepts;
  return {
    loss: tf.square(weight),
    meanLossScale: 1,
    metrics: {},
    features: {
      embeddings: nothing,
      contexts: nothing,
      episodeStarts,
      actions,
      rewards,
      observations: () => tf.zeros([0, 0, 0, 0, 3]),
      encode: () => tf.zeros([0, 1]),
    },
  };
}

function readPercept(percept: Percept): Seen[] {
  const [environments] = percept.observations.shape;
  return readRows(percept, [1, environments])[0]!;
}

function readBatch({ percepts, next, ...taken }: UnrollBatch): Omit<UnrollCall, 'before'> {
  const [steps, environments] = taken.actions.shape;
  const grid = (tensor: tf.Tensor2D): number[][] => tensor.arraySync();
  return {
    rows: [...readRows(percepts, [steps, environments]), readPercept(next)],
    actions: grid(taken.actions),
    rewards: grid(taken.rewards),
    ends: grid(taken.ends),
    cutValues: grid(taken.cutValues),
    weights: grid(taken.weights),
  };
}

/** The fields of a percept, `[steps × environments]`, by row and environment. */
function readRows(
  percepts: Readonly<Record<keyof Percept, tf.Tensor>>,
  [steps, environments]: readonly [number, number],
): Seen[][] {
  const pictures = Uint8Array.from(percepts.observations.dataSync());
  const size = pictures.length / (steps * environments);
  const lastActions = percepts.lastActions.dataSync();
  const lastRewards = percepts.lastRewards.dataSync();
  const episodeStarts = percepts.episodeStarts.dataSync();
  const read = (index: number): Seen => ({
    count: readCount(pictures.subarray(index * size, (index + 1) * size)),
    lastAction: lastActions[index]!,
    lastReward: lastRewards[index]!,
    episodeStart: episodeStarts[index]!,
  });
  return Array.from({ length: steps }, (_, row) =>
    Array.from({ length: environments }, (__, i) => read(row * environments + i)),
  );
}

function readMemory({ memory }: AgentState): Memory[] {
  const rows = memory!.arraySync(); // the only state `initialState` makes
  return rows.map(([observations, episode, step]) => ({
    observations: observations!,
    episode: episode!,
    step: step!,
  }));
}
