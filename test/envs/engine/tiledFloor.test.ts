import { expect, test } from 'vitest';
import { TiledFloor, createTexture, rgb, type Texture } from '../../../envs/engine/index.js';

/** A tile of 4 × 4 different greys from `base` on, by columns. */
const greys = (base: number): Texture =>
  createTexture(4, 4, (column, row) => {
    const grey = base + 4 * column + row;
    return rgb(grey, grey, grey);
  });

test('is the picture of its tiles, down to one texel per tile', () => {
  const [ground, rug] = [greys(0), greys(100)];
  const floor = new TiledFloor(ground, { columns: 2, rows: 4 });
  floor.lay(rug, 1, 2);
  const isRug = (column: number, row: number): boolean => column >> 2 === 1 && row >> 2 === 2;
  const whole = createTexture(8, 16, (column, row) => {
    const grey = (isRug(column, row) ? 100 : 0) + 4 * (column & 3) + (row & 3);
    return rgb(grey, grey, grey);
  });
  // Levels of 128, 32 and 8 texels; the whole picture has one more, of 2.
  expect([...floor.texture.levelStart]).toEqual([0, 128, 160]);
  expect([...floor.texture.texels]).toEqual([...whole.texels.subarray(0, 168)]);
  expect(floor.texture).toMatchObject({ width: 8, height: 16, heightBits: 4, opaque: true });
});

test('can be laid anew', () => {
  const floor = new TiledFloor(greys(0), { columns: 2, rows: 2 });
  const { texture } = floor;
  floor.lay(greys(50), 0, 1);
  floor.layAll(greys(9));
  expect(floor.texture).toBe(texture);
  expect(texture.texels).toEqual(new TiledFloor(greys(9), { columns: 2, rows: 2 }).texture.texels);
});

test.each([0, 3, 1.5, Number.NaN])('refuses %s columns', (columns) => {
  expect(() => new TiledFloor(greys(0), { columns, rows: 2 })).toThrow(
    /columns must be a power of two, got/,
  );
});
