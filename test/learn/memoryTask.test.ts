import { expect, test } from 'vitest';
import { useTemporaryFolder } from '../metrics/temporaryFolder.js';
import { describeOnFastestEngine } from '../support/engines.js';
import { trainOnMemory } from '../support/memoryTask.js';

const folder = useTemporaryFolder();

describeOnFastestEngine('A2C-LSTM', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('remembers across unrolls, seed %i', async (seed) => {
    const solved = await trainOnMemory({
      seed,
      out: folder.at('run'),
      updates: 600,
      until: ({ all, long }) => all >= 0.95 && long >= 0.95,
    });
    expect(solved.all).toBeGreaterThanOrEqual(0.9);
    expect(solved.long).toBeGreaterThanOrEqual(0.9);
  });
});
