import { shallowTorso } from './shallow.js';
import type { Torso, TorsoOptions } from './torso.js';

/** Every torso by its name in the config. */
export const torsos: Readonly<Record<'shallow', (options: TorsoOptions) => Torso>> = {
  shallow: shallowTorso,
};

export type { Torso, TorsoOptions } from './torso.js';
