/** A hash of three integers, spread evenly over 0 ≤ h < 1. The same on every machine. */
export function hashNoise(x: number, y: number, seed: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
}

/** Where and how {@link valueNoise} samples; the pattern repeats every `period` cells both ways. */
export interface NoiseShape {
  readonly seed: number;
  /** Cells until the pattern repeats; equal to the texture's width in cells for a seamless tile. */
  readonly period: number;
}

/** Smooth noise in 0 ≤ n < 1: hashed values at whole numbers, blended in between. */
export function valueNoise(x: number, y: number, { seed, period }: NoiseShape): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [west, east] = [wrap(left, period), wrap(left + 1, period)];
  const [north, south] = [wrap(top, period), wrap(top + 1, period)];
  const across = smooth(x - left);
  const upper = blend(hashNoise(west, north, seed), hashNoise(east, north, seed), across);
  const lower = blend(hashNoise(west, south, seed), hashNoise(east, south, seed), across);
  return blend(upper, lower, smooth(y - top));
}

/** Octaves of {@link valueNoise}, each twice as fine and half as strong, scaled back into 0 … 1. */
export function fractalNoise(
  x: number,
  y: number,
  shape: NoiseShape & { octaves: number },
): number {
  let sum = 0;
  let strength = 1;
  let total = 0;
  for (let octave = 0; octave < shape.octaves; octave++) {
    const scale = 1 << octave;
    const layer = { seed: shape.seed + octave, period: shape.period * scale };
    sum += strength * valueNoise(x * scale, y * scale, layer);
    total += strength;
    strength /= 2;
  }
  return sum / total;
}

function wrap(cell: number, period: number): number {
  return ((cell % period) + period) % period;
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}

/** `a` at t = 0, `b` at t = 1. */
export function blend(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}
