import { expect, test } from 'vitest';
import { Pickups, REACH, createBody, createTexture, rgb } from '../../../envs/engine/index.js';

const LOOK = { texture: createTexture(1, 1, () => rgb(1, 2, 3)), size: 40, height: 30 };

function twoKinds(): Pickups {
  const near = [
    [0, 0],
    [500, 0],
  ] as const;
  return new Pickups([
    { ...LOOK, places: near, reward: 1 },
    { ...LOOK, places: [[530, 0]], reward: -3 },
  ]);
}

const at = (x: number, y = 0) => ({ ...createBody(), x, y });

test('an item is taken at its reach, once, and not beyond it', () => {
  const pickups = twoKinds();
  expect(pickups.take(at(REACH + 0.001))).toBe(0);
  expect(pickups.take(at(0.6 * REACH, 0.8 * REACH - 1e-9))).toBe(1);
  expect(pickups.take(at(0))).toBe(0);
  expect([pickups.left(0), pickups.left(1)]).toEqual([1, 1]);
  expect(pickups.billboards.map(({ visible }) => visible)).toEqual([false, true, true]);
});

test('several at once give the sum of their rewards', () => {
  expect(twoKinds().take(at(515))).toBe(-2);
});

test('restore puts every item back', () => {
  const pickups = twoKinds();
  pickups.take(at(515));
  pickups.restore();
  expect([pickups.left(0), pickups.left(1)]).toEqual([2, 1]);
});

test('a saved state comes back; anything else is refused and changes nothing', () => {
  const [pickups, other] = [twoKinds(), twoKinds()];
  pickups.take(at(515));
  expect(other.loadState(JSON.parse(JSON.stringify(pickups.saveState())))).toBe(true);
  expect([other.left(0), other.left(1)]).toEqual([1, 0]);
  for (const bad of [undefined, [], [true, true], [true, true, 1], 'abc']) {
    expect(other.loadState(bad)).toBe(false);
  }
  expect([other.left(0), other.left(1)]).toEqual([1, 0]);
});

test('a billboard fills a square about its height', () => {
  const [first] = twoKinds().billboards;
  expect(first).toMatchObject({ x: 0, y: 0, width: 40, bottom: 10, top: 50 });
});
