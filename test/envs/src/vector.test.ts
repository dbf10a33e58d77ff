import { describe, expect, test } from 'vitest';
import {
  batchInfos,
  Box,
  Discrete,
  EnvError,
  InvalidActionError,
  MultiDiscrete,
  OrderEnforcing,
  ResetNeededError,
  SyncVectorEnv,
  TimeLimit,
} from '../../../envs/src/index.js';
import type { Env, Observations, Space, VectorOptions } from '../../../envs/src/index.js';
import { CountingEnv, readCount } from '../../support/countingEnv.js';
import type { Count } from '../../support/countingEnv.js';
import { golden } from './golden.js';

type Numbers = readonly [seed: number, episode: number, step: number];

/** Written by test/golden/env_gymnasium.py. */
const GYMNASIUM = golden<{
  sameStep: {
    first: Numbers[];
    steps: {
      actions: number[];
      observations: Numbers[];
      rewards: number[];
      terminated: boolean[];
      truncated: boolean[];
      finals: (Numbers | null)[];
    }[];
  };
}>('env.json');

function countingVector(episodeSteps: readonly number[], options?: VectorOptions): SyncVectorEnv {
  const makers = episodeSteps.map((steps) => () => {
    return new OrderEnforcing(new CountingEnv({ episodeSteps: steps }));
  });
  return new SyncVectorEnv(makers, options);
}

/** What each row of observations says. */
function counts(observations: Observations, rows: number): Count[] {
  const size = observations.length / rows;
  return Array.from({ length: rows }, (_, row) =>
    readCount((observations as Uint8Array).subarray(row * size, (row + 1) * size)),
  );
}

function numbers({ seed, episode, step }: Count): Numbers {
  return [seed, episode, step];
}

/** A stand-in with given spaces that counts how often it is closed. */
function closable(observation: Space<unknown>, action: Space<unknown>): Env & { closed: number } {
  return {
    closed: 0,
    observationSpace: observation,
    actionSpace: action,
    reset: () => [observation.sample(), {}],
    step: () => [observation.sample(), 0, false, false, {}],
    render: () => null,
    close() {
      this.closed++;
    },
  };
}

describe('step', () => {
  test("gives what Gymnasium's SyncVectorEnv gives with AutoresetMode.SAME_STEP", () => {
    const vector = new SyncVectorEnv([
      () => new CountingEnv({ episodeSteps: 2 }),
      () => new TimeLimit(new CountingEnv({ episodeSteps: 9 }), 3),
    ]);
    const first = vector.reset({ seeds: [10, 20] });
    expect(counts(first.observations, 2).map(numbers)).toEqual(GYMNASIUM.sameStep.first);
    for (const expected of GYMNASIUM.sameStep.steps) {
      const step = vector.step(Int32Array.from(expected.actions));
      expect(counts(step.observations, 2).map(numbers)).toEqual(expected.observations);
      expect([...step.rewards]).toEqual(expected.rewards);
      expect([...step.terminated]).toEqual(expected.terminated.map(Number));
      expect([...step.truncated]).toEqual(expected.truncated.map(Number));
      const finals = [0, 1].map((row) => {
        const final = step.finalObservations.get(row);
        return final ? numbers(readCount(final as Uint8Array)) : null;
      });
      expect(finals).toEqual(expected.finals);
    }
  });

  test('marks first observations, and tells the infos of an end from those of the reset', () => {
    const vector = countingVector([2, 3]);
    const { episodeStarts, infos } = vector.reset({ seeds: [1, 2] });
    expect([...episodeStarts]).toEqual([1, 1]);
    expect(infos[1]).toMatchObject({ count: { seed: 2, step: 0 } });
    expect([...vector.step(Int32Array.of(0, 1)).episodeStarts]).toEqual([0, 0]);
    const step = vector.step(Int32Array.of(2, 1));
    expect([...step.episodeStarts]).toEqual([1, 0]);
    expect(step.infos[0]).toMatchObject({ count: { episode: 1, step: 0, action: null } });
    expect(step.infos[1]).toMatchObject({ count: { episode: 0, step: 2, action: 1 } });
    expect([...step.finalInfos.keys()]).toEqual([0]);
    expect(step.finalInfos.get(0)).toMatchObject({ count: { episode: 0, step: 2, action: 2 } });
  });

  test('reuses its arrays; final observations are copies', () => {
    const vector = countingVector([1]);
    const { observations } = vector.reset();
    const step = vector.step(Int32Array.of(0));
    expect(step.observations).toBe(observations);
    expect(vector.observations).toBe(observations);
    const final = step.finalObservations.get(0)!;
    const before = final.slice();
    vector.step(Int32Array.of(2));
    expect(final).toEqual(before);
  });

  test('checks all actions before any environment moves', () => {
    const vector = countingVector([5, 5, 5]);
    vector.reset();
    const wrong = (): unknown => vector.step(Int32Array.of(0, 1, 3));
    expect(wrong).toThrow(InvalidActionError);
    expect(wrong).toThrow('environment 2: expected an action in Discrete(3), got 3');
    expect(() => vector.step(Int32Array.of(0, 1))).toThrow('an Int32Array of 3 actions');
    expect(() => vector.step([0, 1, 2] as never)).toThrow(InvalidActionError);
    const { observations } = vector.step(Int32Array.of(0, 0, 0));
    expect(counts(observations, 3).map(({ step }) => step)).toEqual([1, 1, 1]);
  });

  test('refuses to step before reset', () => {
    expect(() => countingVector([5, 5]).step(new Int32Array(2))).toThrow(ResetNeededError);
  });

  test('an error of an environment says which it was', () => {
    const broken = closable(new Box({ low: 0, high: 1, shape: [2] }), new Discrete(2));
    broken.reset = () => [new Float32Array(3), {}];
    const vector = new SyncVectorEnv([() => broken]);
    expect(() => vector.reset()).toThrow(
      /environment 0: expected an observation of 2 numbers in a Float32Array, got a Float32Array of 12/,
    );
    broken.reset = () => [new Uint8Array(2), {}];
    expect(() => vector.reset()).toThrow(/got a Uint8Array of 2 bytes/);
  });
});

