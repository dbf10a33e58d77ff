import { make } from '@rl-tools/env';
import type { Env } from '@rl-tools/env';
import { CartPole, MountainCar, registerClassic } from '@rl-tools/env/classic';
import { expect } from 'vitest';
import { plain } from './playing.js';

/** A task whose state can be set, with which a run may begin anywhere. */
type Settable = Env<Float32Array, number> & { state: readonly number[] };

/** Decimals that must agree: sine and cosine differ in the last bit, and a pole that falls magnifies that. */
const DIGITS = 12;

/** States in full precision, from given ones on; numbers to compare within 0.5 · 10⁻¹². */
function trajectories(
  env: Settable,
  starts: readonly (readonly number[])[],
  actions: readonly number[],
): unknown {
  return starts.map((start) => {
    env.reset({ seed: 0 });
    env.state = start;
    const run: unknown[] = [];
    for (const action of actions) {
      const [observation, reward, terminated] = env.step(action);
      const rounded = observation.every((value, i) => value === Math.fround(env.state[i]!));
      const state = env.state.map((value): unknown => expect.closeTo(value, DIGITS));
      run.push([state, rounded, reward, terminated]);
      if (terminated) break;
    }
    return run;
  });
}

/** `count` numbers evenly spread, in an order without pattern. */
function linear(count: number, low: number, high: number): number[] {
  return Array.from({ length: count }, (_, i) => low + ((high - low) * ((i * 37) % count)) / count);
}

function columns(...lists: readonly (readonly number[])[]): number[][] {
  return lists[0]!.map((_, i) => lists.map((list) => list[i]!));
}

function described(id: string): { readonly spaces: unknown; readonly spec: unknown } {
  registerClassic();
  const env = make(id);
  return {
    spaces: [env.observationSpace.toString(), env.actionSpace.toString()],
    spec: plain([env.spec?.maxEpisodeSteps, env.spec?.rewardThreshold]),
  };
}

function cartPole(): unknown {
  const starts = [
    [0.01, -0.02, 0.03, 0.04],
    [0, 0, 0, 0],
    [-1, 1.5, -0.1, -0.5],
    [2.3, 1, 0.2, 2],
  ];
  const singles = columns(
    linear(101, -2.4, 2.4),
    linear(101, -3, 3),
    linear(101, -0.4, 0.4),
    linear(101, -4, 4),
  );
  const actions = Array.from({ length: 200 }, (_, i) => (i * i + Math.floor(i / 3)) % 2);
  const sutton = new CartPole({ suttonBartoReward: true }) as unknown as Settable;
  const pole = new CartPole() as unknown as Settable; // a state of four numbers is one of several
  return {
    runs: trajectories(pole, starts, actions),
    suttonBarto: trajectories(sutton, starts.slice(0, 1), actions),
    singles: trajectories(pole, singles, [1]),
    ...described('CartPole-v1'),
  };
}

function mountainCar(): unknown {
  const starts = [
    [-0.5, 0],
    [-0.55, 0.01],
    [-1.19, -0.05],
    [0.45, 0.06],
  ];
  const goals = [
    [0.45, 0.04],
    [0.45, 0.07],
  ];
  const swinging = Array.from({ length: 200 }, (_, i) => (Math.floor(i / 25) % 2 === 0 ? 2 : 0));
  const car = new MountainCar() as unknown as Settable; // a state of two numbers is one of several
  const fast = new MountainCar({ goalVelocity: 0.05 }) as unknown as Settable;
  return {
    runs: trajectories(car, starts, swinging),
    singles: trajectories(car, columns(linear(101, -1.2, 0.6), linear(101, -0.07, 0.07)), [1]),
    goal: trajectories(fast, goals, [2, 2]),
    ...described('MountainCar-v0'),
  };
}

export const CLASSIC_ROWS: Readonly<Record<string, () => unknown>> = {
  'CartPole-v1': cartPole,
  'MountainCar-v0': mountainCar,
};
