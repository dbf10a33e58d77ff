import { Box, Dict, Discrete, MultiBinary, MultiDiscrete, Text, Tuple } from '../spaces/index.js';
import type { Space } from '../spaces/index.js';

/** A value just outside a space; `undefined` where none is known for this kind of space. */
export function outsider(space: Space<unknown>): unknown {
  if (space instanceof Discrete) return space.start + space.n;
  if (space instanceof Box) return new Float32Array(space.size + 1);
  if (space instanceof MultiDiscrete) return aboveCounts(space);
  if (space instanceof MultiBinary) return new Uint8Array(space.size).fill(2);
  if (space instanceof Text) return 'a'.repeat(space.maxLength + 1);
  if (space instanceof Tuple) return [...(space.sample() as readonly unknown[]), null]; // one too many
  if (space instanceof Dict) return {};
  return undefined;
}

function aboveCounts({ start, counts }: MultiDiscrete): Int32Array {
  return Int32Array.from(counts, (count, i) => start[i]! + count);
}