describe('reset', () => {
  test('seeds each environment, or lets it go on', () => {
    const vector = countingVector([5, 5]);
    vector.reset({ seeds: [7, 8] });
    const { observations } = vector.reset({ seeds: [undefined, 9] });
    expect(counts(observations, 2).map(numbers)).toEqual([
      [7, 1, 0],
      [9, 0, 0],
    ]);
  });

  test('wants one seed per environment', () => {
    expect(() => countingVector([5, 5]).reset({ seeds: [1] })).toThrow(
      'expected 2 seeds, one per environment, got 1',
    );
  });

  test('passes options on', () => {
    const env = closable(new Box({ low: 0, high: 1, shape: [1] }), new Discrete(2));
    const seen: unknown[] = [];
    const makers = [() => ({ ...env, reset: (given?: object) => (seen.push(given), env.reset()) })];
    new SyncVectorEnv(makers).reset({ seeds: [3], options: { map: 'small' } });
    expect(seen).toEqual([{ seed: 3, options: { map: 'small' } }]);
  });
});

describe('firstEpisodeSteps', () => {
  /** `[terminated, truncated]` of row 0 over `steps` steps. */
  function ends(vector: SyncVectorEnv, steps: number): [number, number][] {
    return Array.from({ length: steps }, () => {
      const { terminated, truncated } = vector.step(new Int32Array(vector.numEnvs));
      return [terminated[0]!, truncated[0]!];
    });
  }
  const [GOES_ON, TERMINATED, TRUNCATED, BOTH] = [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ];

  test('truncates the first episode, and no later one', () => {
    const vector = countingVector([3, 3], { firstEpisodeSteps: [2, undefined] });
    vector.reset();
    const expected = [GOES_ON, TRUNCATED, GOES_ON, GOES_ON, TERMINATED, GOES_ON, GOES_ON];
    expect(ends(vector, 7)).toEqual(expected);
    // Row 1 has ended after 3 and 6 steps.
    expect(numbers(counts(vector.observations, 2)[1]!)).toEqual([0, 2, 1]);
    expect(ends(vector, 1)).toEqual([TERMINATED]);
  });

  test('hands out the observation at the cut', () => {
    const vector = countingVector([9], { firstEpisodeSteps: [1] });
    vector.reset({ seeds: [3] });
    const { finalObservations, episodeStarts, observations } = vector.step(Int32Array.of(2));
    expect(readCount(finalObservations.get(0) as Uint8Array)).toMatchObject({ step: 1, action: 2 });
    expect([...episodeStarts]).toEqual([1]);
    expect(counts(observations, 1).map(numbers)).toEqual([[3, 1, 0]]);
  });

  test('a first episode that ends by itself is not followed by a cut', () => {
    const vector = countingVector([2], { firstEpisodeSteps: [3] });
    vector.reset();
    expect(ends(vector, 4)).toEqual([GOES_ON, TERMINATED, GOES_ON, TERMINATED]);
  });

  test('an end and the cut may fall together', () => {
    const vector = countingVector([2], { firstEpisodeSteps: [2] });
    vector.reset();
    expect(ends(vector, 4)).toEqual([GOES_ON, BOTH, GOES_ON, TERMINATED]);
  });

  test('reset begins with a first episode again', () => {
    const vector = countingVector([3], { firstEpisodeSteps: [1] });
    vector.reset();
    expect(ends(vector, 2)).toEqual([TRUNCATED, GOES_ON]);
    vector.reset();
    expect(ends(vector, 2)).toEqual([TRUNCATED, GOES_ON]);
  });

  test.each([[[1, 2, 3]], [[0, 1]], [[1.5, 1]], [[NaN, 1]]])('refuses %j', (firstEpisodeSteps) => {
    expect(() => countingVector([5, 5], { firstEpisodeSteps })).toThrow(/firstEpisodeSteps/);
  });
});

