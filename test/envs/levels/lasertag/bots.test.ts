import { describe, expect, test } from 'vitest';
import { HEADINGS, HEADINGS_PER_DEGREE } from '../../../../envs/engine/index.js';
import { traitsOfSkill } from '../../../../envs/levels/lasertag/botMind.js';
import { Match, type MatchRules } from '../../../../envs/levels/lasertag/match.js';
import { cellAt, type Maze } from '../../../../envs/levels/maze/index.js';
import { layoutOf, mazeOf } from './plan.js';

const RULES: MatchRules = { bots: 1, skill: 4, botHealth: 125, botsShoot: true };

/** A hall 9 cells long, x 100 … 1000, and one 3 cells wide about x = 550. */
const HALL = mazeOf('###########', '####...####', '#.........#', '####...####', '###########');
const HALL_SPAWNS = [23, 31];

const EAST = 0;
const WEST = HEADINGS / 2;

/** A match in a hall; the player and the bots stand where `places` says, looking that way. */
function matchAt(
  places: readonly (readonly [x: number, y: number, heading: number])[],
  { rules = RULES, maze = HALL, weapon = 23, seed = 1 }: Partial<Setting> = {},
): Match {
  const layout = layoutOf(maze, { spawns: HALL_SPAWNS, weapon });
  const match = new Match({ ...rules, bots: places.length - 1 }, layout);
  match.begin(seed);
  places.forEach(([x, y, heading], i) => {
    Object.assign(match.fighters[i]!.body, { x, y, heading });
  });
  return match;
}

interface Setting {
  readonly rules: MatchRules;
  readonly maze: Maze;
  readonly weapon: number;
  readonly seed: number;
}

/** Ticks until something holds, at most `most`. */
function ticksUntil(match: Match, most: number, holds: () => boolean): number {
  for (let tick = 1; tick <= most; tick++) {
    match.tick(false);
    if (holds()) return tick;
  }
  return Infinity;
}

const rounds = (match: Match, index = 1): number =>
  match.fighters[index]!.rapidRounds + match.fighters[index]!.foundRounds;

describe('skill', () => {
  test('every trait gets better with it', () => {
    for (let skill = 1; skill < 5; skill += 0.5) {
      const [worse, better] = [traitsOfSkill(skill), traitsOfSkill(skill + 0.5)];
      expect(better.reactionTicks).toBeLessThan(worse.reactionTicks);
      expect(better.aimError).toBeLessThan(worse.aimError);
      expect(better.turnPerTick).toBeGreaterThan(worse.turnPerTick);
      expect(better.halfView).toBeGreaterThan(worse.halfView);
      expect(better.dodging).toBeGreaterThan(worse.dodging);
    }
  });

  test('at 4 of 5 it reacts after 0.45 s and strays by 3.5°', () => {
    const { reactionTicks, aimError } = traitsOfSkill(4);
    expect([reactionTicks / 60, aimError / HEADINGS_PER_DEGREE]).toEqual([0.45, 3.5]);
  });

  test.each([0.9, 5.1, Number.NaN])('%d is refused', (skill) => {
    expect(() => traitsOfSkill(skill)).toThrow(RangeError);
  });
});

describe('seeing', () => {
  test('whoever stands in view is shot at after the reaction time, not before', () => {
    const ticks = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
      const match = matchAt(
        [
          [750, 250, EAST],
          [350, 250, EAST],
        ],
        { seed },
      );
      return ticksUntil(match, 600, () => rounds(match) < 100);
    });
    // 27 ticks of reaction, at most 6 until it looks around, and the time to aim.
    expect(Math.min(...ticks)).toBeGreaterThanOrEqual(27);
    expect(Math.max(...ticks)).toBeLessThan(27 + 6 + 60);
  });

  test('a slower skill shoots later', () => {
    const first = (skill: number): number => {
      const rules = { ...RULES, skill };
      const match = matchAt([[250, 250, EAST], [550, 250, WEST]], { rules }); // prettier-ignore
      return ticksUntil(match, 600, () => rounds(match) < 100);
    };
    expect(first(1)).toBeGreaterThanOrEqual(72);
    expect(first(5)).toBeLessThan(60);
  });

  test('nobody is seen behind its back or through a wall', () => {
    const behind = matchAt([[550, 350, EAST], [550, 250, HEADINGS * 0.75]]); // prettier-ignore
    behind.tick(false);
    expect(behind.bots[0]!.mind.enemy).toBe(0);
    const blocked = mazeOf(
      '###########',
      '###########',
      '#....#....#',
      '###########',
      '###########',
    );
    const apart = matchAt([[250, 250, EAST], [950, 250, WEST]], { maze: blocked, weapon: 31 }); // prettier-ignore
    expect(ticksUntil(apart, 900, () => apart.bots[0]!.mind.enemy !== 0)).toBe(Infinity);
  });

  test('a hit from behind makes it turn round', () => {
    const match = matchAt([[250, 250, EAST], [650, 250, EAST]]); // prettier-ignore
    match.tick(true);
    expect(match.fighters[1]!.health).toBe(118);
    const facesPlayer = (): boolean => Math.abs(match.fighters[1]!.body.heading - WEST) < 400;
    expect(ticksUntil(match, 120, facesPlayer)).toBeLessThan(120);
  });
});

