import { describe, expect, test } from 'vitest';
import { createFighter, refresh, type Fighter } from '../../../../envs/levels/lasertag/fighter.js';
import { Supplies } from '../../../../envs/levels/lasertag/supplies.js';
import { LIGHTNING, RAIL } from '../../../../envs/levels/lasertag/weapons.js';
import { mazeOf } from './plan.js';

const HALL = mazeOf('######', '#....#', '######'); // its cells are 7 to 10, their middles at y = 150

function supplies(found = RAIL): Supplies {
  const kinds = ['weapon', 'health', 'armour'] as const;
  return new Supplies(
    HALL,
    kinds.map((kind, i) => ({ kind, cell: 7 + i })),
    found,
  );
}

/** A fighter in the middle of a cell. */
function at(cell: number, numbers: Partial<Fighter> = {}): Fighter {
  const fighter = createFighter();
  refresh(fighter, 100);
  Object.assign(fighter.body, { x: (cell - 6) * 100 + 50, y: 150 });
  return Object.assign(fighter, numbers);
}

test('a weapon gives its rounds, and one more to who has them', () => {
  const [all, taker] = [supplies(), at(7)];
  all.offer(taker);
  expect(taker.foundRounds).toBe(10);
  all.loadState([0, 0, 0]);
  taker.foundRounds = 4;
  all.offer(taker);
  expect(taker.foundRounds).toBe(10);
  all.loadState([0, 0, 0]);
  all.offer(taker);
  expect(taker.foundRounds).toBe(11);
  const lightning = at(7);
  supplies(LIGHTNING).offer(lightning);
  expect(lightning.foundRounds).toBe(100);
});

describe('health and armour', () => {
  test('large health gives 50, up to 100, and stays where it is of no use', () => {
    const all = supplies();
    const healthy = at(8);
    all.offer(healthy);
    expect(all.billboards[1]!.visible).toBe(true);
    const hurt = at(8, { health: 20 });
    all.offer(hurt);
    expect(hurt.health).toBe(70);
    expect(all.billboards[1]!.visible).toBe(false);
    all.offer(hurt); // gone
    expect(hurt.health).toBe(70);
    const scratched = at(8, { health: 80 });
    supplies().offer(scratched);
    expect(scratched.health).toBe(100);
  });

  test('combat armour gives 50, up to 200', () => {
    const [wearer, full] = [at(9, { armour: 170 }), at(9, { armour: 200 })];
    supplies().offer(wearer);
    expect(wearer.armour).toBe(200);
    const all = supplies();
    all.offer(full);
    expect(all.billboards[2]!.visible).toBe(true);
  });
});

test.each([
  [7, 0, 5],
  [8, 1, 35],
  [9, 2, 25],
])('what was taken from cell %i is back after its time', (cell, index, seconds) => {
  const all = supplies();
  all.offer(at(cell, { health: 50 }));
  for (let tick = 1; tick < seconds * 60; tick++) all.passTime();
  expect(all.billboards[index]!.visible).toBe(false);
  all.passTime();
  expect(all.billboards[index]!.visible).toBe(true);
});

test('reach is 40 units', () => {
  const [near, far] = [at(7), at(7)];
  near.body.x += 40;
  far.body.x += 41;
  const all = supplies();
  all.offer(far);
  expect(far.foundRounds).toBe(0);
  all.offer(near);
  expect(near.foundRounds).toBe(10);
});

test('a state that cannot have been written is refused', () => {
  const all = supplies();
  expect(all.fits([300, 2100, 1500])).toBe(true);
  for (const wrong of [[301, 0, 0], [0, 0], [0, 0, -1], [0, 0, 0.5], 'none', undefined]) {
    expect(all.fits(wrong)).toBe(false);
  }
});
