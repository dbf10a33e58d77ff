import { describe, expect, test } from 'vitest';
import {
  EnvError,
  InvalidActionError,
  isStateful,
  OrderEnforcing,
  ResetNeededError,
  StateError,
  TimeLimit,
} from '../../../envs/src/index.js';
import type { Env, StatefulEnv, StepResult } from '../../../envs/src/index.js';
import { CountingEnv, readCount } from '../../support/countingEnv.js';
import { golden } from './golden.js';

/** Written by test/golden/env_gymnasium.py. */
const GYMNASIUM = golden<{
  timeLimit: { episodeSteps: number; limit: number; flags: [boolean, boolean][] }[];
}>('env.json');

/** A counting environment that notes what is called on it and knows no order of its own. */
class Recorder extends CountingEnv {
  readonly calls: string[] = [];

  override step(action: number): StepResult<Uint8Array> {
    this.calls.push(`step ${action}`);
    return super.step(action);
  }

  override render(): null {
    this.calls.push('render');
    return null;
  }

  override close(): void {
    this.calls.push('close');
  }
}

function stateful(env: Env<Uint8Array, number>): StatefulEnv<Uint8Array, number> {
  if (!isStateful(env)) throw new Error('expected an environment with state');
  return env;
}

describe('TimeLimit', () => {
  test.each(GYMNASIUM.timeLimit)(
    'flags episodes of $episodeSteps steps under a limit of $limit as Gymnasium does',
    ({ episodeSteps, limit, flags }) => {
      const env = new TimeLimit(new OrderEnforcing(new CountingEnv({ episodeSteps })), limit);
      for (let episode = 0; episode < 2; episode++) {
        env.reset();
        expect(flags.map(() => env.step(0).slice(2, 4))).toEqual(flags);
        expect(() => env.step(0)).toThrow(ResetNeededError);
      }
    },
  );

  test('does not count a step that threw', () => {
    const env = new TimeLimit(new CountingEnv({ episodeSteps: 9 }), 2);
    env.reset();
    expect(() => env.step(3)).toThrow(InvalidActionError);
    expect(env.step(0)[3]).toBe(false);
    expect(env.step(0)[3]).toBe(true);
  });

  test('says what its limit is', () => {
    const spec = { id: 'Test/A-v0', options: {}, framesPerStep: 4 };
    const inner = new OrderEnforcing(new CountingEnv({ episodeSteps: 9 }), spec);
    expect(new TimeLimit(inner, 7).spec).toEqual({ ...spec, maxEpisodeSteps: 7 });
    expect(new TimeLimit(new CountingEnv({ episodeSteps: 9 }), 7).spec).toBeUndefined();
  });

  test.each([1, 2, 3])('goes on counting from a state saved after %d of 3 steps', (steps) => {
    const make = (): StatefulEnv<Uint8Array, number> =>
      stateful(new TimeLimit(new OrderEnforcing(new CountingEnv({ episodeSteps: 9 })), 3));
    const env = make();
    env.reset({ seed: 4 });
    for (let step = 0; step < steps; step++) env.step(1);
    const other = make(); // never reset
    expect(readCount(other.loadState(env.saveState()))).toEqual({
      seed: 4,
      episode: 0,
      step: steps,
      action: 1,
    });
    for (let step = steps + 1; step <= 3; step++) expect(other.step(0)[3]).toBe(step === 3);
    expect(() => other.step(0)).toThrow(ResetNeededError);
  });

  test('refuses a state of other wrappers', () => {
    const bare = stateful(new OrderEnforcing(new CountingEnv({ episodeSteps: 9 })));
    bare.reset();
    const limited = stateful(new TimeLimit(new CountingEnv({ episodeSteps: 9 }), 3));
    expect(() => limited.loadState(bare.saveState())).toThrow(StateError);
  });
});

describe('OrderEnforcing', () => {
  test.each(['step', 'render', 'saveState'] as const)('refuses %s before reset', (call) => {
    const inner = new Recorder({ episodeSteps: 2 });
    const env = stateful(new OrderEnforcing(inner));
    expect(() => (call === 'step' ? env.step(0) : env[call]())).toThrow(
      `Recorder: ${call}() before the first reset(). Call reset() first.`,
    );
    expect(inner.calls).toEqual([]);
  });

  test('refuses a step after the end, until reset', () => {
    const inner = new Recorder({ episodeSteps: 1 });
    const env = new OrderEnforcing(inner);
    env.reset();
    env.step(2);
    expect(() => env.step(1)).toThrow(/after the end of the episode/);
    expect(inner.calls).toEqual(['step 2']);
    env.render(); // the last view may still be looked at
    env.reset();
    expect(() => env.step(1)).not.toThrow();
  });

  test('closes once and refuses what comes after', () => {
    const inner = new Recorder({ episodeSteps: 2 });
    const env = stateful(new OrderEnforcing(inner));
    env.reset();
    const state = env.saveState();
    env.close();
    env.close();
    expect(inner.calls).toEqual(['close']);
    for (const use of [
      () => env.reset(),
      () => env.step(0),
      () => env.render(),
      () => env.saveState(),
      () => env.loadState(state),
    ]) {
      expect(use).toThrow(/after close\(\)/);
      expect(use).toThrow(EnvError);
    }
  });

  test('a loaded end is an end', () => {
    const env = stateful(new OrderEnforcing(new CountingEnv({ episodeSteps: 1 })));
    env.reset();
    env.step(0);
    const state = env.saveState();
    env.reset();
    env.loadState(state);
    expect(() => env.step(0)).toThrow(/after the end of the episode/);
  });
});

test('wrappers pass on spaces, options, pictures and close', () => {
  const inner = new Recorder({ episodeSteps: 2 });
  const env = new TimeLimit(new OrderEnforcing(inner), 5);
  expect(env.observationSpace).toBe(inner.observationSpace);
  expect(env.actionSpace).toBe(inner.actionSpace);
  expect(readCount(env.reset({ seed: 6 })[0]).seed).toBe(6);
  env.render();
  env.close();
  expect(inner.calls).toEqual(['render', 'close']);
});

test('wrappers have saveState only where the inner environment has', () => {
  const inner = new CountingEnv({ episodeSteps: 2 });
  const stateless: Env<Uint8Array, number> = {
    observationSpace: inner.observationSpace,
    actionSpace: inner.actionSpace,
    reset: (options) => inner.reset(options),
    step: (action) => inner.step(action),
    render: () => null,
    close: () => undefined,
  };
  const wrap = (env: Env<Uint8Array, number>): Env => new TimeLimit(new OrderEnforcing(env), 5);
  expect(isStateful(wrap(inner))).toBe(true);
  expect(isStateful(wrap(stateless))).toBe(false);
});
