import { beforeAll, describe } from 'vitest';
import { chooseEngine, EngineError } from '../../src/compute/index.js';

const ALL = ['cpu', 'wasm', 'tensorflow'] as const;
type EngineName = (typeof ALL)[number];

/** Those that this machine can run: all three after `npm test` has set up the native one. */
const available: EngineName[] = [];
for (const name of ALL) if (await canRun(name)) available.push(name);

async function canRun(preferred: EngineName): Promise<boolean> {
  try {
    await chooseEngine({ preferred });
    return true;
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}

/** Runs one suite on every engine that is here; `suite` makes no tensors outside its tests. */
export function describeOnEveryEngine(title: string, suite: () => void): void {
  for (const preferred of available) {
    describe(`${title}, engine ${preferred}`, () => {
      beforeAll(() => chooseEngine({ preferred }));
      suite();
    });
  }
}

/** Runs a suite once, on the fastest engine that is here: for what no engine can change. */
export function describeOnFastestEngine(title: string, suite: () => void): void {
  describe(title, () => {
    beforeAll(() => chooseEngine());
    suite();
  });
}
