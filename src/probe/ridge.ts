import { solvePositiveDefinite } from './cholesky.js';
import { ProbeError } from './errors.js';
import { columnDeviations, columnMeans } from './matrix.js';
import type { Matrix } from './matrix.js';

/** A linear map from features to targets. */
export interface LinearMap {
  /** `[D]`, subtracted from the features. */
  readonly means: Float64Array;
  /** `[D, M]`, row-major. */
  readonly weights: Float64Array;
  /** `[M]` */
  readonly intercepts: Float64Array;
}

/** What the normal equations of a regression need of its data; any number of penalties can use it. */
export interface RidgeSystem {
  readonly rows: number;
  readonly means: Float64Array;
  /** `[D]`; 0 for a feature that never changes. */
  readonly deviations: Float64Array;
  /** `[M]` */
  readonly targetMeans: Float64Array;
  /** XᵀX of the standardised features, `[D, D]`; the lower triangle. */
  readonly gram: Float64Array;
  /** XᵀY, `[D, M]`. */
  readonly cross: Float64Array;
}

/**
 * Takes from N rows what {@link solveRidge} needs. Features are centred and divided by their standard
 * deviation, so that a penalty treats all alike; targets are centred.
 *
 * @param features - `[N, D]`
 * @param targets - `[N, M]`
 * @throws {@link ProbeError} if there are no rows, or not equally many.
 */
export function ridgeSystem(features: Matrix, targets: Matrix): RidgeSystem {
  if (features.rows === 0 || features.rows !== targets.rows) {
    throw new ProbeError(
      `ridge: expected features and targets of equally many rows, at least one, got ` +
        `${features.rows} and ${targets.rows}.`,
    );
  }
  const means = columnMeans(features);
  const deviations = columnDeviations(features, means);
  const targetMeans = columnMeans(targets);
  const gram = new Float64Array(features.columns ** 2);
  const cross = new Float64Array(features.columns * targets.columns);
  const row = new Float64Array(features.columns);
  for (let n = 0; n < features.rows; n++) {
    standardise(features, n, { means, deviations, into: row });
    addProducts(row, gram);
    for (let i = 0; i < row.length; i++) {
      for (let m = 0; m < targets.columns; m++) {
        const target = targets.values[n * targets.columns + m]! - targetMeans[m]!;
        cross[i * targets.columns + m]! += row[i]! * target;
      }
    }
  }
  return { rows: features.rows, means, deviations, targetMeans, gram, cross };
}

/**
 * Ridge regression in closed form:  W = (XᵀX + α I)⁻¹ XᵀY, which minimises ‖Y − XW‖² + α ‖W‖², X the
 * standardised features and Y the centred targets.
 *
 * Source: Hoerl and Kennard 1970; as scikit-learn's `Ridge(alpha)` behind a `StandardScaler`.
 *
 * @param penalty - α, above 0.
 */
export function solveRidge(system: RidgeSystem, penalty: number): LinearMap {
  const { means, deviations, targetMeans, gram, cross } = system;
  const size = means.length;
  const regularised = gram.slice();
  for (let i = 0; i < size; i++) regularised[i * size + i]! += penalty;
  const standardised = solvePositiveDefinite(regularised, cross, size);
  const columns = targetMeans.length;
  // Features that never changed in training are not used, whatever they do later.
  const weights = standardised.map((weight, i) => {
    const deviation = deviations[Math.floor(i / columns)]!;
    return deviation === 0 ? 0 : weight / deviation;
  });
  return { means, weights, intercepts: targetMeans };
}

/** `[N, M]`: (X − means) W + intercepts. */
export function predict({ means, weights, intercepts }: LinearMap, features: Matrix): Matrix {
  const columns = intercepts.length;
  const values = new Float64Array(features.rows * columns);
  for (let n = 0; n < features.rows; n++) {
    values.set(intercepts, n * columns);
    for (let i = 0; i < features.columns; i++) {
      const feature = features.values[n * features.columns + i]! - means[i]!;
      for (let m = 0; m < columns; m++) {
        values[n * columns + m]! += feature * weights[i * columns + m]!;
      }
    }
  }
  return { rows: features.rows, columns, values };
}

function standardise(
  { columns, values }: Matrix,
  row: number,
  { means, deviations, into }: Pick<RidgeSystem, 'means' | 'deviations'> & { into: Float64Array },
): void {
  for (let i = 0; i < columns; i++) {
    const deviation = deviations[i]!;
    into[i] = deviation === 0 ? 0 : (values[row * columns + i]! - means[i]!) / deviation;
  }
}

/** Adds x xᵀ to the lower triangle of `gram`. */
function addProducts(x: Float64Array, gram: Float64Array): void {
  const size = x.length;
  for (let i = 0; i < size; i++) {
    const factor = x[i]!;
    if (factor === 0) continue;
    for (let j = 0; j <= i; j++) gram[i * size + j]! += factor * x[j]!;
  }
}
