import { describe, expect, test } from 'vitest';
import {
  Box,
  checkEnv,
  decodeState,
  Dict,
  Discrete,
  encodeState,
  EnvCheckError,
  MultiBinary,
  MultiDiscrete,
  OrderEnforcing,
  Random,
  Text,
  TimeLimit,
  Tuple,
} from '../../../envs/src/index.js';
import type {
  Env,
  Frame,
  Info,
  RandomState,
  ResetOptions,
  StatefulEnv,
  StepResult,
} from '../../../envs/src/index.js';
import { CountingEnv } from '../../support/countingEnv.js';

/** State of {@link RandomWalk}. */
type Walk = { position: number; steps: number; random: RandomState };

const ALL = [
  'spaces',
  'reset result',
  'seeding',
  'step results',
  'step determinism',
  'rendering',
  'invalid action',
  'end of episode',
  'state',
  'close',
];

/** A sound environment with chance in starts and steps; the tests below each break one thing. */
class RandomWalk implements StatefulEnv<Float32Array, number> {
  observationSpace = new Box({ low: -100, high: 100, shape: [2] });
  actionSpace = new Discrete(2);
  random = new Random(0);
  position = 0;
  steps = 0;

  reset({ seed }: ResetOptions = {}): [Float32Array, Info] {
    if (seed !== undefined) this.random = new Random(seed);
    this.position = this.random.integer(50);
    this.steps = 0;
    return [this.observe(), {}];
  }

  step(action: number): StepResult<Float32Array> {
    if (!this.actionSpace.contains(action)) throw new Error('no such action');
    if (this.ended()) throw new Error('the episode has ended');
    this.position += action + this.random.integer(2) - 1;
    this.steps++;
    return [this.observe(), this.position, this.ended(), false, {}];
  }

  render(): Frame | null {
    return { width: 2, height: 1, data: new Uint8Array(6) };
  }

  close(): void {
    // holds nothing
  }

  saveState(): Uint8Array {
    return encodeState({ kind: 'RandomWalk/1', value: this.write() });
  }

  loadState(state: Uint8Array): Float32Array {
    this.read(decodeState(state, 'RandomWalk/1').value as Walk);
    return this.observe();
  }

  observe(): Float32Array {
    return Float32Array.of(this.position, this.steps);
  }

  ended(): boolean {
    return this.steps >= 20;
  }

  write(): Walk {
    return { position: this.position, steps: this.steps, random: this.random.getState() };
  }

  read({ position, steps, random }: Walk): void {
    this.position = position;
    this.steps = steps;
    this.random.setState(random);
  }
}

/** A way to break {@link RandomWalk}: what `change` does to it, and what the check should say. */
type Fault = readonly [
  name: string,
  check: string,
  change: (env: RandomWalk) => Record<string, unknown>,
  message: RegExp,
];

const { prototype } = RandomWalk;
let outside = 0; // stands for the clock or Math.random

