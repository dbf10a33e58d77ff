import { ProbeError } from './errors.js';

/**
 * Solves A X = B for a symmetric positive definite A, by A = L Lᵀ.
 *
 * Source: Golub and Van Loan, "Matrix Computations", Algorithms 4.2.1 and 3.1.1 (by rows).
 *
 * @param a - `[n, n]`, row-major; only the lower triangle is read.
 * @param b - `[n, m]`, row-major.
 * @returns X, `[n, m]`.
 * @throws {@link ProbeError} if A is not positive definite to the precision of float64.
 */
export function solvePositiveDefinite(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const l = choleskyFactor(a, n);
  const m = b.length / n;
  const x = b.slice();
  for (let column = 0; column < m; column++) {
    for (let i = 0; i < n; i++) {
      let sum = x[i * m + column]!;
      for (let k = 0; k < i; k++) sum -= l[i * n + k]! * x[k * m + column]!;
      x[i * m + column] = sum / l[i * n + i]!;
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = x[i * m + column]!;
      for (let k = i + 1; k < n; k++) sum -= l[k * n + i]! * x[k * m + column]!;
      x[i * m + column] = sum / l[i * n + i]!;
    }
  }
  return x;
}

/** The lower triangle L of A = L Lᵀ, `[n, n]`. */
function choleskyFactor(a: Float64Array, n: number): Float64Array {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!;
      if (i > j) {
        l[i * n + j] = sum / l[j * n + j]!;
        continue;
      }
      if (!(sum > 0)) {
        throw new ProbeError(
          `cholesky: expected a positive definite matrix, got pivot ${sum} in row ${i}. ` +
            'A larger penalty helps where columns depend on each other.',
        );
      }
      l[i * n + i] = Math.sqrt(sum);
    }
  }
  return l;
}
