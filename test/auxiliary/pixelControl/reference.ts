import { decode } from '../../nn/decoderReference.js';
import { cellsOf } from '../pictures.js';
import type { PixelControlCase } from './cases.js';

/** Returns of every cell for the rows (t, b) that count; `undefined` for the others. */
export type Returns = (number[] | undefined)[];

/** Pixel control as PixelControlLoss documents it, in float64 loops. Slow, and meant to be read. */
export function pixelControlReference(given: PixelControlCase): {
  loss: number;
  metrics: Record<string, (number | null)[]>;
} {
  const rows = rowsOf(given);
  const returns = returnsOf(given);
  const targets = rows.map((row) => returns[indexOf(given, row)]!);
  const loss = pixelControlLoss(given, returns);
  const cells = given.cells.size[0] * given.cells.size[1];
  const means = Array.from({ length: cells }, (_, cell) => average(targets.map((t) => t[cell]!)));
  const variation = targets.reduce((sum, target) => sum + squaredDistance(target, means), 0);
  const some = (value: number): (number | null)[] => [rows.length === 0 ? null : value];
  return {
    loss,
    metrics: {
      loss: some(loss),
      pixelChange: some(average(rows.flatMap((row) => changesAt(given, row)))),
      actionValue: some(average(rows.flatMap((row) => takenValues(given, row)))),
      explainedVariance: [variation > 0 ? 1 - (loss * rows.length) / variation : null],
    },
  };
}

/** The loss with given targets: those of the case, or others' to hold fixed where a gradient is differenced. */
export function pixelControlLoss(given: PixelControlCase, returns: Returns): number {
  const errors = rowsOf(given).map((row) =>
    squaredDistance(takenValues(given, row), returns[indexOf(given, row)]!),
  );
  return errors.length === 0 ? 0 : average(errors);
}

interface Row {
  readonly t: number;
  readonly b: number;
}

const indexOf = ({ B }: PixelControlCase, { t, b }: Row): number => t * B + b;

const opensEpisode = (given: PixelControlCase, row: Row): boolean =>
  given.episodeStarts[indexOf(given, row)] === 1;

/** Rows whose next observation is in the unroll and of the same episode. */
function rowsOf(given: PixelControlCase): Row[] {
  const rows: Row[] = [];
  for (let t = 0; t < given.T - 1; t++)
    for (let b = 0; b < given.B; b++) {
      if (!opensEpisode(given, { t: t + 1, b })) rows.push({ t, b });
    }
  return rows;
}

/** Walks forward from every row that counts, to the end of its episode or of the unroll. */
export function returnsOf(given: PixelControlCase): Returns {
  const returns: Returns = new Array<undefined>(given.T * given.B).fill(undefined);
  for (const row of rowsOf(given)) {
    const { b } = row;
    let sum = changesAt(given, row).map(() => 0);
    let factor = 1;
    let t = row.t;
    while (t < given.T - 1 && !opensEpisode(given, { t: t + 1, b })) {
      const rewards = changesAt(given, { t, b });
      sum = sum.map((value, cell) => value + factor * rewards[cell]!);
      factor *= given.discount;
      t++;
    }
    if (t === given.T - 1) {
      const best = actionValues(given, { t, b }).map((cell) => Math.max(...cell));
      sum = sum.map((value, cell) => value + factor * best[cell]!);
    }
    returns[indexOf(given, row)] = sum;
  }
  return returns;
}

/** Mean |o_{t+1} − o_t| over the pixels and channels of every cell. */
function changesAt(given: PixelControlCase, { t, b }: Row): number[] {
  const { B, cells, pixels } = given;
  const size = cells.image[0] * cells.image[1] * 3;
  const picture = (index: number): number[] => pixels.slice(index * size, (index + 1) * size);
  const [now, next] = [picture(t * B + b), picture((t + 1) * B + b)];
  const change = now.map((value, i) => Math.abs(next[i]! - value));
  return cellsOf(change, cells)
    .flat()
    .map((channels) => average(channels));
}

/** Q of every action, cell by cell. */
function actionValues(given: PixelControlCase, row: Row): number[][] {
  const { C, contexts, variables, small, channels, cells } = given;
  const at = indexOf(given, row) * C;
  const own = (part: string): readonly number[] => variables[`pixelControl/${part}`]!;
  const numbers = {
    linear: { weights: own('linear/weights'), bias: own('linear/bias') },
    deconvolution: { kernel: own('deconvolution/kernel'), bias: own('deconvolution/bias') },
  };
  const maps = decode(contexts.slice(at, at + C), numbers, { small, channels, size: cells.size });
  return maps.flat().map(([value, ...advantages]) => {
    const mean = average(advantages);
    return advantages.map((advantage) => value! + advantage - mean);
  });
}

function takenValues(given: PixelControlCase, row: Row): number[] {
  const action = given.actions[indexOf(given, row)]!;
  return actionValues(given, row).map((cell) => cell[action]!);
}

function squaredDistance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0);
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
