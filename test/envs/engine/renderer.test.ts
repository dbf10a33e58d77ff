import { describe, expect, test } from 'vitest';
import {
  HEADINGS,
  HEADINGS_PER_DEGREE,
  Renderer,
  TRANSPARENT,
  createBillboard,
  createTexture,
  createWall,
  createWallLoop,
  rgb,
  type Billboard,
  type Camera,
  type Scene,
  type Texture,
  type Wall,
} from '../../../envs/engine/index.js';
import { countDifferences } from './rayCaster.js';
import { EAST, FAR_LIGHT, plain, SIZE } from './views.js';

const RED = plain(200, 0, 0);
const YELLOW = plain(255, 255, 0);
const FLOOR = plain(0, 160, 0);
const SKY = plain(0, 0, 250);

function sceneOf(walls: readonly Wall[], billboards: readonly Billboard[] = []): Scene {
  const floor = { height: 0, texture: FLOOR, texelsPerUnit: 1 };
  return { walls, billboards, floor, sky: SKY, halfLightDepth: FAR_LIGHT };
}

/** What each pixel of a picture shows, by its strongest component. */
function draw(scene: Scene, camera: Camera): (x: number, y: number) => string {
  const pixels = new Renderer(SIZE).draw(scene, camera);
  return (x, y) => {
    const [red, green, blue] = pixels.subarray((y * 96 + x) * 3, (y * 96 + x) * 3 + 3);
    if (red! > 0) return green! > 0 ? 'yellow' : 'red';
    return green! > 0 ? 'floor' : blue! > 0 ? 'sky' : 'nothing';
  };
}

/** Runs of equal values: `'sky 12, red 48, floor 12'`. */
function runs(length: number, at: (i: number) => string): string {
  const found: [string, number][] = [];
  for (let i = 0; i < length; i++) {
    const last = found.at(-1);
    if (last?.[0] === at(i)) last[1]++;
    else found.push([at(i), 1]);
  }
  return found.map(([name, count]) => `${name} ${count}`).join(', ');
}

