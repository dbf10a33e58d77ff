/** Whether a point of a picture belongs to its figure; −1 … 1 across and down. */
type Shape = (x: number, y: number) => boolean;

const square = (value: number): number => value * value;

const disc = (x: number, y: number, radius: number): boolean =>
  square(x) + square(y) < square(radius);

/** Plain figures that stay distinct when a picture is a few pixels wide. */
export const DECAL_SHAPES: readonly Shape[] = [
  // disc
  (x, y) => disc(x, y, 0.7),
  // ring
  (x, y) => disc(x, y, 0.85) && !disc(x, y, 0.45),
  // upright cross
  (x, y) => Math.max(Math.abs(x), Math.abs(y)) < 0.85 && Math.min(Math.abs(x), Math.abs(y)) < 0.25,
  // diagonal cross
  (x, y) => Math.abs(Math.abs(x) - Math.abs(y)) < 0.3 && Math.max(Math.abs(x), Math.abs(y)) < 0.85,
  // triangle
  (x, y) => y < 0.75 && Math.abs(x) < 0.45 * (y + 0.85),
  // diamond
  (x, y) => Math.abs(x) + Math.abs(y) < 0.85,
  // upright stripes
  (x) => Math.floor((x + 1) * 2.5) % 2 === 0,
  // level stripes
  (_, y) => Math.floor((y + 1) * 2.5) % 2 === 0,
  // quarters
  (x, y) => x * y < 0,
  // crescent
  (x, y) => disc(x, y, 0.85) && !disc(x - 0.4, y + 0.15, 0.65),
  // heart
  (x, y) =>
    y > -0.15
      ? Math.abs(x) < 0.85 - 0.9 * (y + 0.1) && y < 0.85
      : disc(Math.abs(x) - 0.41, y + 0.15, 0.44),
  // house
  (x, y) => (y > -0.1 ? Math.abs(x) < 0.6 && y < 0.8 : Math.abs(x) < 0.85 * (1 + (y + 0.1) / 0.75)),
];
