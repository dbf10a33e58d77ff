import { describe, expect, test } from 'vitest';
import {
  ActionRepeat,
  checkEnv,
  ClipReward,
  EnvError,
  make,
  makeVec,
  OrderEnforcing,
  register,
  registeredIds,
  RegistryError,
  spec,
  TimeLimit,
} from '../../../envs/src/index.js';
import type { EnvOptions } from '../../../envs/src/index.js';
import { CountingEnv } from '../../support/countingEnv.js';

const LONG = 'Test/CountingLong-v0';
const SHORT = 'Test/CountingShort-v1';
const SIZED = 'Test/CountingSized-v0';

const asked: EnvOptions[] = [];
const entryPoint = (options: EnvOptions): CountingEnv => {
  asked.push(options);
  return new CountingEnv({ episodeSteps: 100 });
};
register({ id: LONG, entryPoint });
register({
  id: SHORT,
  entryPoint,
  maxEpisodeSteps: 5,
  framesPerStep: 4,
  options: { size: 'small' },
});
register({
  id: SIZED,
  entryPoint,
  maxEpisodeSteps: ({ seconds }) => (typeof seconds === 'number' ? seconds * 15 : undefined),
  framesPerStep: ({ repeat }) => (typeof repeat === 'number' ? repeat : 2),
});

test('make wraps as Gymnasium does', () => {
  const env = make(SHORT);
  expect(String(env)).toBe('<TimeLimit<OrderEnforcing<PassiveEnvChecker<CountingEnv>>>>');
  expect(env).toBeInstanceOf(TimeLimit);
  expect(env.env).toBeInstanceOf(OrderEnforcing);
  expect(env.unwrapped).toBeInstanceOf(CountingEnv);
  expect(String(make(LONG))).toBe('<OrderEnforcing<PassiveEnvChecker<CountingEnv>>>');
  const unchecked = make(LONG, {}, { disableEnvChecker: true });
  expect(String(unchecked)).toBe('<OrderEnforcing<CountingEnv>>');
});

test('options given to make go over the registered ones and reach the environment', () => {
  make(SHORT);
  expect(asked.at(-1)).toEqual({ size: 'small' });
  const env = make(SHORT, { size: 'large', fog: true });
  expect(asked.at(-1)).toEqual({ size: 'large', fog: true });
  expect(env.spec).toEqual({
    id: SHORT,
    options: { size: 'large', fog: true },
    maxEpisodeSteps: 5,
    framesPerStep: 4,
  });
});

test('limits and frames may depend on the options', () => {
  expect(spec(SIZED)).toEqual({
    id: SIZED,
    options: {},
    maxEpisodeSteps: undefined,
    framesPerStep: 2,
  });
  const options = { seconds: 2, repeat: 3 };
  expect(spec(SIZED, options)).toEqual({
    id: SIZED,
    options,
    maxEpisodeSteps: 30,
    framesPerStep: 3,
  });
  expect(make(SIZED, options)).toMatchObject({ maxEpisodeSteps: 30 });
});

test('make may set another limit, or none', () => {
  expect(make(SHORT, {}, { maxEpisodeSteps: 7 }).spec?.maxEpisodeSteps).toBe(7);
  expect(make(LONG, {}, { maxEpisodeSteps: 7 })).toMatchObject({ maxEpisodeSteps: 7 });
  const unlimited = make(SHORT, {}, { maxEpisodeSteps: null });
  expect(unlimited).toBeInstanceOf(OrderEnforcing);
  expect(unlimited.spec?.maxEpisodeSteps).toBeUndefined();
});

test.each([0, -1, 1.5])('make refuses a limit of %d', (maxEpisodeSteps) => {
  expect(() => make(LONG, {}, { maxEpisodeSteps })).toThrow(`above 0, got ${maxEpisodeSteps}`);
});

test('a spec makes the same environment once more, or another one', () => {
  const made = make(SHORT, { fog: true }, { maxEpisodeSteps: 7 }).spec!;
  expect(make(made).spec).toEqual(made);
  expect(make(made, { fog: false }).spec).toEqual({
    ...made,
    options: { size: 'small', fog: false },
  });
  expect(make(made, {}, { maxEpisodeSteps: 8 }).spec?.maxEpisodeSteps).toBe(8);
  expect(JSON.parse(JSON.stringify(made))).toEqual(made);
});