describe('geometry worked by hand, focal length 48 pixels', () => {
  // A wall 100 high and 100 wide, 100 ahead: 48 · 100 / 100 = 48 pixels each way, about the centre.
  const wall = createWall([100, -50], [100, 50], { texture: RED, height: 100 });

  test('a wall at distance d has the height f·h/d and the width f·w/d', () => {
    const at = draw(sceneOf([wall]), EAST);
    expect(runs(72, (y) => at(48, y))).toBe('sky 12, red 48, floor 12');
    expect(runs(96, (x) => at(x, 20))).toBe('sky 24, red 48, sky 24');
  });

  test('twice as far away it is half as large', () => {
    const at = draw(sceneOf([wall]), { ...EAST, x: -100 });
    expect(runs(72, (y) => at(48, y))).toBe('sky 24, red 24, floor 24');
    expect(runs(96, (x) => at(x, 30))).toBe('sky 36, red 24, sky 36');
  });

  test('turning left by a quarter and looking from the other side shows the same wall', () => {
    const heading = HEADINGS / 2;
    const at = draw(sceneOf([wall]), { ...EAST, x: 200, heading });
    expect(runs(96, (x) => at(x, 20))).toBe('sky 24, red 48, sky 24');
    const away = draw(sceneOf([wall]), { ...EAST, heading: HEADINGS / 4 });
    expect(runs(96, (x) => away(x, 20))).toBe('sky 96');
  });

  test('what lies to the left is drawn on the left', () => {
    const north = createWall([100, 10], [100, 50], { texture: RED, height: 100 });
    const at = draw(sceneOf([north]), EAST); // 4.8 to 24 pixels left of the centre
    expect(runs(96, (x) => at(x, 30))).toBe('sky 24, red 19, sky 53');
  });

  test('the field of view is 90°: at depth 100 it ends 100 to either side', () => {
    const at = draw(
      sceneOf([
        createWall([100, 100], [100, 99], { texture: RED, height: 100 }),
        createWall([100, -101], [100, -110], { texture: RED, height: 100 }),
      ]),
      EAST,
    );
    // 1 unit is 0.48 pixels and ends just left of the first pixel's centre: draw it 3 units wide.
    expect(runs(96, (x) => at(x, 30))).toBe('sky 96');
    const wider = draw(
      sceneOf([createWall([100, 100], [100, 97], { texture: RED, height: 100 })]),
      EAST,
    );
    expect(runs(96, (x) => wider(x, 30))).toBe('red 1, sky 95');
  });

  test('a higher eye lowers things, pitch up lowers the horizon by f·tan(pitch)', () => {
    const high = draw(sceneOf([wall]), { ...EAST, eyeHeight: 75 });
    expect(runs(72, (y) => high(48, y))).toBe('sky 24, red 48'); // 24 below the horizon's row 36: 24 … 72
    const up = draw(sceneOf([wall]), { ...EAST, pitch: 20 * HEADINGS_PER_DEGREE }); // 48 · 0.36397 = 17.47
    expect(runs(72, (y) => up(48, y))).toBe('sky 29, red 43');
    const upOutside = draw(sceneOf([]), { ...EAST, pitch: 20 * HEADINGS_PER_DEGREE }); // 53.47: row 53 is floor
    expect(runs(72, (y) => upOutside(48, y))).toBe('sky 53, floor 19');
    const down = draw(sceneOf([]), { ...EAST, pitch: -20 * HEADINGS_PER_DEGREE }); // 36 − 17.47 = 18.53
    expect(runs(72, (y) => down(48, y))).toBe('sky 19, floor 53');
  });

  test('light falls to one half at halfLightDepth, walls facing east or west lose 30%', () => {
    const scene = { ...sceneOf([wall]), halfLightDepth: 100 };
    const pixels = new Renderer(SIZE).draw(scene, EAST);
    // trunc(256 · 0.7 / 2) = 89; 200 · 89 >> 8 = 69.
    expect(pixels[(36 * 96 + 48) * 3]).toBe(69);
    const facingSouth = createWall([-50, 100], [50, 100], { texture: RED, height: 100 });
    const north = { ...EAST, heading: HEADINGS / 4 };
    const lighter = new Renderer(SIZE).draw({ ...scene, walls: [facingSouth] }, north);
    expect(lighter[(36 * 96 + 48) * 3]).toBe(100); // 256 / 2 = 128; 200 · 128 >> 8
  });
});

