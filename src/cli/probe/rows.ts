import type { Matrix } from '../../probe/index.js';
import { FEATURES } from './features.js';
import type { FeatureName, TargetName } from './features.js';
import type { TargetValues } from './targets.js';

/** Features of one moment, all of one environment. */
export type MomentFeatures = Readonly<Record<FeatureName, Float32Array>>;

/** Moments to probe. */
export interface Rows {
  /** `[N, D]` each. */
  readonly features: Readonly<Record<FeatureName, Matrix>>;
  /** `[N]`: number of the episode. */
  readonly episodes: readonly number[];
  readonly targets: readonly TargetValues[];
}

/** Collects moments row by row. */
export class RowCollector {
  readonly #features: MomentFeatures[] = [];
  readonly #episodes: number[] = [];
  readonly #targets: TargetValues[] = [];

  /** @param features - Kept as they are: hand over copies. */
  add(features: MomentFeatures, episode: number, targets: TargetValues): void {
    this.#features.push(features);
    this.#episodes.push(episode);
    this.#targets.push(targets);
  }

  rows(): Rows {
    const matrices = FEATURES.map((name) => [
      name,
      stacked(this.#features.map((features) => features[name])),
    ]);
    return {
      features: Object.fromEntries(matrices) as Rows['features'],
      episodes: this.#episodes,
      targets: this.#targets,
    };
  }
}

/** Targets of the rows that have them, with the numbers of those rows. */
export function targetRows(
  targets: readonly TargetValues[],
  name: TargetName,
): { readonly rows: readonly number[]; readonly values: Matrix } {
  const rows = targets.flatMap((values, row) => (values[name] ? [row] : []));
  return { rows, values: stacked(rows.map((row) => targets[row]![name]!)) };
}

function stacked(rows: readonly ArrayLike<number>[]): Matrix {
  const columns = rows[0]?.length ?? 0;
  // Features come as float32: that loses nothing and takes half the memory of float64.
  const kind = rows[0] instanceof Float32Array ? Float32Array : Float64Array;
  const values = new kind(rows.length * columns);
  rows.forEach((row, i) => {
    values.set(row, i * columns);
  });
  return { rows: rows.length, columns, values };
}
