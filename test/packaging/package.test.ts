import { afterAll, beforeAll, vi } from 'vitest';
import { describeBundles } from './bundle.js';
import { describeEnvironments } from './env.js';
import { describeEverything } from './everything.js';
import { describePlugin } from './plugin.js';
import { makePlace } from './support/place.js';
import type { Place } from './support/place.js';
import { describeTypes } from './types.js';

/** Both packages are built, packed and installed once; everything below looks at them. */
let place: Place | undefined;

/** Builds, compilers and trainings in processes of their own: seconds each, minutes beside other work. */
const PATIENCE_MS = 900_000;
vi.setConfig({ testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS });

beforeAll(async () => {
  place = await makePlace();
});

afterAll(() => {
  place?.remove();
});

const installed = (): Place => place!;

describePlugin(installed);
describeTypes(installed);
describeBundles(installed);
describeEverything(installed);
describeEnvironments(installed);
