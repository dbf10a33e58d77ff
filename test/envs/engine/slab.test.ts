import { describe, expect, test } from 'vitest';
import {
  HEADINGS,
  HEADINGS_PER_DEGREE,
  Renderer,
  createBillboard,
  createSlab,
  createTexture,
  createWall,
  createWallLoop,
  rgb,
  setSlabTop,
  type Camera,
  type Point,
  type Scene,
  type Texture,
} from '../../../envs/engine/index.js';
import { countDifferences } from './rayCaster.js';
import { EAST, FAR_LIGHT, plain, SIZE } from './views.js';

const SIDE = plain(200, 0, 0);
const LID = plain(255, 255, 0);
const YELLOW_GREEN = plain(100, 200, 0);

/** East of the eye: 80 to 160 ahead, 80 wide. */
const SQUARE: readonly Point[] = [
  [80, -40],
  [160, -40],
  [160, 40],
  [80, 40],
];
const STYLE = { side: SIDE, lid: LID, texelsPerUnit: 1 };

function sceneOf(parts: Partial<Scene>): Scene {
  const floor = { height: 0, texture: plain(0, 160, 0), texelsPerUnit: 1 };
  const sky = plain(0, 0, 250);
  return { walls: [], billboards: [], floor, sky, halfLightDepth: FAR_LIGHT, ...parts };
}

const NAMES: Readonly<Record<string, string>> = {
  '0,0,250': 'sky',
  '0,160,0': 'floor',
  '200,0,0': 'side',
  '255,255,0': 'lid',
  '100,200,0': 'other',
};

/** Names of what one column of the picture shows, from above: `'sky 36, lid 12, …'`. */
function column(scene: Scene, camera: Camera, x = 48): string {
  const pixels = new Renderer(SIZE).draw(scene, camera);
  const found: [string, number][] = [];
  for (let y = 0; y < 72; y++) {
    const at = (y * 96 + x) * 3;
    // Light of 255/256 takes one from a component; walls facing east or west lose 30% more.
    const name = nameOf(pixels.subarray(at, at + 3));
    const last = found.at(-1);
    if (last?.[0] === name) last[1]++;
    else found.push([name, 1]);
  }
  return found.map(([name, count]) => `${name} ${count}`).join(', ');
}

function nameOf([red, green, blue]: Uint8Array): string {
  const is = (key: string): boolean => {
    const [r, g, b] = key.split(',').map(Number);
    const same = (a: number, e: number): boolean => a <= e && a >= 0.68 * e - 1;
    return same(red!, r!) && same(green!, g!) && same(blue!, b!);
  };
  return NAMES[Object.keys(NAMES).find(is) ?? ''] ?? `(${red}, ${green}, ${blue})`;
}

describe('geometry worked by hand, focal length 48 pixels, horizon at row 36', () => {
  test('from above: the top between its two edges, the near side below it', () => {
    const slabs = [createSlab(SQUARE, { ...STYLE, top: 30 })];
    // 20 below the eye: 48 · 20/160 = 6 and 48 · 20/80 = 12 rows below the horizon; foot 48 · 50/80 = 30.
    expect(column(sceneOf({ slabs }), EAST)).toBe('sky 36, floor 6, lid 6, side 18, floor 6');
  });

  test('from below the top only its sides are seen', () => {
    const slabs = [createSlab(SQUARE, { ...STYLE, top: 80 })];
    // 30 above the eye at the near side: 48 · 30/80 = 18 rows above the horizon.
    expect(column(sceneOf({ slabs }), EAST)).toBe('sky 18, side 48, floor 6');
  });

  test('an eye above it sees the top reach under its feet', () => {
    const slabs = [createSlab(SQUARE, { ...STYLE, top: 30 })];
    // Far edge 40 ahead: 48 · 20/40 = 24 rows below the horizon.
    expect(column(sceneOf({ slabs }), { ...EAST, x: 120 })).toBe('sky 36, floor 24, lid 12');
  });

  test('raised and lowered it moves; below the floor it is not there', () => {
    const slab = createSlab(SQUARE, { ...STYLE, top: 80 });
    setSlabTop(slab, 30);
    expect(column(sceneOf({ slabs: [slab] }), EAST)).toBe(
      'sky 36, floor 6, lid 6, side 18, floor 6',
    );
    setSlabTop(slab, -2);
    expect(slab.visible).toBe(false);
    expect(column(sceneOf({ slabs: [slab] }), EAST)).toBe('sky 36, floor 36');
  });
});

