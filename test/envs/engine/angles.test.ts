import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { COS, HEADINGS, SIN, headingOf, wrapHeading } from '../../../envs/engine/index.js';

const radians = (heading: number): number => (heading * 2 * Math.PI) / HEADINGS;

test('the tables hold cosine and sine to within rounding', () => {
  for (let heading = 0; heading < HEADINGS; heading++) {
    // The angle given to Math.cos has three roundings of relative size 2⁻⁵³: 3 · 2π · 2⁻⁵³ = 2.1e-15.
    expect(Math.abs(COS[heading]! - Math.cos(radians(heading)))).toBeLessThan(2.5e-15);
    expect(Math.abs(SIN[heading]! - Math.sin(radians(heading)))).toBeLessThan(2.5e-15);
  }
});

test('quarter turns are exact and 45° has equal parts', () => {
  const quarters = [0, 1, 2, 3].map((i) => (i * HEADINGS) / 4);
  expect(quarters.map((heading) => COS[heading]! + 0)).toEqual([1, 0, -1, 0]);
  expect(quarters.map((heading) => SIN[heading]! + 0)).toEqual([0, 1, 0, -1]);
  expect(COS[HEADINGS / 8]! / SIN[HEADINGS / 8]!).toBeCloseTo(1, 15);
});

// Not from elsewhere: the fingerprint that every machine and Node version must reproduce.
test('the tables are the same bytes everywhere', () => {
  const bytes = Buffer.alloc(HEADINGS * 16);
  COS.forEach((value, i) => bytes.writeDoubleLE(value, i * 8));
  SIN.forEach((value, i) => bytes.writeDoubleLE(value, (HEADINGS + i) * 8));
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(
    'c982eb5107c69dc371d93a55568b226d40e4698ac3d9de41a374766e67be1d41',
  );
});

test('headingOf finds the direction of a vector to within one unit', () => {
  for (let i = 0; i < 1000; i++) {
    const angle = (i + 0.37) * 0.0062831;
    const exact = (angle * HEADINGS) / (2 * Math.PI);
    const found = headingOf(3 * Math.cos(angle), 3 * Math.sin(angle));
    const difference = wrapHeading(Math.round(found - exact) + HEADINGS / 2) - HEADINGS / 2;
    expect(Math.abs(difference)).toBeLessThanOrEqual(1);
  }
});

test('headingOf is exact along the axes, and 0 for no direction', () => {
  expect(headingOf(5, 0)).toBe(0);
  expect(headingOf(0, 2)).toBe(HEADINGS / 4);
  expect(headingOf(-1, 0)).toBe(HEADINGS / 2);
  expect(headingOf(0, -7)).toBe((3 * HEADINGS) / 4);
  expect(headingOf(0, 0)).toBe(0);
});

test('wrapHeading takes away whole turns', () => {
  expect([-1, HEADINGS, -HEADINGS, 2 * HEADINGS + 5].map(wrapHeading)).toEqual([
    HEADINGS - 1,
    0,
    0,
    5,
  ]);
});
