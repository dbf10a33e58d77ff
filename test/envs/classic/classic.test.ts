import { describe, expect, test } from 'vitest';
import {
  CartPole,
  CLASSIC,
  Memory,
  MountainCar,
  registerClassic,
} from '../../../envs/classic/index.js';
import { cosine, sine } from '../../../envs/classic/trigonometry.js';
import {
  checkEnv,
  EnvError,
  InvalidActionError,
  make,
  ResetNeededError,
  StateError,
} from '../../../envs/src/index.js';

// Step by step the first two are compared with Gymnasium in test/envs/parity.

registerClassic();

test('may be registered again', () => {
  expect(registerClassic).not.toThrow();
});

test.each(CLASSIC.map(({ id }) => id))('%s passes every check', (id) => {
  const { skipped } = checkEnv(make(id));
  expect(skipped).toEqual([]);
});

describe('sine and cosine', () => {
  test('are right to one unit in the last place', () => {
    for (let i = -4000; i <= 4000; i++) {
      const angle = i / 400; // −10 … 10
      expect(Math.abs(sine(angle) - Math.sin(angle))).toBeLessThan(2.3e-16);
      expect(Math.abs(cosine(angle) - Math.cos(angle))).toBeLessThan(2.3e-16);
    }
  });

  test('are exact where they must be', () => {
    expect([sine(0), cosine(0)]).toEqual([0, 1]);
    expect(sine(-0.3)).toBe(-sine(0.3));
    expect(cosine(-0.3)).toBe(cosine(0.3));
  });
});

describe('CartPole', () => {
  test('begins within the bounds that are asked for', () => {
    const env = new CartPole();
    for (let seed = 0; seed < 50; seed++) {
      for (const value of env.reset({ seed })[0]) expect(Math.abs(value)).toBeLessThan(0.0501);
      const [first] = env.reset({ options: { low: 0.1, high: 0.2 } });
      for (const value of first) expect(Math.abs(value - 0.15)).toBeLessThan(0.0501);
    }
  });

  test('a player that pushes towards the fall keeps the pole up for 500 steps', () => {
    const env = make<Float32Array, number>('CartPole-v1');
    let [observation] = env.reset({ seed: 1 });
    let score = 0;
    for (let ended = false; !ended;) {
      const [, speed, angle, rate] = observation as unknown as [number, number, number, number];
      const [next, reward, terminated, truncated] = env.step(
        angle + 0.3 * rate + 0.02 * speed > 0 ? 1 : 0,
      );
      observation = next;
      score += reward;
      ended = terminated || truncated;
      expect(terminated).toBe(false);
    }
    expect(score).toBe(500);
  });

  test('draws cart and pole, the pole upright', () => {
    const env = new CartPole();
    env.reset();
    env.state = [0, 0, 0, 0];
    const { width, height, data } = env.render();
    const pixel = (x: number, y: number): number[] => {
      const at = (y * width + x) * 3;
      return [...data.subarray(at, at + 3)];
    };
    expect([width, height, data.length]).toEqual([600, 400, 600 * 400 * 3]);
    expect(pixel(280, height - 100)).toEqual([0, 0, 0]); // the cart, 50 wide around 300
    expect(pixel(300, height - 200)).toEqual([202, 152, 101]); // the pole, up to 232
    expect(pixel(300, height - 250)).toEqual([255, 255, 255]);
  });
});

describe('MountainCar', () => {
  test('a player that pushes along its motion arrives', () => {
    const env = make<Float32Array, number>('MountainCar-v0');
    let [observation] = env.reset({ seed: 3 });
    let steps = 0;
    for (let arrived = false; !arrived; steps++) {
      const [next, reward, terminated, truncated] = env.step(observation[1]! < 0 ? 0 : 2);
      expect([reward, truncated]).toEqual([-1, false]);
      observation = next;
      arrived = terminated;
    }
    expect(steps).toBeLessThan(200);
    expect(observation[0]).toBeGreaterThanOrEqual(0.5);
  });

  test('draws the car where it is', () => {
    const env = new MountainCar();
    env.reset();
    const black = (position: number): number => {
      env.state = [position, 0];
      const { width, height, data } = env.render();
      // The hill at x is 0.45 sin 3x + 0.55 high, 600 / 1.8 pixels per unit; the car's body 20 above.
      const x = Math.round(((position + 1.2) * 600) / 1.8);
      const y = Math.round(((Math.sin(3 * position) * 0.45 + 0.55) * 600) / 1.8) + 20;
      return data[((height - 1 - y) * width + x) * 3]!;
    };
    expect([black(-0.5), black(0), black(-1)]).toEqual([0, 0, 0]);
  });
});

describe('Memory', () => {
  test.each([2, 6])('asks after %d steps; the right answer brings 1, others −1', (delay) => {
    const env = new Memory({ delays: [delay] });
    for (const answer of ['right', 'wrong'] as const) {
      const red = env.reset({ seed: delay })[0][0] === 255;
      for (let step = 1; step <= delay; step++) {
        const [picture, reward, terminated] = env.step(0);
        expect([reward, terminated]).toEqual([0, false]);
        expect([...picture.subarray(0, 3)]).toEqual(step === delay ? [0, 255, 0] : [0, 0, 0]);
      }
      const right = red ? 1 : 2;
      const [, reward, terminated] = env.step(answer === 'right' ? right : 3 - right);
      expect([reward, terminated]).toEqual([answer === 'right' ? 1 : -1, true]);
      expect(() => env.step(0)).toThrow(ResetNeededError);
    }
  });

  test('an answer that comes too early ends the episode', () => {
    const env = new Memory({ delays: [3] });
    env.reset();
    expect(env.step(1).slice(1, 3)).toEqual([-1, true]);
  });

  test('both cues and all delays occur', () => {
    const env = new Memory({ delays: [1, 2] });
    const seen = new Set<string>();
    for (let episode = 0; episode < 50; episode++) {
      const red = env.reset()[0][0] === 255;
      seen.add(`${red} ${env.step(0)[0][1] === 255 ? 1 : 2}`);
    }
    expect(seen.size).toBe(4);
  });
});

describe('bad input', () => {
  test.each([
    [() => new CartPole({ gravity: 3 }), /no option 'gravity'. Known: suttonBartoReward/],
    [() => new CartPole({ suttonBartoReward: 1 }), /must be a boolean, got 1/],
    [() => new MountainCar({ goalVelocity: NaN }), /must be a number, got NaN/],
    [() => new Memory({ delays: [0] }), /whole numbers from 1, got \[0\]/],
    [() => new Memory({ delay: 3 }), /no option 'delay'/],
    [() => new CartPole().reset({ options: { low: 1 } }), /low not above high, got 1 and 0.05/],
    [() => new MountainCar().reset({ options: { state: 1 } }), /are low and high, got 'state'/],
    [() => new CartPole().state, /Call reset\(\) first/],
  ])('%s', (use, message) => {
    expect(use).toThrow(EnvError);
    expect(use).toThrow(message);
  });

  test.each([CartPole, MountainCar, Memory])('actions and states of %s', (Task) => {
    const env = new Task();
    env.reset();
    expect(() => env.step(3)).toThrow(InvalidActionError);
    expect(() => env.loadState(new Uint8Array(9))).toThrow(StateError);
  });
});
