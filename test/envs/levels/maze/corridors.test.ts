import { describe, expect, test } from 'vitest';
import { Random } from '../../../../envs/src/index.js';
import { connectRegions } from '../../../../envs/levels/maze/connectRegions.js';
import { digCorridors } from '../../../../envs/levels/maze/digCorridors.js';
import { solidDraft } from '../../../../envs/levels/maze/regions.js';
import { trimCorridors } from '../../../../envs/levels/maze/trimCorridors.js';
import { draftOf, openPlanOf, type Plan } from './floorPlan.js';

/** A plan after trimming. */
function trimmed(plan: Plan): Plan {
  const draft = draftOf(plan);
  trimCorridors(draft);
  return openPlanOf(draft);
}

describe('trimCorridors', () => {
  test('fills dead ends, branches of branches included, and keeps rooms', () => {
    expect(
      trimmed([
        '###########',
        '#1111111###',
        '#####1#####',
        '#AAA#1#BBB#',
        '#AAA#1#BBB#',
        '#AAA111BBB#',
        '#####1#####',
        '#111111111#',
        '###########',
      ]),
    ).toEqual([
      '###########',
      '###########',
      '###########',
      '#   ###   #',
      '#   ###   #',
      '#         #',
      '###########',
      '###########',
      '###########',
    ]);
  });

  test('straightens a bend out of a line', () => {
    expect(
      trimmed([
        '#############', //
        '#####111#####',
        '#####1#1#####',
        '#AAA#1#1#BBB#',
        '#AAA#1#1#BBB#',
        '#AAA11#11BBB#',
        '#############',
      ]),
    ).toEqual([
      '#############',
      '#############',
      '#############',
      '#   #####   #',
      '#   #####   #',
      '#           #',
      '#############',
    ]);
  });

  test('keeps a way that does not come back to its line', () => {
    const plan = [
      '#############',
      '#######11BBB#',
      '#######1#BBB#',
      '#AAA#111#BBB#',
      '#AAA#1#######',
      '#AAA11#######',
      '#############',
    ];
    expect(trimmed(plan)).toEqual(plan.map((line) => line.replace(/[^#]/g, ' ')));
  });

  test('keeps a bend whose line is taken by a room', () => {
    const plan = [
      '###############',
      '###111111111###',
      '###1#######1###',
      '#A11#CCCCC#11B#',
      '###############',
    ];
    expect(trimmed(plan)).toEqual(plan.map((line) => line.replace(/[^#]/g, ' ')));
  });
});

describe('connectRegions', () => {
  const plan = [
    '###########',
    '#AAA#BBB#1#',
    '#AAA#BBB#1#',
    '#AAA#BBB#1#',
    '#########1#',
    '#111111111#',
    '###########',
  ];
  const doors = (probability: number, seed: number): string[] => {
    const draft = draftOf(plan);
    connectRegions(draft, new Random(seed), probability);
    return openPlanOf(draft).flatMap((line, row) =>
      Array.from(line).flatMap((cell, column) =>
        cell === ' ' && plan[row]![column] === '#' ? [`${row},${column}`] : [],
      ),
    );
  };

  test('opens one wall between any two neighbours', () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 100; seed++) {
      const opened = doors(0, seed);
      const between = (walls: readonly string[]): number =>
        opened.filter((door) => walls.includes(door)).length;
      expect([
        between(['1,4', '3,4']), // A and B
        between(['4,1', '4,3']), // A and the corridor
        between(['1,8', '3,8', '4,5', '4,7']), // B and the corridor
      ]).toEqual([1, 1, 1]);
      expect(opened).toHaveLength(3);
      opened.forEach((door) => seen.add(door));
    }
    expect(seen.size).toBe(8);
  });

  test('opens all walls with probability 1', () => {
    expect(doors(1, 0)).toHaveLength(8);
  });
});

test('digCorridors fills each connected part with a tree that visits every node', () => {
  for (let seed = 0; seed < 50; seed++) {
    const draft = solidDraft(9, 7);
    digCorridors(draft, new Random(seed));
    const open = openPlanOf(draft).join('').match(/ /g)!.length;
    expect(open).toBe(12 + 11); // 4 × 3 nodes, and one edge less between them
    expect(new Set(draft.regions)).toEqual(new Set([0, 1]));
  }
});