describe('state', () => {
  test.each([0, 1, 2, 3, 4, 5, 6])('after %d steps a row goes on in another vector', (steps) => {
    const options = { firstEpisodeSteps: [2, 4] };
    const act = (step: number): Int32Array => Int32Array.of(step % 3, (step + 1) % 3);
    const original = countingVector([3, 5], options);
    original.reset({ seeds: [5, 6] });
    for (let step = 0; step < steps; step++) original.step(act(step));

    const copy = countingVector([3, 5], options); // never reset
    for (const row of [0, 1]) copy.loadState(row, original.saveState(row));
    expect(copy.observations).toEqual(original.observations);
    expect(copy.episodeStarts).toEqual(original.episodeStarts);
    for (let step = steps; step < steps + 12; step++) {
      expect(copy.step(act(step))).toEqual(original.step(act(step)));
    }
  });

  test('a vector whose rows are not all loaded cannot step', () => {
    const original = countingVector([3, 3]);
    original.reset();
    const copy = countingVector([3, 3]);
    copy.loadState(0, original.saveState(0));
    expect(() => copy.step(new Int32Array(2))).toThrow(/environment 1 has no episode yet/);
  });

  test('says whether it can save, and refuses where it cannot', () => {
    expect(countingVector([3]).canSaveState).toBe(true);
    const space = new Box({ low: 0, high: 1, shape: [1] });
    const vector = new SyncVectorEnv([() => closable(space, new Discrete(2))]);
    expect(vector.canSaveState).toBe(false);
    expect(() => vector.saveState(0)).toThrow(/environment 0: .* cannot save or load its state/);
    expect(() => {
      vector.loadState(0, new Uint8Array());
    }).toThrow(EnvError);
  });

  test.each([-1, 2, 0.5])('refuses row %d', (row) => {
    const vector = countingVector([3, 3]);
    vector.reset();
    expect(() => vector.saveState(row)).toThrow(`a row from 0 to 1, got ${row}`);
  });

  test('refuses damaged bytes', () => {
    const vector = countingVector([3]);
    vector.reset();
    const state = vector.saveState(0);
    expect(() => {
      vector.loadState(0, state.subarray(1));
    }).toThrow(/environment 0: loadState: .* damaged bytes/);
  });
});