test('registered wrappers are put around all else, thresholds stand in the spec', () => {
  const id = 'Test/CountingWrapped-v0';
  register({
    id,
    entryPoint,
    maxEpisodeSteps: 5,
    rewardThreshold: 3,
    disableEnvChecker: true,
    wrappers: [(env) => new ActionRepeat(env, 2), (env) => new ClipReward(env, { max: 1 })],
  });
  const env = make(id);
  expect(String(env)).toBe('<ClipReward<ActionRepeat<TimeLimit<OrderEnforcing<CountingEnv>>>>>');
  expect(env.spec).toMatchObject({ framesPerStep: 2, rewardThreshold: 3 });
  expect('nondeterministic' in env.spec!).toBe(false);
});

test('checkEnv asks a nondeterministic environment for no equal episodes', () => {
  const id = 'Test/CountingChance-v0';
  register({ id, entryPoint: () => new Chance({ episodeSteps: 9 }), nondeterministic: true });
  const { skipped } = checkEnv(make(id));
  expect(skipped.map(({ check }) => check)).toEqual([
    'seeding',
    'step determinism',
    'rendering',
    'state',
  ]);
});

/** Gives a seed of its own to every episode. */
class Chance extends CountingEnv {
  #episode = 0;

  override reset(): ReturnType<CountingEnv['reset']> {
    return super.reset({ seed: this.#episode++ });
  }
}

describe('makeVec', () => {
  test('makes equal environments with options, limits and a mode', () => {
    const vector = makeVec(SHORT, {
      numEnvs: 3,
      options: { size: 'large' },
      maxEpisodeSteps: 2,
      autoreset: 'next-step',
    });
    expect(asked.slice(-3)).toEqual(Array(3).fill({ size: 'large' }));
    expect(vector).toMatchObject({ numEnvs: 3, autoreset: 'next-step' });
    expect(vector.spec?.maxEpisodeSteps).toBe(2);
  });

  test.each([0, 1.5, NaN])('refuses %d environments', (numEnvs) => {
    expect(() => makeVec(SHORT, { numEnvs })).toThrow(`above 0, got ${numEnvs}`);
  });
});

test('a wrong framesPerStep is refused', () => {
  expect(() => spec(SIZED, { repeat: 0.5 })).toThrow(EnvError);
  expect(() => make(SIZED, { repeat: 0 })).toThrow(
    'framesPerStep must be a whole number above 0, got 0',
  );
});

test('ids are listed in order', () => {
  expect(registeredIds()).toEqual(expect.arrayContaining([LONG, SHORT, SIZED]));
  expect(registeredIds()).toEqual(registeredIds().toSorted());
});

test.each([
  ['Test/CountingLong-v1', LONG], // the version
  ['test/countinglong-v0', LONG], // the case
  ['CountingShort-v1', SHORT], // no namespace
  ['Test/ContingSised-v0', SIZED], // typing errors
  ['Test/CountingShirt-v1', SHORT],
])('an unknown %s names %s first', (id, nearest) => {
  expect(() => make(id)).toThrow(RegistryError);
  expect(() => spec(id)).toThrow(`no environment '${id}' is registered; nearest: '${nearest}'`);
});

test('an id can be taken only once', () => {
  expect(() => {
    register({ id: LONG, entryPoint });
  }).toThrow(/'Test\/CountingLong-v0' is registered already/);
});

test.each(['', 'Counting', 'Test/Counting', 'Test/Counting-v', 'a/b/c-v0', 'Test/Counting-v1 '])(
  'the id %j is refused',
  (id) => {
    expect(() => {
      register({ id, entryPoint });
    }).toThrow(/\[namespace\/\]name-vN/);
  },
);

test.each(['Counting-v0', 'Test/Counting.2d-v10'])('the id %j is accepted', (id) => {
  register({ id, entryPoint });
  expect(spec(id).id).toBe(id);
});
