import { register, registeredIds } from '../src/index.js';
import type { Registration } from '../src/index.js';
import { CartPole } from './cartPole.js';
import { Memory } from './memory.js';
import { MountainCar } from './mountainCar.js';

/** All small tasks that come with the package; ids, limits and thresholds of the first two are Gymnasium's. */
export const CLASSIC: readonly Registration[] = [
  {
    id: 'CartPole-v1',
    entryPoint: (options) => new CartPole(options),
    maxEpisodeSteps: 500,
    rewardThreshold: 475,
  },
  {
    id: 'MountainCar-v0',
    entryPoint: (options) => new MountainCar(options),
    maxEpisodeSteps: 200,
    rewardThreshold: -110,
  },
  { id: 'RlTools/Memory-v0', entryPoint: (options) => new Memory(options) },
];

/** Makes all {@link CLASSIC} tasks known to `make`; calling it again changes nothing. */
export function registerClassic(): void {
  const known = new Set(registeredIds());
  CLASSIC.filter(({ id }) => !known.has(id)).forEach(register);
}
