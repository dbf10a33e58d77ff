/** Headings in a full turn: one unit is 0.05°, so that 2.1° per tick (a look of 20 pixels) is a whole number. */
export const HEADINGS = 7200;

/** Heading units in one degree. */
export const HEADINGS_PER_DEGREE = HEADINGS / 360;

const QUARTER = HEADINGS / 4;
const EIGHTH = HEADINGS / 8;

/**
 * Cosine and sine of every heading, index 0 to {@link HEADINGS} − 1, counter-clockwise from +x.
 *
 * `Math.sin` may differ in the last bit between machines, and one bit of a heading is enough to
 * move a player through a pixel. IEEE 754 fixes +, −, × and ÷ exactly, so a series summed with
 * those alone gives every machine the same table; it is within 2⁻⁵² of the true values.
 */
export const [COS, SIN] = trigonometricTables();

function trigonometricTables(): readonly [Float64Array, Float64Array] {
  const cos = new Float64Array(HEADINGS);
  const sin = new Float64Array(HEADINGS);
  for (let heading = 0; heading < HEADINGS; heading++) {
    const quarter = Math.floor(heading / QUARTER);
    const [c, s] = firstQuarter(heading - quarter * QUARTER);
    cos[heading] = [c, -s, -c, s][quarter]!;
    sin[heading] = [s, c, -s, -c][quarter]!;
  }
  return [cos, sin];
}

/** Cosine and sine of 0° to 90°; above 45° by symmetry, where the series would need more terms. */
function firstQuarter(heading: number): readonly [number, number] {
  if (heading > EIGHTH) {
    const [c, s] = firstQuarter(QUARTER - heading);
    return [s, c];
  }
  const angle = (heading * 3.141592653589793) / (HEADINGS / 2); // radians
  return [alternatingSeries(angle * angle, 1), angle * alternatingSeries(angle * angle, 2)];
}

/**
 * 1 − x/(n(n+1))·(1 − x/((n+2)(n+3))·(…)): the Taylor series of cos (n = 1) and of sin(√x)/√x (n = 2).
 * Ten terms leave less than 10⁻¹⁹ for x up to (π/4)².
 */
function alternatingSeries(x: number, n: number): number {
  let sum = 1;
  for (let k = n + 18; k >= n; k -= 2) {
    sum = 1 - (x / (k * (k + 1))) * sum;
  }
  return sum;
}

/** Brings any whole number of heading units into 0 … {@link HEADINGS} − 1. */
export function wrapHeading(heading: number): number {
  const rest = heading % HEADINGS;
  return rest < 0 ? rest + HEADINGS : rest + 0; // + 0 turns −0 into 0
}

/**
 * The heading of a direction, rounded down to a whole unit in its octant (what `atan2` would be for).
 *
 * @param dx - East component, any scale.
 * @param dy - North component. For the zero vector the answer is 0.
 */
export function headingOf(dx: number, dy: number): number {
  const ax = Math.abs(dx);
  const ay = Math.abs(dy);
  const octant = octantAngle(Math.min(ax, ay), Math.max(ax, ay));
  const quarter = ay > ax ? QUARTER - octant : octant;
  const half = dx < 0 ? 2 * QUARTER - quarter : quarter;
  return wrapHeading(dy < 0 ? -half : half);
}

/** Largest table index up to 45° whose tangent is at most `opposite / adjacent`, by bisection. */
function octantAngle(opposite: number, adjacent: number): number {
  if (adjacent === 0) {
    return 0;
  }
  let low = 0;
  let high = EIGHTH;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (SIN[middle]! * adjacent <= opposite * COS[middle]!) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
