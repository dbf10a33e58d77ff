import type { Arrival } from '../../src/learner/index.js';

/** What arrives for `size` environments: nothing special, but for what `changes` says. */
export function arrival(
  size: number,
  changes: { readonly [K in keyof Arrival]?: readonly number[] } = {},
): Arrival {
  const zeros = new Array<number>(size).fill(0);
  const bytes = (name: keyof Arrival, otherwise = zeros): Uint8Array =>
    Uint8Array.from(changes[name] ?? otherwise);
  return {
    observations: bytes('observations'),
    rewards: Float32Array.from(changes.rewards ?? zeros),
    terminated: bytes('terminated'),
    truncated: bytes('truncated'),
    episodeStarts: bytes('episodeStarts'),
    present: bytes(
      'present',
      zeros.map(() => 1),
    ),
    restarted: bytes('restarted'),
  };
}
