import { CLASSIC } from '@rl-tools/env/classic';
import { LEVELS } from '@rl-tools/env/levels';
import { beforeAll, expect, test } from 'vitest';
import { runGymnasium } from '../gymnasium.js';

/** What Gymnasium says of its own `CartPole-v1`, too: its velocities have no bounds. */
const UNBOUNDED = [
  /A Box observation space minimum value is -infinity/,
  /A Box observation space maximum value is infinity/,
];

/** Each level in both sizes, each task as it is. */
const SUBJECTS: readonly (readonly [id: string, options: object])[] = [
  ...LEVELS.flatMap(({ id }) => [
    [id, {}] as const,
    [id, { size: 'small', renderWidth: 64, renderHeight: 48 }] as const,
  ]),
  ...CLASSIC.map(({ id }) => [id, {}] as const),
];

let messages: readonly (readonly string[])[] = [];

beforeAll(() => {
  const script = new URL('nodeEnv.py', import.meta.url);
  messages = JSON.parse(runGymnasium(script, JSON.stringify(SUBJECTS))) as string[][];
}, 600_000); // the first run installs Gymnasium

test.each(SUBJECTS.map((subject, i) => [...subject, i] as const))(
  "%s %j passes Gymnasium's check_env",
  (id, _, i) => {
    const expected = id === 'CartPole-v1' ? UNBOUNDED : [];
    expect(messages[i]).toEqual(expected.map((text): unknown => expect.stringMatching(text)));
  },
);
