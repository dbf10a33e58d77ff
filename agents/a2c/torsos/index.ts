import { deepTorso } from './deep.js';
import { shallowTorso } from './shallow.js';
import type { Torso, TorsoOptions } from './torso.js';

/** Every torso by its name in the config. */
export const torsos: Readonly<Record<'shallow' | 'deep', (options: TorsoOptions) => Torso>> = {
  shallow: shallowTorso,
  deep: deepTorso,
};

export type { Torso, TorsoOptions } from './torso.js';
