import { expect, test } from 'vitest';
import { useTemporaryFolder } from '../metrics/temporaryFolder.js';
import { describeOnFastestEngine } from '../support/engines.js';
import { forgetfulAgent } from '../support/forgetfulAgent.js';
import { trainOnMemory, UNROLL_LENGTH } from '../support/memoryTask.js';

const folder = useTemporaryFolder();
const SEED = 1;

// The best mean return is 1. By hand, for an agent that forgets at the borders of unrolls of 8 rows:
// an episode of delay d needs d + 1 rows of one unroll, which at a random offset it has with
// probability max(0, 8 − d)/8. It can answer 6/8 of the episodes of delay 2, 2/8 of those of delay
// 6, none of those of delay 12, and guesses the others: at most (6/8 + 2/8 + 0)/3 = 0.33.
describeOnFastestEngine('A2C-LSTM', () => {
  test('remembers across unrolls, and could not without the state that is carried over', async () => {
    const solved = await trainOnMemory({
      seed: SEED,
      out: folder.at('sound'),
      updates: 600,
      until: ({ all, long }) => all >= 0.95 && long >= 0.95,
    });
    expect(solved.all).toBeGreaterThanOrEqual(0.9);
    expect(solved.long).toBeGreaterThanOrEqual(0.9);

    const forgetful = await trainOnMemory({
      seed: SEED,
      out: folder.at('forgetful'),
      updates: Math.max(300, solved.updates),
      wrap: (agent) => forgetfulAgent(agent, UNROLL_LENGTH),
    });
    expect(forgetful.all).toBeLessThan(0.5);
    // 200 guesses of ±1: a standard deviation of 0.07.
    expect(Math.abs(forgetful.long)).toBeLessThan(0.35);
  });
});
