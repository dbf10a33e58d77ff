import { expect, test } from 'vitest';
import {
  EnvError,
  ResetNeededError,
  checkEnv,
  make,
  registeredIds,
  spec,
} from '../../../envs/src/index.js';
import { LEVELS, registerLevels } from '../../../envs/levels/index.js';

registerLevels();

const everySize = LEVELS.flatMap(({ id, sizes }) =>
  Object.entries(sizes).map(([size, expected]) => ({ id, size, expected })),
);

test('registerLevels may be called again', () => {
  const before = registeredIds();
  registerLevels();
  expect(registeredIds()).toEqual(before);
});

test.each(everySize)('$id, $size, keeps the environment contract', ({ id, size }) => {
  const maxSteps = 4000; // lasertag has the longest episodes, 3,600 steps
  const { passed, skipped } = checkEnv(make(id, { size }), { maxSteps });
  expect(skipped).toEqual([]);
  expect(passed).toContain('state');
});

test.each(everySize)('$id, $size, has its picture and length', ({ id, size, expected }) => {
  const env = make(id, { size });
  const { width, height, episodeSeconds } = expected;
  expect(env.observationSpace.toString()).toBe(`Box(0, 255, (${height}, ${width}, 3), uint8)`);
  expect(env.actionSpace.toString()).toBe('Discrete(9)');
  // 60 ticks a second, four to a step.
  expect(env.spec).toMatchObject({ maxEpisodeSteps: episodeSeconds * 15, framesPerStep: 4 });
  env.reset({ seed: 3 });
  expect(env.render()).toMatchObject({ width: 320, height: 240 });
  for (let step = 1; step <= episodeSeconds * 15; step++) {
    const [, , terminated, truncated] = env.step(step % 8);
    expect([terminated, truncated]).toEqual([false, step === episodeSeconds * 15]);
  }
  expect(() => env.step(0)).toThrow(ResetNeededError);
});

test.each(LEVELS.map(({ id }) => id))('%s takes its options', (id) => {
  const given = { width: 40, height: 32, actionRepeat: 7, episodeSeconds: 1.5 };
  const env = make(id, { ...given, renderWidth: 64, renderHeight: 48 });
  const [observation] = env.reset({ seed: 1 });
  expect((observation as Uint8Array).length).toBe(32 * 40 * 3);
  expect(env.render()).toMatchObject({ width: 64, height: 48 });
  // 90 ticks in steps of 7: the 13th is the one in which time runs out.
  expect(spec(id, given)).toMatchObject({ maxEpisodeSteps: 13, framesPerStep: 7 });
  expect(spec(id, { episodeSeconds: 1.1, actionRepeat: 1 }).maxEpisodeSteps).toBe(66);
});

/** Named after those of all levels. */
const OWN_OPTIONS: Readonly<Record<string, string>> = {
  'RlTools/LasertagThreeOpponentsSmall-v0': ', skill',
};

test.each(LEVELS.map(({ id }) => id))('%s refuses bad options and says why', (id) => {
  const message = (options: Record<string, unknown>): string => {
    try {
      make(id, options);
    } catch (error) {
      expect(error).toBeInstanceOf(EnvError);
      return (error as EnvError).message;
    }
    return 'accepted';
  };
  expect(message({ widht: 96 })).toBe(
    `${id}: there is no option 'widht'. Expected any of size, actionSet, width, height, episodeSeconds, ` +
      `actionRepeat, renderWidth, renderHeight${OWN_OPTIONS[id] ?? ''}.`,
  );
  expect(message({ size: 'huge' })).toContain(
    "'size' must be one of 'full', 'small', got \"huge\"",
  );
  expect(message({ size: 'toString' })).toContain("'size' must be one of");
  expect(message({ width: 7 })).toContain("'width' must be a whole number from 8 to 2048, got 7");
  expect(message({ height: 72.5 })).toContain("'height' must be a whole number");
  expect(message({ height: '72' })).toContain('got "72"');
  expect(message({ actionRepeat: 0 })).toContain('from 1 to 60, got 0');
  expect(message({ episodeSeconds: Number.NaN })).toContain('a number from 0.1 to 3600, got NaN');
  expect(message({ width: undefined })).toBe('accepted');
});
