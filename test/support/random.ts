import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded source of test numbers; all are exact in float32, so that both sides get the same. */
export interface RandomNumbers {
  /** Unit normal. */
  normals(count: number): number[];
  /** 0 or 1, with the given probability of 1. */
  flags(count: number, probability: number): number[];
  /** Whole numbers from 0 to `limit` − 1. */
  integers(count: number, limit: number): number[];
  /** Evenly spread over (0, 1). */
  uniforms(count: number): number[];
}

export function randomNumbers(seed: number): RandomNumbers {
  const generator = xoroshiro128plus(seed);
  const draw = (): number => uniformFloat64(generator);
  const fill = (count: number, next: () => number): number[] => Array.from({ length: count }, next);
  return {
    normals: (count) => fill(count, () => Math.fround(boxMuller(draw(), draw()))),
    flags: (count, probability) => fill(count, () => (draw() < probability ? 1 : 0)),
    integers: (count, limit) => fill(count, () => Math.floor(draw() * limit)),
    uniforms: (count) => fill(count, () => Math.fround(0.001 + 0.998 * draw())),
  };
}

/** A unit normal from two uniform numbers in [0, 1). */
function boxMuller(u: number, v: number): number {
  return Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v);
}
