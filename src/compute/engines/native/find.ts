import { join } from 'node:path';
import { engineKey, enginesFolder } from './cache.js';
import { readInstalledEngine, type InstalledEngine } from './engineRecord.js';
import { thisMachine } from './platform.js';

/**
 * The best native engine that is set up for this machine: the one with CUDA, the one without, the stock
 * download. `null` where there is none.
 *
 * @throws {@link EngineSetupError} if the npm package with the addon's JavaScript is not installed.
 */
export function findNativeEngine(): InstalledEngine | null {
  const machine = thisMachine();
  for (const kind of ['gpu', 'cpu', 'stock'] as const) {
    const engine = readInstalledEngine(join(enginesFolder(), engineKey(machine, kind)));
    if (engine !== null) return engine;
  }
  return null;
}