describe('walking', () => {
  test('without opponents in sight bots come through all of a maze', () => {
    const ring = mazeOf(
      '#######',
      '#.....#',
      '#.###.#',
      '#.#.#.#',
      '#.#...#',
      '#######',
      '#######',
    );
    const rules = { ...RULES, botsShoot: false };
    const layout = layoutOf(ring, { spawns: [15, 33], weapon: 24 });
    const match = new Match({ ...rules, bots: 1 }, layout);
    match.begin(3);
    match.fighters[0]!.awayTicks = 1e9; // nobody to look for
    const visited = new Set<number>();
    for (let tick = 0; tick < 60 * 60; tick++) {
      match.tick(false);
      const { x, y } = match.fighters[1]!.body;
      visited.add(cellAt(ring, x, y));
    }
    expect([...visited].sort((a, b) => a - b)).toEqual(layout.world.cells);
  });

  test('without rounds a bot fetches the weapon', () => {
    const match = matchAt([[150, 250, EAST], [250, 250, EAST]], { weapon: 31 }); // prettier-ignore
    match.fighters[1]!.rapidRounds = 0;
    // 700 units at up to 320 a second, to within reach of 40.
    expect(ticksUntil(match, 300, () => match.fighters[1]!.foundRounds > 0)).toBeLessThan(200);
  });

  test('fighters do not stand in each other, nor in walls', () => {
    const match = matchAt([[550, 250, EAST], [560, 250, EAST], [545, 255, WEST], [550, 245, WEST]]); // prettier-ignore
    for (let tick = 0; tick < 30; tick++) match.tick(false);
    const bodies = match.fighters
      .filter(({ awayTicks }) => awayTicks === 0)
      .map(({ body }) => body);
    bodies.forEach((a, i) => {
      expect(HALL.open[cellAt(HALL, a.x, a.y)]).toBe(true);
      for (const b of bodies.slice(i + 1)) {
        expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(24);
      }
    });
  });
});

describe('tagged', () => {
  test('the player lies still for 1.7 s, then stands in a spawn cell with 125', () => {
    const match = matchAt([[250, 250, EAST], [550, 250, WEST]]); // prettier-ignore
    const player = match.fighters[0]!;
    expect(ticksUntil(match, 1800, () => player.awayTicks > 0)).toBeLessThan(1800);
    const { x, y } = player.body;
    for (let tick = 1; tick < 102; tick++) {
      player.body.x += 5; // as if it walked on
      match.tick(true);
      expect([player.body.x, player.body.y, player.body.z]).toEqual([x, y, -30]);
    }
    match.tick(false);
    expect(player).toMatchObject({ awayTicks: 0, health: 125, rapidRounds: 100, tagged: 1 });
    expect(player.body.z).toBe(0);
    expect(HALL_SPAWNS).toContain(cellAt(HALL, player.body.x, player.body.y));
  });

  test('a bot comes back too, and knows nothing any more', () => {
    const match = matchAt([[250, 250, EAST], [650, 250, EAST]]); // prettier-ignore
    match.fighters[1]!.health = 1;
    expect(match.tick(true)).toBe(1);
    expect(match.fighters[1]!.awayTicks).toBeGreaterThan(0);
    for (let tick = 0; tick < 102; tick++) match.tick(false);
    expect(match.fighters[1]).toMatchObject({ awayTicks: 0, health: 125 });
  });

  test('bots tag each other as they tag the player', () => {
    const match = matchAt([[150, 250, EAST], [450, 250, EAST], [750, 250, WEST]]); // prettier-ignore
    match.fighters[0]!.awayTicks = 1e9;
    for (let tick = 0; tick < 60 * 60; tick++) expect(match.tick(false)).toBe(0);
    expect(match.fighters[1]!.tags + match.fighters[2]!.tags).toBeGreaterThan(3);
  });

  test('health sinks from 125 to 100 in 25 s', () => {
    const match = matchAt([[250, 250, EAST], [650, 250, EAST]], { rules: { ...RULES, botsShoot: false } }); // prettier-ignore
    const { health } = match.fighters[0]!;
    for (let tick = 0; tick < 10 * 60; tick++) match.tick(false);
    expect([health, match.fighters[0]!.health]).toEqual([125, 115]);
    for (let tick = 0; tick < 20 * 60; tick++) match.tick(false);
    expect(match.fighters[0]!.health).toBe(100);
  });
});