describe('autoreset', () => {
  // The three modes are compared with Gymnasium, step by step, in test/envs/parity.

  test.each(['next-step', 'disabled'] as const)('%s: the last observation stays', (autoreset) => {
    const vector = countingVector([1, 3], { autoreset });
    vector.reset({ seeds: [4, 5] });
    const step = vector.step(Int32Array.of(2, 1));
    expect(counts(step.observations, 2)[0]).toMatchObject({ episode: 0, step: 1, action: 2 });
    expect([...step.episodeStarts]).toEqual([0, 0]);
    expect([step.finalObservations.size, step.finalInfos.size]).toEqual([0, 0]);
  });

  test('next-step: the step after an end begins the next episode, whatever the action', () => {
    const vector = countingVector([1, 3], { autoreset: 'next-step' });
    vector.reset({ seeds: [4, 5] });
    vector.step(Int32Array.of(2, 1));
    const { observations, rewards, terminated, episodeStarts } = vector.step(Int32Array.of(1, 1));
    expect(counts(observations, 2).map(numbers)).toEqual([
      [4, 1, 0],
      [5, 0, 2],
    ]);
    expect([rewards[0], terminated[0], ...episodeStarts]).toEqual([0, 0, 1, 0]);
  });

  test('disabled: a step is refused until that environment is reset, and nothing moves', () => {
    const vector = countingVector([3, 1], { autoreset: 'disabled' });
    vector.reset({ seeds: [4, 5] });
    vector.step(Int32Array.of(0, 0));
    expect(() => vector.step(Int32Array.of(0, 0))).toThrow(ResetNeededError);
    expect(() => vector.step(Int32Array.of(0, 0))).toThrow(
      /environment 1 has ended .* reset\({ mask/,
    );
    const { observations, infos, episodeStarts } = vector.reset({ mask: [false, true] });
    expect(counts(observations, 2).map(numbers)).toEqual([
      [4, 0, 1],
      [5, 1, 0],
    ]);
    expect([...episodeStarts]).toEqual([0, 1]);
    expect(infos[0]).toEqual({});
    expect(() => vector.step(Int32Array.of(0, 0))).not.toThrow();
  });

  test.each(['next-step', 'disabled'] as const)('%s: an end is saved and loaded', (autoreset) => {
    const original = countingVector([1, 1], { autoreset });
    original.reset({ seeds: [4, 5] });
    original.step(Int32Array.of(2, 1));
    const copy = countingVector([1, 1], { autoreset });
    for (const row of [0, 1]) copy.loadState(row, original.saveState(row));
    expect(copy.observations).toEqual(original.observations);
    const next = (vector: SyncVectorEnv): unknown => {
      if (autoreset === 'disabled') return vector.reset({ mask: [1, 1] });
      return vector.step(Int32Array.of(0, 0));
    };
    expect(next(copy)).toEqual(next(original));
    expect(() => {
      countingVector([1]).loadState(0, endedState(autoreset));
    }).toThrow(/same-step never shows/);
  });

  function endedState(autoreset: 'next-step' | 'disabled'): Uint8Array {
    const vector = countingVector([1], { autoreset });
    vector.reset();
    vector.step(Int32Array.of(0));
    return vector.saveState(0);
  }

  test('next-step: a cut first episode ends like any other', () => {
    const vector = countingVector([9], { autoreset: 'next-step', firstEpisodeSteps: [1] });
    vector.reset();
    expect([...vector.step(Int32Array.of(0)).truncated]).toEqual([1]);
    expect([...vector.step(Int32Array.of(0)).episodeStarts]).toEqual([1]);
  });

  test('refuses another mode, a mask of another length and an empty one', () => {
    expect(() => countingVector([1], { autoreset: 'never' as never })).toThrow(
      "one of same-step, next-step, disabled, got 'never'",
    );
    const vector = countingVector([1, 1]);
    expect(() => vector.reset({ mask: [1] })).toThrow('expected 2 truth values in mask');
    expect(() => vector.reset({ mask: [0, 0] })).toThrow('at least one environment');
  });

  test('a mask does not begin what has never begun', () => {
    const vector = countingVector([3, 3]);
    vector.reset({ mask: [1, 0] });
    expect(() => vector.step(new Int32Array(2))).toThrow(/environment 1 has no episode yet/);
  });
});

describe('batchInfos', () => {
  test('makes columns with masks', () => {
    const infos = [
      { n: 1, is: true, at: { x: 5 }, list: Float32Array.of(1, 2), name: 'a', odd: 1 },
      { n: 2.5, is: false, list: Float32Array.of(3, 4), odd: 'two' },
      undefined,
    ];
    expect(batchInfos(infos)).toEqual({
      n: Float64Array.of(1, 2.5, 0),
      _n: Uint8Array.of(1, 1, 0),
      is: Uint8Array.of(1, 0, 0),
      _is: Uint8Array.of(1, 1, 0),
      at: { x: Float64Array.of(5, 0, 0), _x: Uint8Array.of(1, 0, 0) },
      _at: Uint8Array.of(1, 0, 0),
      list: Float32Array.of(1, 2, 3, 4, 0, 0),
      _list: Uint8Array.of(1, 1, 0),
      name: ['a', null, null],
      _name: Uint8Array.of(1, 0, 0),
      odd: [1, 'two', null], // of two kinds: a list
      _odd: Uint8Array.of(1, 1, 0),
    });
  });

  test('arrays of different lengths stay apart', () => {
    const [a, b] = [Int32Array.of(1), Int32Array.of(1, 2)];
    expect(batchInfos([{ a }, { a: b }])).toEqual({ a: [a, b], _a: Uint8Array.of(1, 1) });
  });
});

test('the spaces of a vector are those of its rows one after another', () => {
  const each = new Box({ low: [0, 1], high: [2, 3], shape: [2] });
  const make = (): Env => closable(each, new Discrete(3, { start: 4 }));
  const vector = new SyncVectorEnv([make, make]);
  const all = new Box({ low: [0, 1, 0, 1], high: [2, 3, 2, 3], shape: [2, 2] });
  expect(vector.observationSpace.equals(all)).toBe(true);
  expect(vector.actionSpace.equals(new MultiDiscrete([3, 3], { start: [4, 4] }))).toBe(true);
});

describe('construction', () => {
  const picture = new Box({ low: 0, high: 255, shape: [2], dtype: 'uint8' });

  test.each([
    ['other observations', new Box({ low: 0, high: 1, shape: [2] }), new Discrete(2)],
    ['other actions', picture, new Discrete(3)],
  ])('refuses %s and closes what it made', (_, observation, action) => {
    const envs = [closable(picture, new Discrete(2)), closable(observation, action)];
    expect(() => new SyncVectorEnv(envs.map((env) => () => env))).toThrow(
      /environment 1 has .*, environment 0 has .*equal spaces/,
    );
    expect(envs.map(({ closed }) => closed)).toEqual([1, 1]);
  });

  test('closes what it made when a maker fails', () => {
    const env = closable(picture, new Discrete(2));
    const fail = (): Env => {
      throw new Error('no such map');
    };
    expect(() => new SyncVectorEnv([() => env, fail])).toThrow('no such map');
    expect(env.closed).toBe(1);
  });

  test.each([
    ['observations must lie in a Box, got Discrete(2)', new Discrete(2), new Discrete(2)],
    ['actions must lie in a Discrete within int32, got Box', picture, picture],
    [
      'within int32, got Discrete(2, start=2147483647)',
      picture,
      new Discrete(2, { start: 2 ** 31 - 1 }),
    ],
  ])('%s', (message, observation, action) => {
    expect(() => new SyncVectorEnv([() => closable(observation, action)])).toThrow(message);
  });

  test('wants at least one environment', () => {
    expect(() => new SyncVectorEnv([])).toThrow('at least one environment, got none');
  });

  test('actions of a shifted space are the values, not their places', () => {
    const env = closable(picture, new Discrete(2, { start: 5 }));
    const seen: unknown[] = [];
    const step: Env['step'] = (action) => (seen.push(action), env.step(action));
    const vector = new SyncVectorEnv([() => ({ ...env, step })]);
    vector.reset();
    vector.step(Int32Array.of(6));
    expect(seen).toEqual([6]);
    expect(() => vector.step(Int32Array.of(1))).toThrow(InvalidActionError);
  });

  test('closes all its environments', () => {
    const envs = [closable(picture, new Discrete(2)), closable(picture, new Discrete(2))];
    const vector = new SyncVectorEnv(envs.map((env) => () => env));
    expect(vector).toMatchObject({ numEnvs: 2, singleActionSpace: { n: 2 } });
    expect(vector.singleObservationSpace).toBe(picture);
    vector.close();
    expect(envs.map(({ closed }) => closed)).toEqual([1, 1]);
  });
});
