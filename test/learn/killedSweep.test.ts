import { test } from 'vitest';
import { killAndStartAgain } from '../cli/tinySweep.js';
import { useTemporaryFolder } from '../metrics/temporaryFolder.js';

const folder = useTemporaryFolder();

/** Some twenty short trainings. */
const LONG = { timeout: 900_000 };

test(
  'a sweep of 4 seeds × 2 arms, killed and started again, ends in the same bytes',
  LONG,
  async () => {
    await killAndStartAgain(folder.at(), [1, 2, 3, 4]);
  },
);
