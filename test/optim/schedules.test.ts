import { expect, test } from 'vitest';
import { scheduledRate } from '../../src/optim/index.js';

test.each([
  ['constant', 0, 0.4],
  ['constant', 1, 0.4],
  ['linear', 0, 0.4],
  ['linear', 0.25, 0.3],
  ['linear', 1, 0],
  ['linear', 1.5, 0], // the last update may end past the budget
] as const)('%s at progress %d: %d', (schedule, progress, rate) => {
  expect(scheduledRate({ schedule, initialRate: 0.4, progress })).toBeCloseTo(rate, 12);
});