describe('occlusion', () => {
  const slabs = [createSlab(SQUARE, { ...STYLE, top: 30 })];
  const across = (x: number, height: number, bottom = 0) =>
    createWall([x, -50], [x, 50], { texture: YELLOW_GREEN, height, bottom });

  test('a wall before it hides it, a wall behind it is hidden', () => {
    // Before: from 48 · 10/60 = 8 to 40 rows below the horizon. The top starts at 6.
    expect(column(sceneOf({ slabs, walls: [across(60, 40)] }), EAST)).toBe(
      'sky 36, floor 6, lid 2, other 28',
    );
    // Behind: its top at eye height; 192 ahead its foot would be at 48 · 50/192 = 12.5.
    expect(column(sceneOf({ slabs, walls: [across(192, 50)] }), EAST)).toBe(
      'sky 36, other 6, lid 6, side 18, floor 6',
    );
  });

  test('a tall wall before it hides it wholly', () => {
    expect(column(sceneOf({ slabs, walls: [across(60, 60)] }), EAST)).toBe('sky 28, other 44');
  });

  test('what is taller than all walls shows above them', () => {
    const walls = [across(60, 60)]; // from 8 rows above to 40 below the horizon
    const tall = [createSlab(SQUARE, { ...STYLE, top: 110 })]; // 48 · 60/80 = 36 above
    expect(column(sceneOf({ slabs: tall, walls }), EAST)).toBe('side 28, other 44');
    const panels = [createWall([96, -20], [96, 20], { texture: LID, height: 60, bottom: 60 })];
    // From 48 · 10/96 = 5 above the horizon, behind the wall, to 35.
    expect(column(sceneOf({ panels, walls }), EAST)).toBe('sky 1, lid 27, other 44');
  });

  test('what stands on it is drawn before its far part', () => {
    // A board of 10 on the middle of the top, 120 ahead: its foot is 48 · 20/120 = 8 below the horizon,
    // its upper edge 4.
    const board = createBillboard([120, 0], { texture: YELLOW_GREEN, size: 10, height: 35 });
    expect(column(sceneOf({ slabs, billboards: [board] }), EAST)).toBe(
      'sky 36, floor 4, other 4, lid 4, side 18, floor 6',
    );
  });

  test('a panel is drawn before the wall it hangs on, and stops no line of sight elsewhere', () => {
    const panels = [createWall([98, -20], [98, 20], { texture: LID, height: 49, bottom: 50 })];
    // Wall: 48 rows above and 24 below the horizon, cut at 36. Panel: 48 · 49/98 = 24 rows.
    expect(column(sceneOf({ panels, walls: [across(100, 150)] }), EAST)).toBe(
      'other 12, lid 24, other 24, floor 12',
    );
  });
});

/** Numbers in [0, 1) for scenes; their quality does not matter. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Slabs of three to eight sides, walls, billboards and panels between them, in a room. */
function randomScene(next: () => number): Scene {
  const between = (low: number, high: number): number => low + (high - low) * next();
  const colour = (): number => rgb(between(40, 250), between(40, 250), between(40, 250));
  const pattern = (): Texture => createTexture(4, 4, colour);
  const texelsPerUnit = 1 / 32;
  const place = (): Point => [between(-300, 300), between(-300, 300)];
  const wall = (bottom: number) =>
    createWall(place(), place(), {
      texture: pattern(),
      height: between(20, 150),
      bottom,
      texelsPerUnit,
    });
  // Cells of a grid, so that slabs do not run into each other.
  const slabs = [-200, 0, 200].flatMap((x) =>
    [-150, 150].map((y) => {
      const sides = 3 + Math.floor(6 * next());
      const radius = between(30, 90);
      const start = next();
      const corners = Array.from({ length: sides }, (_, i): Point => {
        const angle = ((i + start) / sides) * 2 * Math.PI;
        return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
      });
      const style = { side: pattern(), lid: pattern(), top: between(10, 110), texelsPerUnit };
      return { ...createSlab(corners, style), visible: next() < 0.9 };
    }),
  );
  const outer: Point[] = [
    [-400, -400],
    [400, -400],
    [400, 400],
    [-400, 400],
  ];
  return {
    walls: [
      // Through the gaps between slabs: a wall inside one would be drawn over its top.
      createWall([-100, -300], [-100, 300], { texture: pattern(), height: 60, texelsPerUnit }),
      createWall([-300, 0], [300, 0], { texture: pattern(), height: 35, texelsPerUnit }),
      ...createWallLoop(outer, [{ texture: pattern(), height: 180, texelsPerUnit }]),
    ],
    panels: [wall(120), wall(130)],
    billboards: [],
    slabs,
    floor: { height: 0, texture: pattern(), texelsPerUnit: 1 / 64 },
    ceiling: next() < 0.5 ? { height: 180, texture: pattern(), texelsPerUnit: 1 / 64 } : undefined,
    sky: plain(90, 140, 250),
    halfLightDepth: FAR_LIGHT,
  };
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])('random scene %i agrees with a slow ray caster', (seed) => {
  const next = sequence(seed * 6007);
  const scene = randomScene(next);
  const camera = {
    x: 100 * next(), // between two rows and columns of slabs
    y: 40 * (next() - 0.5),
    eyeHeight: 40 + 120 * next(),
    heading: Math.floor(HEADINGS * next()),
    pitch: Math.floor((next() - 0.7) * 40 * HEADINGS_PER_DEGREE),
  };
  const pixels = new Renderer(SIZE).draw(scene, camera);
  const different = countDifferences(pixels, { scene, camera }, SIZE);
  // Pixels whose centre lies on an edge may fall either way, and distant planes are drawn from mip levels.
  expect(different).toBeLessThan(0.005 * 96 * 72);
});

test('a picture does not depend on what was drawn before', () => {
  const scenes = [randomScene(sequence(5)), randomScene(sequence(6)), sceneOf({})] as const;
  const camera = { ...EAST, eyeHeight: 120 };
  const used = new Renderer(SIZE);
  for (const i of [0, 1, 2, 0, 1] as const) {
    const fresh = new Renderer(SIZE).draw(scenes[i], camera);
    expect(Buffer.compare(used.draw(scenes[i], camera), fresh)).toBe(0);
  }
});

test('outlines that are not convex, or turn clockwise, are refused', () => {
  const style = { ...STYLE, top: 30 };
  expect(() => createSlab([...SQUARE].reverse(), style)).toThrow(
    /counter-clockwise, got \(80, 40\)/,
  );
  expect(() => createSlab(SQUARE.slice(0, 2), style)).toThrow(/three or more/);
  const dented: Point[] = [...SQUARE.slice(0, 3), [140, 0]];
  expect(() => createSlab(dented, style)).toThrow(/convex/);
  expect(() => createSlab(SQUARE, { ...style, top: 0 })).toThrow(/height above 0/);
});
