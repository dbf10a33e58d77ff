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
  const column = Math.floor(x);
  const row = Math.floor(y);
  const corner = (dx: number, dy: number): number =>
    hashNoise(wrap(column + dx, period), wrap(row + dy, period), seed);
  const across = smooth(x - column);
  const top = blend(corner(0, 0), corner(1, 0), across);
  const bottom = blend(corner(0, 1), corner(1, 1), across);
  return blend(top, bottom, smooth(y - row));
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
