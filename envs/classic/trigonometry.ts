/**
 * Sine and cosine from `+ − × ÷` alone, so that they are the same on every machine: `Math.sin` and
 * `Math.cos` may differ in the last bit between JavaScript engines.
 *
 * An angle is brought into [−π/4, π/4], where the Taylor series up to the 19th power is exact to
 * 10⁻²²; rounding leaves an error of about one unit in the last place (2·10⁻¹⁶).
 */

/** π/2 in two parts, the first of 33 bits, so that its small multiples are exact (Cody and Waite 1980). */
const HALF_PI_HIGH = 1.570796326734125614166259765625;
const HALF_PI_LOW = 6.077100506506192e-11;
const HALF_PI = 1.5707963267948966;

/** (−1)ᵏ / (2k+1)! for k = 9 … 1. */
const SINE_TERMS = reciprocalFactorials([19, 17, 15, 13, 11, 9, 7, 5, 3]);
/** (−1)ᵏ / (2k)! for k = 9 … 1. */
const COSINE_TERMS = reciprocalFactorials([18, 16, 14, 12, 10, 8, 6, 4, 2]);

/** Of an angle in radians, at most some thousands. */
export function sine(angle: number): number {
  return quarterTurns(angle, 0);
}

/** Of an angle in radians, at most some thousands. */
export function cosine(angle: number): number {
  return quarterTurns(angle, 1);
}

/** sin(angle + turns·π/2). */
function quarterTurns(angle: number, turns: number): number {
  const quarter = Math.round(angle / HALF_PI);
  const rest = angle - quarter * HALF_PI_HIGH - quarter * HALF_PI_LOW;
  const place = (((quarter + turns) % 4) + 4) % 4;
  const value = place % 2 === 0 ? nearSine(rest) : nearCosine(rest);
  return place < 2 ? value : -value;
}

function nearSine(x: number): number {
  const square = x * x;
  return x + x * square * series(square, SINE_TERMS);
}

function nearCosine(x: number): number {
  const square = x * x;
  return 1 + square * series(square, COSINE_TERMS);
}

/** Horner's rule, highest power first. */
function series(x: number, terms: readonly number[]): number {
  let sum = 0;
  for (const term of terms) sum = sum * x + term;
  return sum;
}

/** 1/n! for each n, with the sign of the series of sine and cosine. */
function reciprocalFactorials(orders: readonly number[]): number[] {
  return orders.map((order) => {
    let factorial = 1; // exact: 19! has 41 significant bits
    for (let i = 2; i <= order; i++) factorial *= i;
    return (Math.floor(order / 2) % 2 === 0 ? 1 : -1) / factorial;
  });
}
