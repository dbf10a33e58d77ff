import { expect, test } from 'vitest';
import { TRANSPARENT, createTexture, rgb } from '../../../envs/engine/index.js';
import { mipLevel } from '../../../envs/engine/texture.js';

test('packs colours as 0x01BBGGRR, cut to bytes', () => {
  expect(rgb(0x12, 0x34, 0x56)).toBe(0x01563412);
  expect(rgb(-5, 300, 1.6)).toBe(0x0102ff00);
});

test('stores texels by columns, each mip level holding means of 2×2', () => {
  // Columns: [10, 20], [30, 40] in red; their mean is 25.
  const red = [
    [10, 20],
    [30, 40],
  ];
  const texture = createTexture(2, 2, (column, row) => rgb(red[column]![row]!, 0, 0));
  expect([...texture.texels].map((texel) => texel & 255)).toEqual([10, 20, 30, 40, 25]);
  expect([...texture.levelStart]).toEqual([0, 4]);
  expect(texture.opaque).toBe(true);
});

test('a mean counts opaque texels only and is transparent where they are the minority', () => {
  const holes = (opaqueTexels: number) => {
    let painted = 0;
    return createTexture(2, 2, () => (painted++ < opaqueTexels ? rgb(200, 100, 0) : TRANSPARENT));
  };
  expect(holes(2).texels[4]).toBe(rgb(200, 100, 0));
  expect(holes(1).texels[4]).toBe(TRANSPARENT);
  expect(holes(3).opaque).toBe(false);
});

test('levels are chosen so that a pixel spans at most one and a half texels', () => {
  const texture = createTexture(8, 8, () => rgb(0, 0, 0)); // levels 8, 4, 2, 1
  expect([0.01, 1.5, 1.6, 3, 3.1, 6.1, 1000].map((step) => mipLevel(texture, step))).toEqual([
    0, 0, 1, 1, 2, 3, 3,
  ]);
});

test.each([0, 3, 1.5, 8192, Number.NaN])('refuses a side of %s texels', (side) => {
  expect(() => createTexture(side, 8, () => 0)).toThrow(/width must be a power of two.*got/);
  expect(() => createTexture(8, side, () => 0)).toThrow(/height must be a power of two/);
});