const FAULTS: readonly Fault[] = [
  ['no action space', 'spaces', () => ({ actionSpace: undefined }), /actionSpace is missing/],
  [
    'a space that ignores seeds',
    'spaces',
    () => ({
      observationSpace: Object.assign(new Box({ low: 0, high: 1, shape: [1] }), {
        seed: () => undefined,
      }),
    }),
    /draws differently for the same seed .* seed\(\) does not seed sample\(\)/,
  ],
  [
    'a bare observation',
    'reset result',
    () => ({ reset: () => new Float32Array(2) }),
    /must return \[observation, info\], got a Float32Array of 8 bytes/,
  ],
  [
    'another typed array',
    'reset result',
    () => ({ observe: () => new Float64Array(2) }),
    /reset\({ seed }\) is not in Box\(-100.0, 100.0, \(2,\), float32\): got a Float64Array/,
  ],
  [
    'an observation out of range',
    'reset result',
    () => ({ observe: () => Float32Array.of(0, 101) }),
    /with 101 at element 1/,
  ],
  ['no info', 'reset result', () => ({ reset: () => [new Float32Array(2)] }), /must return \[obs/],
  [
    'an info that is none',
    'reset result',
    () => ({ reset: () => [new Float32Array(2), null] }),
    /info of reset\({ seed }\) must be an object, got null/,
  ],
  [
    'starts from outside the seed',
    'seeding',
    (env) => ({ reset: () => [Float32Array.of(outside++ % 90, (env.steps = 0)), {}] }),
    /gave two different observations .* not drawn from a generator seeded in reset/,
  ],
  [
    '`if (seed)`',
    'seeding',
    () => ({
      reset(this: RandomWalk, { seed }: ResetOptions = {}) {
        return prototype.reset.call(this, seed ? { seed } : {});
      },
    }),
    /reset\({ seed: 0 }\) gave two .* `if \(seed\)`/,
  ],
  [
    'a constant seed where none is given',
    'seeding',
    () => ({
      reset(this: RandomWalk, { seed = 123 }: ResetOptions = {}) {
        return prototype.reset.call(this, { seed });
      },
    }),
    /reset\(\) without a seed repeats the episode of reset\({ seed: 123 }\)/,
  ],
  [
    'the older form of step',
    'step results',
    () => ({ step: () => [new Float32Array(2), 0, false, {}] }),
    /step 1 must return .* `done`/,
  ],
  [
    'an observation that leaves the space',
    'step results',
    () => ({
      observe(this: RandomWalk) {
        return Float32Array.of(this.steps === 7 ? NaN : 0, 0);
      },
    }),
    /the observation of step 7 is not in .* with NaN at element 0/,
  ],
  [
    'a reward that is no number',
    'step results',
    () => ({ step: () => [new Float32Array(2), NaN, false, false, {}] }),
    /the reward of step 1 must be a finite number, got NaN/,
  ],
  [
    'flags that are numbers',
    'step results',
    () => ({ step: () => [new Float32Array(2), 0, false, 0, {}] }),
    /truncated of step 1 must be true or false, got 0/,
  ],
  [
    'a step without info',
    'step results',
    () => ({ step: () => [new Float32Array(2), 0, false, false, undefined] }),
    /the info of step 1 must be an object, got undefined/,
  ],
  [
    'a truncated first step',
    'step results',
    () => ({ step: () => [new Float32Array(2), 0, false, true, {}] }),
    /the first step is truncated/,
  ],
  [
    'chance from outside the seed',
    'step determinism',
    () => ({
      step(this: RandomWalk, action: number) {
        const result = prototype.step.call(this, action);
        result[1] = outside++;
        return result;
      },
    }),
    /two different episodes \(step 1, at reward/,
  ],
  [
    'a member that reset leaves as it is',
    'step determinism',
    () => ({
      reset(this: RandomWalk, options?: ResetOptions) {
        const { steps } = this;
        const [, info] = prototype.reset.call(this, options);
        this.steps = steps % 20; // zero only where the last episode was played to its end
        return [Float32Array.of(this.position, 0), info];
      },
    }),
    /step 1, at observation: at 1/,
  ],
  [
    'a picture of the wrong size',
    'rendering',
    () => ({ render: () => ({ width: 2, height: 1, data: new Uint8Array(8) }) }),
    /width × height × 3 bytes; got a Uint8Array of 8 bytes for width 2, height 1/,
  ],
  [
    'a picture that draws from the generator',
    'rendering',
    () => ({
      render(this: RandomWalk) {
        this.random.float();
        return null;
      },
    }),
    /render\(\) changes the episode/,
  ],
  [
    'actions that are not checked',
    'invalid action',
    () => ({ actionSpace: Object.assign(new Discrete(2), { contains: () => true }) }),
    /step\(2\) is accepted, though not in Discrete\(2\)/,
  ],
  [
    'a step that is taken after the end',
    'end of episode',
    () => ({
      step(this: RandomWalk, action: number) {
        return this.ended()
          ? [this.observe(), 0, true, false, {}]
          : prototype.step.call(this, action);
      },
    }),
    /accepted after the episode ended at step 20.*OrderEnforcing/,
  ],
  [
    'a state without the generator',
    'state',
    () => ({
      read(this: RandomWalk, { position, steps }: Walk) {
        Object.assign(this, { position, steps });
      },
    }),
    /after loadState\(\) the future differs .* is not saved/,
  ],
  [
    'a state without what only a seeded reset draws',
    'state',
    () => {
      let wall = 0;
      return {
        reset(this: RandomWalk, options: ResetOptions = {}) {
          wall = options.seed ?? wall;
          return prototype.reset.call(this, options);
        },
        observe(this: RandomWalk) {
          return Float32Array.of(this.position, wall % 100);
        },
      };
    },
    /loadState\(\) returned another observation .*at 1: 23 against 24/,
  ],
  [
    'an old observation after loading',
    'state',
    () => ({
      loadState(this: RandomWalk, state: Uint8Array) {
        const before = this.observe();
        prototype.loadState.call(this, state);
        return before;
      },
    }),
    /loadState\(\) returned another observation/,
  ],
  [
    'saving that draws from the generator',
    'state',
    () => ({
      saveState(this: RandomWalk) {
        const state = prototype.saveState.call(this);
        this.random.float();
        return state;
      },
    }),
    /saveState\(\) changes what follows/,
  ],
  [
    'bytes of a state that are written to later',
    'state',
    (env) => {
      const bytes = prototype.saveState.call(env);
      return {
        saveState: () => bytes,
        observe(this: RandomWalk) {
          bytes[bytes.length - 1]!++;
          return prototype.observe.call(this);
        },
      };
    },
    /the bytes of saveState\(\) changed later/,
  ],
  [
    'bytes of a state that are adopted by loading',
    'state',
    () => {
      let adopted: Uint8Array | undefined;
      return {
        loadState(this: RandomWalk, state: Uint8Array) {
          const observation = prototype.loadState.call(this, state);
          adopted = state;
          return observation;
        },
        observe(this: RandomWalk) {
          if (adopted) adopted[0] = 0;
          return prototype.observe.call(this);
        },
      };
    },
    /the bytes of saveState\(\) changed later/,
  ],
  [
    'damaged bytes that are taken',
    'state',
    () => {
      let whole: Uint8Array = new Uint8Array();
      return {
        saveState(this: RandomWalk) {
          return (whole = prototype.saveState.call(this)).slice();
        },
        loadState(this: RandomWalk) {
          return prototype.loadState.call(this, whole);
        },
      };
    },
    /accepts damaged bytes/,
  ],
  [
    'damaged bytes with an error of another kind',
    'state',
    () => ({
      loadState(this: RandomWalk, state: Uint8Array) {
        try {
          return prototype.loadState.call(this, state);
        } catch {
          throw new RangeError('offset');
        }
      },
    }),
    /damaged bytes threw RangeError: offset/,
  ],
  [
    'close that cannot be called twice',
    'close',
    () => {
      let open = true;
      return {
        close: () => {
          if (!open) throw new Error('closed already');
          open = false;
        },
      };
    },
    /closed already/,
  ],
];

describe('finds', () => {
  test.each(FAULTS)('%s', (_, check, change, message) => {
    const env = new RandomWalk();
    Object.assign(env, change(env));
    outside = 0;
    const error = thrownBy(() => checkEnv(env));
    expect(error).toBeInstanceOf(EnvCheckError);
    expect(error).toMatchObject({ message: expect.stringMatching(message) as string });
    expect(String(error)).toContain(`checkEnv of RandomWalk, ${check}: `);
  });
});

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('passes', () => {
  test('a sound environment, whole', () => {
    expect(checkEnv(new RandomWalk())).toEqual({ passed: ALL, skipped: [], warnings: [] });
  });

  test('one that reuses its observation buffer', () => {
    const env = new OrderEnforcing(new CountingEnv({ episodeSteps: 7 }));
    expect(checkEnv(env)).toEqual({ passed: ALL, skipped: [], warnings: [] });
  });

  test('the same with a time limit', () => {
    const env = new TimeLimit(new OrderEnforcing(new CountingEnv({ episodeSteps: 70 })), 7);
    expect(checkEnv(env, { seed: 5 })).toEqual({ passed: ALL, skipped: [], warnings: [] });
  });

  test('says what it could not check', () => {
    const env = new RandomWalk();
    env.ended = () => false;
    env.observe = () => new Float32Array(2);
    Object.assign(env, { saveState: undefined });
    const { passed, skipped } = checkEnv(env, { maxSteps: 30 });
    expect(skipped).toEqual([
      { check: 'seeding', reason: 'first observations do not depend on the seed' },
      {
        check: 'end of episode',
        reason: 'no episode ended within 30 steps; raise maxSteps to check the end',
      },
      { check: 'state', reason: 'the environment has no saveState and loadState' },
    ]);
    expect(passed).toEqual(ALL.filter((check) => !skipped.some((one) => one.check === check)));
  });

  test('leaves the environment closed', () => {
    const env = new OrderEnforcing(new RandomWalk());
    checkEnv(env);
    expect(() => env.reset()).toThrow(/after close\(\)/);
  });
});

describe('warns of', () => {
  const withSpaces = (spaces: Partial<RandomWalk>): RandomWalk =>
    Object.assign(new RandomWalk(), spaces);

  test.each([
    ['no lower bound', new Box({ low: -Infinity, high: 100, shape: [2] }), /no lower bound/],
    ['no upper bound', new Box({ low: -100, high: Infinity, shape: [2] }), /no upper bound/],
    ['equal bounds', new Box({ low: [-100, 0], high: [100, 20], shape: [2] }), undefined],
  ])('%s', (_, observationSpace, message) => {
    const { warnings } = checkEnv(withSpaces({ observationSpace }));
    expect(warnings).toEqual(message ? [expect.stringMatching(message)] : []);
  });
});

test.each([
  ['MultiDiscrete', new MultiDiscrete([2, 3]), 'step(a Int32Array of 8 bytes) is accepted'],
  ['MultiBinary', new MultiBinary(2), 'step(a Uint8Array of 2 bytes) is accepted'],
  ['Text', new Text(2), 'step("aaa") is accepted'],
  ['Dict', new Dict({ a: new Discrete(2) }), 'step({}) is accepted'],
  ['Tuple', new Tuple([new Discrete(1)]), 'step([0,null]) is accepted'],
])('an action outside a %s is tried too', (_, actionSpace, message) => {
  const walk = new RandomWalk();
  const env: Env = Object.assign(Object.create(walk) as RandomWalk, {
    actionSpace,
    reset: (options?: ResetOptions) => walk.reset(options),
    step: () => walk.step(1),
    saveState: () => walk.saveState(),
    loadState: (state: Uint8Array) => walk.loadState(state),
  }); // its actions are others
  expect(() => checkEnv(env)).toThrow(message);
});
