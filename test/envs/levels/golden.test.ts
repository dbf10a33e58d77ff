import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { Random, make } from '../../../envs/src/index.js';
import { registerLevels } from '../../../envs/levels/index.js';

registerLevels();

/**
 * SHA-256 over every observation and reward of two episodes of random actions.
 *
 * These values are the program's own: they pin down that every machine and Node version draws and
 * plays the same bytes, and that a change of either is meant. After such a change look at the pictures
 * (`npm run contact-sheet`), raise the level's version, and write the new values here.
 */
const GOLDEN = [
  { options: {}, hash: 'e585b52b05f0a4ef0944c9e622ef3981afb1367d4cd49b4af4603f10cd16780b' },
  {
    options: { actionRepeat: 1, episodeSeconds: 5 },
    hash: 'ff8df32a44af0cf1159f5aa7cd21186ef65004e4b485e8a8d889a5968549e402',
  },
  {
    options: { size: 'small' },
    hash: 'bac51f29919f53f8ee0eac487dcea81387130b47d881cf9da57bb53b1fec8570',
  },
  {
    options: { width: 320, height: 240, episodeSeconds: 2 },
    hash: '4a30f08e4e4277f607c185b36ab0e7ede64e73799386e6e2d3ff0608f6db0de7',
  },
] as const;

test.each(GOLDEN)(
  'SeekAvoidArena with $options is the same bytes everywhere',
  ({ options, hash }) => {
    const env = make<Uint8Array, number>('RlTools/SeekAvoidArena-v0', options);
    const actions = new Random(2018);
    const sum = createHash('sha256').update(env.reset({ seed: 1807 })[0]);
    for (let episode = 0; episode < 2; episode++) {
      for (let truncated = false; !truncated;) {
        const result = env.step(actions.integer(9));
        truncated = result[3];
        sum.update(result[0]).update(String(result[1]));
      }
      sum.update(env.reset()[0]);
    }
    expect(sum.digest('hex')).toBe(hash);
  },
);
