import { Box, make, Resize, SyncVectorEnv, TransformObservation } from '@rl-tools/env';
import type { Env } from '@rl-tools/env';
import { registerLevels } from '@rl-tools/env/levels';
import { createAgent } from '../gruAgent.js';
import { train } from '../shared/training.js';
import type { Progress } from '../shared/training.js';

const LEVEL = 'RlTools/SeekAvoidArena-v0';
const ENVIRONMENTS = 16;
/** K, steps that CPC predicts. */
export const STEPS_AHEAD = 5;
/** Pixels of the pictures that the agent gets. */
const [HEIGHT, WIDTH] = [9, 12];
const INPUTS = HEIGHT * WIDTH * 3;

/** A training and what can be seen of it. */
export interface Task {
  readonly environments: number;
  readonly training: Iterable<Progress>;
  /** The first environment's current view. */
  readonly render: () => ImageData;
}

/** A small 3D level: eat apples, avoid lemons. */
export function createTask(seed: number): Task {
  registerLevels();
  const views: Env<Uint8Array, number>[] = [];
  const makers = Array.from({ length: ENVIRONMENTS }, () => () => {
    const view = make<Uint8Array, number>(LEVEL, { size: 'small' });
    views.push(view);
    return asNumbers(new Resize(view, { height: HEIGHT, width: WIDTH }));
  });
  const envs = new SyncVectorEnv(makers);
  const sizes = { inputs: INPUTS, embedding: 32, context: 32, steps: STEPS_AHEAD };
  const actions = envs.singleActionSpace.n;
  const agent = createAgent({ ...sizes, actions, learningRate: 0.004, seed });
  return {
    environments: ENVIRONMENTS,
    training: train(agent, { envs, steps: 16, seed, discount: 0.99, lambda: 0.95 }),
    render: () => toImage(views[0]!),
  };
}

/** Pixels from −1 to 1. */
function asNumbers(env: Env<Uint8Array, number>): Env<Float32Array, number> {
  const numbers = new Float32Array(INPUTS);
  return new TransformObservation<Float32Array, number, Uint8Array>(env, {
    observationSpace: new Box({ low: -1, high: 1, shape: [INPUTS] }),
    transform: (pixels) => {
      pixels.forEach((pixel, index) => {
        numbers[index] = pixel / 127.5 - 1;
      });
      return numbers;
    },
  });
}

function toImage(env: Env): ImageData {
  const { width, height, data } = env.render()!; // a level always shows something
  const image = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    image.data.set(data.subarray(3 * i, 3 * i + 3), 4 * i);
    image.data[4 * i + 3] = 255;
  }
  return image;
}
