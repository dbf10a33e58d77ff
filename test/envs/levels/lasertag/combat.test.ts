import { beforeEach, describe, expect, test } from 'vitest';
import { Random } from '../../../../envs/src/index.js';
import { HEADINGS, HEADINGS_PER_DEGREE } from '../../../../envs/engine/index.js';
import { Combat } from '../../../../envs/levels/lasertag/combat.js';
import {
  createFighter,
  refresh,
  takeDamage,
  wearOff,
  type Fighter,
} from '../../../../envs/levels/lasertag/fighter.js';
import { Lights } from '../../../../envs/levels/lasertag/lights.js';
import { Rockets } from '../../../../envs/levels/lasertag/rockets.js';
import { Sight } from '../../../../envs/levels/lasertag/sight.js';
import { LIGHTNING, RAIL, ROCKET, WEAPONS } from '../../../../envs/levels/lasertag/weapons.js';
import { mazeOf } from './plan.js';

/** A hall of 9 by 1 cells: x 100 … 1000, y 100 … 200. */
const SIGHT = new Sight(mazeOf('###########', '#.........#', '###########'));

const WEST = HEADINGS / 2;

let fighters: Fighter[];
let rockets: Rockets;
let lights: Lights;
let combat: Combat;

/** The player at x = 150 looks east; two bots are put where a test wants them. */
beforeEach(() => {
  fighters = [createFighter(), createFighter(), createFighter()];
  fighters.forEach((fighter, i) => {
    refresh(fighter, 125);
    Object.assign(fighter.body, { x: 150 + 400 * i, y: 150 });
  });
  [rockets, lights] = [new Rockets(), new Lights()];
  combat = new Combat(fighters, { lights, rockets }, new Random(7));
});

/** Holds the trigger for some ticks. @returns the tick, from 0, in which someone was first tagged, or −1. */
function hold(shooter: number, { ticks, found }: { ticks: number; found: number }): number {
  for (let tick = 0; tick < ticks; tick++) {
    for (const fighter of fighters) {
      if (fighter.reloadTicks > 0) fighter.reloadTicks--;
    }
    combat.pullTrigger(shooter, { sight: SIGHT, found });
    combat.moveRockets(SIGHT);
    if (fighters.some(({ awayTicks }) => awayTicks > 0)) return tick;
  }
  return -1;
}

/** Gives the player rounds of a weapon found. */
const arm = (rounds: number): void => {
  fighters[0]!.foundRounds = rounds;
};

test('figures of the weapons, as DeepMind Lab has them', () => {
  const figures = WEAPONS.map(({ name, damage, reloadTicks, spread }) => [
    name,
    damage,
    (reloadTicks * 1000) / 60,
    spread,
  ]);
  expect(figures).toEqual([
    ['rapid', 7, 100, 200],
    ['rocket', 100, 800, 0],
    ['lightning', 8, 50, 0],
    ['rail', 100, 1500, 0],
  ]);
  expect(WEAPONS[0]!.rounds).toBe(100);
});

describe('the rapid gadget', () => {
  const rapid = { found: RAIL };

  test('tags a bot of 125 with the 18th hit, after 17 reloads of 6 ticks', () => {
    // 100 away: spread of 200 in 8192 is 2.4 units, so every shot hits; 18 · 7 = 126.
    fighters[1]!.body.x = 250;
    expect(hold(0, { ...rapid, ticks: 200 })).toBe(17 * 6);
    expect(combat.reward).toBe(1);
    expect(fighters[1]).toMatchObject({ awayTicks: 102, tagged: 1 });
    expect(fighters[0]).toMatchObject({ tags: 1, rapidRounds: 82 });
  });

  test('has 100 rounds, then nothing comes out', () => {
    fighters[0]!.body.heading = WEST; // nobody there
    expect(hold(0, { ...rapid, ticks: 700 })).toBe(-1);
    expect(fighters[0]!.rapidRounds).toBe(0);
    expect(fighters[1]!.health).toBe(125);
  });

  test('does not reach through whoever stands nearer, through walls or behind the back', () => {
    fighters[2]!.body.x = 300; // nearer than bot 1
    hold(0, { ...rapid, ticks: 1 });
    expect(fighters.map(({ health }) => health)).toEqual([125, 125, 118]);
    const blocked = new Sight(mazeOf('###########', '#..#......#', '###########'));
    fighters[0]!.reloadTicks = 0;
    fighters[2]!.body.x = 900;
    combat.pullTrigger(0, { sight: blocked, found: RAIL });
    expect(fighters.map(({ health }) => health)).toEqual([125, 125, 118]);
  });

  test('strays by no more than 200 in 8192, and does stray', () => {
    // At 820 the spread is ±20 sideways: of many shots some miss a bot 17 wide each way.
    const target = fighters[1]!;
    target.body.x = 970;
    fighters[2]!.awayTicks = 5;
    let hits = 0;
    for (let shot = 0; shot < 400; shot++) {
      Object.assign(fighters[0]!, { reloadTicks: 0, rapidRounds: 1 });
      target.health = 125;
      combat.pullTrigger(0, { sight: SIGHT, found: RAIL });
      hits += target.health < 125 ? 1 : 0;
    }
    // The shot starts at 50, the head ends at 56: rising by more than 6 in 820 misses too.
    expect(hits).toBeGreaterThan(150);
    expect(hits).toBeLessThan(390);
  });

  test('a view raised too far shoots over the head', () => {
    fighters[1]!.body.x = 250;
    fighters[0]!.body.pitch = 6 * HEADINGS_PER_DEGREE; // 100 · tan 6° = 10.5 above 50
    hold(0, { ...rapid, ticks: 100 });
    expect(fighters[1]!.health).toBe(125);
    fighters[0]!.reloadTicks = 0;
    fighters[0]!.body.pitch = -25 * HEADINGS_PER_DEGREE; // 83 · tan 25° = 38.7: 11 above the floor
    hold(0, { ...rapid, ticks: 1 });
    expect(fighters[1]!.health).toBe(118);
    fighters[1]!.body.x = 550; // 383 away the shot is long in the floor
    hold(0, { ...rapid, ticks: 100 });
    expect(fighters[1]!.health).toBe(118);
  });
});

