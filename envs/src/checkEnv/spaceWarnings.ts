import type { Env } from '../env.js';
import { boundAt, Box, Dict, Tuple } from '../spaces/index.js';
import type { Dtype, Space } from '../spaces/index.js';

/** What is legal in the two spaces but seldom meant, as Gymnasium's `check_env` warns of it. */
export function spaceWarnings({ observationSpace, actionSpace }: Env): string[] {
  return [
    ...warnings(observationSpace, 'observationSpace'),
    ...warnings(actionSpace, 'actionSpace'),
  ];
}

function warnings(space: Space<unknown>, name: string): string[] {
  if (space instanceof Tuple) {
    const parts = space.spaces as readonly Space<unknown>[];
    return parts.length === 0
      ? [`${name} is an empty Tuple`]
      : parts.flatMap((part, i) => warnings(part, `${name}[${i}]`));
  }
  if (space instanceof Dict) {
    const parts = Object.entries(space.spaces as Readonly<Record<string, Space<unknown>>>);
    return parts.length === 0
      ? [`${name} is an empty Dict`]
      : parts.flatMap(([key, part]) => warnings(part, `${name}.${key}`));
  }
  if (!(space instanceof Box)) return [];
  const box = space as Box<Dtype>; // instanceof forgets D
  return name.startsWith('action')
    ? [...boundWarnings(box, name), ...actionRangeWarnings(box, name)]
    : boundWarnings(box, name);
}

function boundWarnings(box: Box<Dtype>, name: string): string[] {
  const findings: string[] = [];
  if (someBound(box, (low) => low === -Infinity)) {
    findings.push(`${name} has no lower bound somewhere: probably too low`);
  }
  if (someBound(box, (_, high) => high === Infinity)) {
    findings.push(`${name} has no upper bound somewhere: probably too high`);
  }
  if (someBound(box, (low, high) => low === high)) {
    findings.push(`${name} has equal lower and upper bounds somewhere: that element says nothing`);
  }
  return findings;
}

/** Gymnasium recommends vectors of actions within [-1, 1] or [0, 1]. */
function actionRangeWarnings(box: Box<Dtype>, name: string): string[] {
  if (box.shape.length !== 1) return [];
  const uneven = someBound(
    box,
    (low, high) => (low !== 0 && -low !== high) || low < -1 || high > 1,
  );
  return uneven ? [`${name} is not within [-1, 1] or [0, 1], symmetric: agents learn worse`] : [];
}

function someBound(box: Box<Dtype>, holds: (low: number, high: number) => boolean): boolean {
  for (let i = 0; i < box.size; i++) {
    if (holds(boundAt(box.low, i), boundAt(box.high, i))) return true;
  }
  return false;
}
