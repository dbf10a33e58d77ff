import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuiltEngine } from '../../src/compute/engines/native/install.js';

/** Stands in for a build of minutes: one file that calls itself an addon. */
export function buildSmallEngine(folder: string, contents = 'addon'): Promise<BuiltEngine> {
  mkdirSync(join(folder, 'lib'));
  writeFileSync(join(folder, 'lib/addon.node'), contents);
  return Promise.resolve({
    variant: 'cpu',
    origin: 'wheel',
    addon: 'lib/addon.node',
    files: ['lib/addon.node'],
  });
}

/** Stands in for loading it. */
export const verifySmallEngine = (): Promise<string> => Promise.resolve('2.21.0');
