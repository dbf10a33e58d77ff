import { describe, expect, test } from 'vitest';
import {
  HEADINGS,
  MapRenderer,
  TRANSPARENT,
  createBillboard,
  createSlab,
  createTexture,
  createWall,
  createWallLoop,
  rgb,
  type MapMarks,
  type Point,
  type Scene,
} from '../../../envs/engine/index.js';
import { plain } from './views.js';

const SIZE = { width: 100, height: 100 };
const OUTSIDE = [22, 24, 28];
const FLOOR = [0, 60, 0]; // (0, 100, 0), darkened to 0.6

/** A square room of 200 × 200 units around the origin, red walls, green floor. */
const room = createWallLoop(
  [
    [-100, -100],
    [100, -100],
    [100, 100],
    [-100, 100],
  ],
  [{ texture: plain(200, 0, 0), height: 100 }],
);

function sceneOf(more: Partial<Scene> = {}): Scene {
  const floor = { height: 0, texture: plain(0, 100, 0), texelsPerUnit: 1 };
  return { walls: room, billboards: [], floor, sky: plain(0, 0, 250), halfLightDepth: 1, ...more };
}

/** Colour of the pixel whose column and row are given. */
function draw(scene: Scene, marks?: MapMarks): (column: number, row: number) => number[] {
  const map = new MapRenderer(SIZE);
  const pixels = map.draw(scene, marks);
  return (column, row) => [
    ...pixels.subarray(3 * (row * 100 + column), 3 * (row * 100 + column) + 3),
  ];
}

// 100 pixels less a margin of 10 on each side show 200 units: 0.4 pixels to a unit, the origin at (50, 50).
describe('a map', () => {
  test('shows walls where they stand, floor within and nothing outside', () => {
    const at = draw(sceneOf());
    for (const [column, row] of [
      [50, 10],
      [10, 50],
      [50, 89],
      [89, 50],
    ] as const) {
      expect(at(column, row), `${column}, ${row}`).toEqual([200, 0, 0]);
    }
    expect(at(50, 50)).toEqual(FLOOR);
    expect(at(14, 14)).toEqual(FLOOR);
    expect(at(0, 0)).toEqual(OUTSIDE);
    expect(at(50, 6)).toEqual(OUTSIDE);
    expect(at(99, 99)).toEqual(OUTSIDE);
  });

  test('has north above and east on the right', () => {
    const north = createBillboard([0, 60], { texture: plain(0, 0, 255), size: 20, height: 30 });
    const east = createBillboard([60, 0], { texture: plain(255, 255, 0), size: 20, height: 30 });
    const at = draw(sceneOf({ billboards: [north, east] }));
    expect(at(50, 26)).toEqual([0, 0, 255]); // 50 − 0.4 · 60
    expect(at(74, 50)).toEqual([255, 255, 0]);
    expect(at(79, 50)).toEqual(FLOOR); // beyond the radius of 0.4 · 10
    expect(at(50, 74)).toEqual(FLOOR);
  });

  test('shows items by the mean of their opaque texels, and none that is not there', () => {
    const texels = [rgb(200, 0, 0), rgb(100, 0, 50), TRANSPARENT, TRANSPARENT];
    const texture = createTexture(2, 2, (column, row) => texels[2 * column + row]!);
    const item = createBillboard([0, 0], { texture, size: 20, height: 30 });
    expect(draw(sceneOf({ billboards: [item] }))(50, 50)).toEqual([150, 0, 25]);
    item.visible = false;
    expect(draw(sceneOf({ billboards: [item] }))(50, 50)).toEqual(FLOOR);
  });

  test('shows panels and slabs', () => {
    const panel = createWall([-50, 50], [50, 50], { texture: plain(0, 200, 200), height: 10 });
    const corners: Point[] = [
      [-40, -60],
      [0, -60],
      [0, -20],
      [-40, -20],
    ];
    const slab = createSlab(corners, {
      side: plain(9, 9, 9),
      lid: plain(240, 240, 0),
      top: 96,
      texelsPerUnit: 1,
    });
    const at = draw(sceneOf({ panels: [panel], slabs: [slab] }));
    expect(at(50, 30)).toEqual([0, 200, 200]); // row 50 − 0.4 · 50
    // Pixels (34 … 50, 58 … 74), its middle at (42, 66); a diagonal runs through it.
    expect(at(37, 61)).toEqual([240, 240, 0]);
    expect(at(46, 70)).toEqual([240, 240, 0]);
    slab.visible = false;
    expect(draw(sceneOf({ slabs: [slab] }))(37, 61)).toEqual(FLOOR);
  });

  test('shows the player as an arrow along its heading', () => {
    const facing = (heading: number): string => {
      const at = draw(sceneOf(), { player: { x: 0, y: 0, heading } });
      const tips = { east: [57, 49], north: [49, 42], west: [42, 49], south: [49, 57] } as const;
      return Object.entries(tips)
        .filter(([, [column, row]]) => at(column, row)[0]! > 100) // the back ends 7 pixels out, in black
        .map(([name]) => name)
        .join();
    };
    expect([0, 1, 2, 3].map((quarter) => facing((quarter * HEADINGS) / 4))).toEqual([
      'east',
      'north',
      'west',
      'south',
    ]);
  });

  test('draws the path from blue to yellow, and no line where the player was put elsewhere', () => {
    const path: Point[] = [
      [-50, 0],
      [-30, 0],
      [40, 0],
      [60, 0],
    ];
    const at = draw(sceneOf(), { path });
    const [, , oldBlue] = at(34, 50); // at x = −40
    const [newRed, , newBlue] = at(70, 50); // at x = 50
    expect(oldBlue).toBeGreaterThan(150);
    expect(newRed).toBeGreaterThan(newBlue!);
    expect(at(52, 50)).toEqual(FLOOR); // 70 units in one step
  });

  test('is drawn anew each time, to the same bytes', () => {
    const map = new MapRenderer(SIZE);
    const first = map.draw(sceneOf()).slice();
    map.draw(sceneOf(), { player: { x: 50, y: 50, heading: 900 }, path: [[0, 0]] });
    expect(Buffer.compare(map.draw(sceneOf()), first)).toBe(0);
  });

  test('fits wide and high scenes, and takes scenes without walls', () => {
    const wide = createWall([0, 0], [800, 0], { texture: plain(200, 0, 0), height: 10 });
    const at = draw(sceneOf({ walls: [wide] })); // 0.1 pixels to a unit
    expect(at(11, 50)).toEqual([200, 0, 0]);
    expect(at(88, 50)).toEqual([200, 0, 0]);
    expect(at(92, 50)).toEqual(OUTSIDE);
    expect(draw(sceneOf({ walls: [] }))(50, 50)).toEqual(OUTSIDE);
  });

  test('refuses sizes that cannot hold one', () => {
    expect(() => new MapRenderer({ width: 31, height: 100 })).toThrow(RangeError);
    expect(() => new MapRenderer({ width: 100, height: 99.5 })).toThrow('from 32 to 4096');
  });
});

describe('place', () => {
  test('says where a point lies in the picture', () => {
    const map = new MapRenderer(SIZE);
    map.draw(sceneOf());
    expect(map.place([0, 0])).toEqual([50, 50]);
    expect(map.place([100, 100])).toEqual([90, 10]);
  });
});
