import { describe, expect, test } from 'vitest';
import { armStyle, DARK_INK, INK, stepStyle } from '../../src/charts/index.js';

type Triple = readonly [number, number, number];

const channels = (color: string): number[] =>
  [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255);
/** sRGB to linear light: IEC 61966-2-1. */
const linear = (color: string): Triple =>
  channels(color).map((v) =>
    v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4,
  ) as unknown as Triple;
const product = (matrix: readonly Triple[], [a, b, c]: Triple): Triple =>
  matrix.map(([x, y, z]) => x * a + y * b + z * c) as unknown as Triple;
/** WCAG 2.2: relative luminance and contrast. */
const luminance = (color: string): number => product([[0.2126, 0.7152, 0.0722]], linear(color))[0];
const contrast = (a: string, b: string): number => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
};

/** Linear light to CIE Lab under D65. */
function lab(rgb: Triple): Triple {
  const xyz = product(
    [
      [0.4124, 0.3576, 0.1805],
      [0.2126, 0.7152, 0.0722],
      [0.0193, 0.1192, 0.9505],
    ],
    rgb.map((v) => Math.min(1, Math.max(0, v))) as unknown as Triple,
  );
  const [x, y, z] = xyz
    .map((v, i) => v / [0.9505, 1, 1.089][i]!)
    .map((v) =>
      v > 216 / 24389 ? Math.cbrt(v) : ((24389 / 27) * v + 16) / 116,
    ) as unknown as Triple;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Machado, Oliveira and Fernandes 2009, "A Physiologically-based Model for Simulation of Color Vision Deficiency", severity 1. */
const VISION: Readonly<Record<string, readonly Triple[]>> = {
  'all three cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const styles = Array.from({ length: 6 }, (_, i) => [armStyle(i), stepStyle(i)]).flat();

test('lines stand out from the ground by 3 to 1, texts by 4.5 to 1 (WCAG 2.2, 1.4.11 and 1.4.3)', () => {
  for (const { color, darkColor } of styles) {
    expect(contrast(color, INK.ground), color).toBeGreaterThanOrEqual(3);
    expect(contrast(darkColor, DARK_INK.ground), darkColor).toBeGreaterThanOrEqual(3);
  }
  for (const ink of [INK, DARK_INK]) {
    expect(contrast(ink.text, ink.ground)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(ink.quiet, ink.ground)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(ink.axis, ink.ground)).toBeGreaterThanOrEqual(3);
  }
});

describe.each(Object.entries(VISION))('with %s', (_, matrix) => {
  test.each(['color', 'darkColor'] as const)('the first three arms differ (%s)', (theme) => {
    const seen = [0, 1, 2].map((i) => lab(product(matrix, linear(armStyle(i)[theme]))));
    for (const [i, a] of seen.entries()) {
      for (const b of seen.slice(i + 1)) {
        // A difference of 2.3 is just noticeable; thin lines need several times that.
        expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])).toBeGreaterThan(15);
      }
    }
  });
});

test('lines differ without colour: by dash and marker', () => {
  const looks = styles
    .filter((_, i) => i % 2 === 0)
    .map(({ dash, marker }) => JSON.stringify([dash, marker]));
  expect(new Set(looks).size).toBe(looks.length);
  expect(armStyle(6).color).toBe(armStyle(0).color);
  expect(armStyle(6).dash).not.toEqual(armStyle(0).dash);
});