describe('weapons found', () => {
  test('the rail tags with its second hit, 1.5 s after the first', () => {
    arm(10);
    expect(hold(0, { found: RAIL, ticks: 200 })).toBe(90);
    expect(fighters[0]!.foundRounds).toBe(8);
  });

  test('lightning reaches 768 units and tags with its 16th hit, every 50 ms', () => {
    arm(100);
    fighters[2]!.awayTicks = 5;
    fighters[1]!.body.x = 150 + 768 + 17 + 1; // one unit too far
    hold(0, { found: LIGHTNING, ticks: 30 });
    expect(fighters[1]!.health).toBe(125);
    fighters[2]!.awayTicks = 0;
    fighters[2]!.body.x = 150 + 768 + 17 - 1;
    arm(100);
    fighters[0]!.reloadTicks = 0;
    expect(hold(0, { found: LIGHTNING, ticks: 100 })).toBe(15 * 3); // 16 · 8 = 128
  });

  test('after the last round the rapid gadget is in hand again', () => {
    arm(1);
    hold(0, { found: RAIL, ticks: 91 });
    expect(fighters[0]).toMatchObject({ foundRounds: 0, rapidRounds: 99 });
    expect(fighters[1]!.health).toBe(18); // 125 − 100 − 7
  });

  test('a rocket flies 15 units a tick and takes 100 from whom it meets', () => {
    arm(10);
    fighters[2]!.body.x = 950; // out of the blast's reach
    fighters[1]!.body.x = 550;
    // It enters the body after 400 − 17 = 383 units: in the 26th tick.
    hold(0, { found: ROCKET, ticks: 25 });
    expect(fighters[1]!.health).toBe(125);
    hold(0, { found: ROCKET, ticks: 1 });
    expect(fighters.map(({ health }) => health)).toEqual([125, 25, 125]);
  });

  test('its blast hurts those near, less with distance, behind walls not at all', () => {
    fighters[1]!.body.x = 550;
    fighters[2]!.body.x = 632; // bursting at 532, 100 − 17 = 83 away
    arm(1);
    hold(0, { found: ROCKET, ticks: 30 });
    expect(fighters[2]!.health).toBe(125 - 30); // 100 · (1 − 83 / 120) = 30.8
  });

  test('fired at a wall close by it takes half of the blast from its owner: −1 when that is the last', () => {
    const player = fighters[0]!;
    player.body.heading = WEST; // the wall is 50 away; the rocket bursts at 49: 32 from the body
    arm(10);
    hold(0, { found: ROCKET, ticks: 10 });
    expect(player.health).toBe(125 - 36); // 100 · (1 − 32 / 120) = 73; half of it is 36
    player.health = 10;
    player.reloadTicks = 0;
    hold(0, { found: ROCKET, ticks: 10 });
    expect(player).toMatchObject({ selfTags: 1, tags: 0, tagged: 0 });
    expect(combat.reward).toBe(-1);
  });
});

describe('tags', () => {
  test('being tagged costs nothing, nor do bots tagging each other', () => {
    combat.hurt(0, 1, 500);
    combat.hurt(2, 1, 500);
    expect(combat.reward).toBe(0);
    expect(fighters.map(({ tags, tagged }) => [tags, tagged])).toEqual([
      [0, 1],
      [2, 0],
      [0, 1],
    ]);
  });

  test('who is out of play is not hit and does not shoot', () => {
    combat.hurt(1, 2, 500);
    combat.hurt(1, 0, 500);
    expect(combat.reward).toBe(0);
    combat.hurt(0, 2, 500);
    combat.pullTrigger(0, { sight: SIGHT, found: RAIL });
    expect(fighters[0]!.rapidRounds).toBe(100);
  });

  test('shots, hits and tags can be seen', () => {
    fighters[1]!.body.x = 350;
    combat.pullTrigger(0, { sight: SIGHT, found: RAIL });
    const lit = lights.billboards.filter(({ visible }) => visible);
    expect(lit.length).toBeGreaterThan(4);
    // The line starts at the gadget, right of the view and below it, and ends where the bot stands.
    expect(lit[0]!.y).toBeLessThan(150);
    expect(lit[0]!.top).toBeLessThan(50);
    expect(Math.max(...lit.map(({ x }) => x))).toBeCloseTo(350 - 17 - 2, 0);
    for (let tick = 0; tick < 6; tick++) lights.age();
    expect(lights.billboards.some(({ visible }) => visible)).toBe(false);
  });
});

test('armour takes two thirds of the damage, rounded up, until it is used up', () => {
  const fighter = fighters[0]!;
  fighter.armour = 10;
  expect(takeDamage(fighter, 10)).toBe(false); // 7 of 10
  expect([fighter.health, fighter.armour]).toEqual([122, 3]);
  expect(takeDamage(fighter, 100)).toBe(false); // 66, but only 3 are left
  expect([fighter.health, fighter.armour]).toEqual([25, 0]);
});

test('health and armour above 100 wear off by 1 a second', () => {
  const fighter = fighters[0]!;
  fighter.armour = 102;
  for (let second = 0; second < 30; second++) wearOff(fighter);
  expect([fighter.health, fighter.armour]).toEqual([100, 100]);
});
