import type { Info } from '../env.js';
import type { VectorStep } from './syncVectorEnv.js';

/** Numbers, in any typed array. */
type NumberArray = Float64Array | Float32Array | Int32Array | Int16Array | Int8Array | Uint8Array;

/**
 * Infos of several environments as columns, after Gymnasium's vector environments. The column `key`
 * holds one entry per row; the mask `_key` (`Uint8Array`, 0/1) says which rows have it.
 *
 * Numbers become a `Float64Array` (0 where absent), truth values a `Uint8Array` 0/1, typed arrays of
 * one kind and length a longer one `[n, ...]`, plain objects columns in turn; all else stays a list
 * (`null` where absent).
 */
export type BatchedInfo = {
  readonly [key: string]: NumberArray | readonly unknown[] | BatchedInfo;
};

/** Turns infos by row into columns. @param infos - `undefined` where a row has none. */
export function batchInfos(infos: readonly (Info | undefined)[]): BatchedInfo {
  const keys = new Set(infos.flatMap((info) => Object.keys(info ?? {})));
  const columns = [...keys].flatMap((key) => {
    const has = Uint8Array.from(infos, (info) => Number(info !== undefined && key in info));
    const values = infos.map((info) => info?.[key]);
    return [
      [key, column(values, has)],
      [`_${key}`, has],
    ] as const;
  });
  return Object.fromEntries(columns);
}

/**
 * The infos of a step as columns, and where episodes ended within it (`same-step`), `finalInfo` and
 * `finalObservation` with their masks, as Gymnasium's `final_info` and `final_obs`.
 */
export function batchStepInfos({ infos, finalInfos, finalObservations }: VectorStep): BatchedInfo {
  if (finalInfos.size === 0) return batchInfos(infos);
  const finals = infos.map((_, row) => {
    if (!finalInfos.has(row)) return undefined;
    return { finalInfo: finalInfos.get(row) };
  });
  const has = Uint8Array.from(infos, (_, row) => Number(finalObservations.has(row)));
  const observations = infos.map((_, row) => finalObservations.get(row) ?? null);
  return {
    ...batchInfos(infos),
    ...batchInfos(finals),
    finalObservation: observations,
    _finalObservation: has,
  };
}

/** @param has - 0/1: which values are there. */
function column(values: readonly unknown[], has: Uint8Array): BatchedInfo[string] {
  const present = values.filter((_, row) => has[row] === 1);
  if (present.every((value) => typeof value === 'number')) {
    return Float64Array.from(values, (value) => Number(value ?? 0));
  }
  if (present.every((value) => typeof value === 'boolean')) {
    return Uint8Array.from(values, Number);
  }
  if (present.every(isPlainObject)) return batchInfos(values as readonly (Info | undefined)[]);
  return stacked(values, present) ?? values.map((value) => value ?? null);
}

/** Typed arrays of one kind and length one after another; `undefined` where they are something else. */
function stacked(values: readonly unknown[], present: readonly unknown[]): NumberArray | undefined {
  const [first] = present as readonly NumberArray[]; // only used where it is one
  if (!isNumberArray(first)) return undefined;
  const alike = (value: unknown): value is NumberArray =>
    isNumberArray(value) &&
    value.constructor === first.constructor &&
    value.length === first.length;
  if (!present.every(alike)) return undefined;
  const Kind = first.constructor as new (length: number) => NumberArray;
  const all = new Kind(values.length * first.length);
  values.forEach((value, row) => {
    if (alike(value)) all.set(value, row * first.length);
  });
  return all;
}

function isNumberArray(value: unknown): value is NumberArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function isPlainObject(value: unknown): boolean {
  return Object.prototype.toString.call(value) === '[object Object]';
}