describe('occlusion', () => {
  const low = createWall([100, -50], [100, 50], { texture: RED, height: 50 });
  const fruit = (x: number, size = 40): Billboard =>
    createBillboard([x, 0], { texture: YELLOW, size, height: 50 });
  const yellowIn = (scene: Scene): number => {
    const at = draw(scene, EAST);
    let count = 0;
    for (let i = 0; i < 72 * 96; i++) count += at(i % 96, Math.floor(i / 96)) === 'yellow' ? 1 : 0;
    return count;
  };

  test('a billboard behind a wall cannot be seen, before it it can', () => {
    const wall = createWall([100, -50], [100, 50], { texture: RED, height: 100 });
    expect(yellowIn(sceneOf([wall], [fruit(150)]))).toBe(0);
    expect(yellowIn(sceneOf([wall], [fruit(80)]))).toBe(24 * 24); // 48 · 40 / 80 = 24 pixels
  });

  test('of a billboard behind a low wall the upper half shows', () => {
    // At 160 it is 12 by 12 pixels about the horizon; the wall ends at eye height: the horizon.
    expect(yellowIn(sceneOf([low], [fruit(160)]))).toBe(12 * 6);
  });

  test('what is not visible is not drawn, and nothing behind the eye is', () => {
    expect(yellowIn(sceneOf([], [{ ...fruit(80), visible: false }]))).toBe(0);
    expect(yellowIn(sceneOf([], [fruit(-80)]))).toBe(0);
  });

  test('transparent texels let the background through', () => {
    const half = createTexture(2, 2, (column) => (column === 0 ? rgb(255, 255, 0) : TRANSPARENT));
    const board = createBillboard([80, 0], { texture: half, size: 40, height: 50 });
    const at = draw(sceneOf([], [board]), EAST);
    expect(runs(96, (x) => at(x, 30))).toBe('sky 36, yellow 12, sky 48');
  });

  test('through the gaps of the tallest wall the one behind it shows', () => {
    const fence = createTexture(2, 1, (column) => (column === 0 ? rgb(200, 0, 0) : TRANSPARENT));
    const style = { texture: fence, height: 100, texelsPerUnit: 1 / 25 };
    const walls = [
      createWall([100, 50], [100, -50], style),
      createWall([200, 100], [200, -100], { texture: YELLOW, height: 100 }),
    ];
    const at = draw(sceneOf(walls), EAST); // 25 units at depth 100 are 12 pixels
    expect(runs(96, (x) => at(x, 38))).toBe(
      'floor 24, red 12, yellow 12, red 12, yellow 12, floor 24',
    );
  });

  test('under a wall that hangs in the air the one behind it shows', () => {
    const lintel = createWall([100, -50], [100, 50], { texture: RED, height: 50, bottom: 50 });
    const behind = createWall([200, -99], [200, 99], { texture: YELLOW, height: 100 });
    const at = draw(sceneOf([lintel, behind]), EAST);
    // Lintel: 24 rows above the horizon. Behind it: 12 above to 12 below.
    expect(runs(72, (y) => at(48, y))).toBe('sky 12, red 24, yellow 12, floor 24');
  });

  test('an eye above the walls sees over them', () => {
    const [near, far] = [100, 200].map((x) =>
      createWall([x, -99], [x, 99], { texture: x === 100 ? RED : YELLOW, height: 100 }),
    );
    const at = draw(sceneOf([near!, far!]), { ...EAST, eyeHeight: 150 });
    // Near: from 48 · 50/100 = 24 below the horizon. Far: from 12 to 48 · 150/200 = 36 below.
    expect(runs(72, (y) => at(48, y))).toBe('sky 36, floor 12, yellow 12, red 12');
  });

  test('a tall wall shows above a low one, whichever is listed first', () => {
    const tall = createWall([200, -50], [200, 50], { texture: YELLOW, height: 150 });
    for (const walls of [
      [low, tall],
      [tall, low],
    ]) {
      const at = draw(sceneOf(walls), EAST);
      // Tall: top 48 · 100 / 200 = 24 above the horizon. Low: from the horizon to 24 below.
      expect(runs(72, (y) => at(48, y))).toBe('sky 12, yellow 24, red 24, floor 12');
    }
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

function randomScene(next: () => number): Scene {
  const between = (low: number, high: number): number => low + (high - low) * next();
  const colour = (): number => rgb(between(40, 250), between(40, 250), between(40, 250));
  const pattern = (): Texture => createTexture(4, 4, colour);
  const fence = createTexture(4, 4, (column) => (column % 2 === 0 ? colour() : TRANSPARENT));
  const walls = Array.from({ length: 8 }, (_, i) =>
    createWall([between(-300, 300), between(-300, 300)], [between(-300, 300), between(-300, 300)], {
      texture: i === 0 ? fence : pattern(),
      height: between(20, 150),
      bottom: i % 3 === 1 ? between(10, 80) : 0,
      texelsPerUnit: 1 / 32,
    }),
  );
  const outer = [
    [-400, -400],
    [400, -400],
    [400, 400],
    [-400, 400],
  ] as const;
  return {
    walls: [
      ...walls,
      ...createWallLoop(outer, [{ texture: pattern(), height: 180, texelsPerUnit: 1 / 32 }]),
    ],
    billboards: Array.from({ length: 5 }, () =>
      createBillboard([between(-300, 300), between(-300, 300)], {
        texture: createTexture(4, 4, () => (next() < 0.3 ? TRANSPARENT : colour())),
        size: between(30, 80),
        height: between(20, 60),
      }),
    ),
    floor: { height: 0, texture: pattern(), texelsPerUnit: 1 / 64 },
    ceiling: next() < 0.5 ? { height: 180, texture: pattern(), texelsPerUnit: 1 / 64 } : undefined,
    sky: plain(90, 140, 250),
    halfLightDepth: FAR_LIGHT,
  };
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])('random scene %i agrees with a slow ray caster', (seed) => {
  const next = sequence(seed * 7919);
  const scene = randomScene(next);
  const camera = {
    x: 200 * (next() - 0.5),
    y: 200 * (next() - 0.5),
    eyeHeight: 30 + 100 * next(),
    heading: Math.floor(HEADINGS * next()),
    pitch: Math.floor((next() - 0.5) * 30 * HEADINGS_PER_DEGREE),
  };
  const pixels = new Renderer(SIZE).draw(scene, camera);
  const different = countDifferences(pixels, { scene, camera }, SIZE);
  // Pixels whose centre lies on an edge may fall either way, and distant floor is drawn from mip levels.
  expect(different).toBeLessThan(0.005 * 96 * 72);
});

test('a picture does not depend on what was drawn before', () => {
  const scenes = [randomScene(sequence(5)), randomScene(sequence(6))] as const;
  const camera = { ...EAST, eyeHeight: 60 };
  const pictures: [Scene, Camera][] = [
    [scenes[0], camera],
    [scenes[1], camera],
    [scenes[1], { ...camera, heading: 1234 }],
    [scenes[1], { ...camera, pitch: 200 }],
    [scenes[1], camera],
    [scenes[1], { ...camera, eyeHeight: 90 }],
    [{ ...scenes[1], halfLightDepth: 300 }, camera],
    [scenes[1], camera],
  ];
  const used = new Renderer(SIZE);
  for (const [scene, from] of pictures) {
    const fresh = new Renderer(SIZE).draw(scene, from);
    expect(Buffer.compare(used.draw(scene, from), fresh)).toBe(0);
  }
});

test('sky turns with the heading: a landmark seen ahead is at the edge after 45°', () => {
  const sky = createTexture(512, 2, (column) => (column === 0 ? rgb(255, 255, 0) : rgb(0, 0, 250)));
  const brightColumns = (heading: number): number[] => {
    const scene = { ...sceneOf([]), sky };
    const pixels = new Renderer(SIZE).draw(scene, { ...EAST, heading });
    return Array.from({ length: 96 }, (_, x) => x).filter((x) => pixels[x * 3]! > 0);
  };
  expect(brightColumns(0)).toEqual([47]); // sky column 0 spans 0° to 0.7°, left of the centre
  expect(brightColumns(HEADINGS - HEADINGS / 8 + 10)).toEqual([0]);
  expect(brightColumns(HEADINGS / 4)).toEqual([]);
});

test('more faces than a column holds: the 32 nearest are drawn', () => {
  const across = (x: number, texture: Texture, height: number): Wall =>
    createWall([x, -900], [x, 900], { texture, height });
  const low = Array.from({ length: 59 }, (_, i) => across(1000 - 10 * i, RED, 20)); // 1000 … 420
  const at = draw(sceneOf([across(1100, YELLOW, 60), ...low, across(410, YELLOW, 20)]), EAST);
  // Tops lie 48 · 30/x below the horizon: 2 for the farthest kept (720), 3.4 (420), 3.5 (410), whose
  // foot is at 48 · 50/410 = 5.9. The tall one at 1100 is left out: sky above the horizon.
  expect(runs(72, (y) => at(48, y))).toBe('sky 36, floor 2, red 2, yellow 2, floor 30');
});

test('bad sizes and cameras are refused', () => {
  expect(() => new Renderer({ width: 0, height: 72 })).toThrow(/from 1 to 4096, got 0 and 72/);
  expect(() => new Renderer({ width: 96, height: 7.5 })).toThrow(/got 96 and 7.5/);
  const renderer = new Renderer(SIZE);
  expect(() => renderer.draw(sceneOf([]), { ...EAST, heading: 0.5 })).toThrow(/whole heading/);
  expect(() => renderer.draw(sceneOf([]), { ...EAST, pitch: 1300 })).toThrow(/got 0 and 1300/);
  expect(() => createWall([1, 1], [1, 1], { texture: RED, height: 9 })).toThrow(/two different/);
  expect(() => createWall([1, 1], [2, 1], { texture: RED, height: 0 })).toThrow(/height above 0/);
});
