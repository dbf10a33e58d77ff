/** The typed array that holds values of each dtype. */
export interface TypedArrays {
  readonly uint8: Uint8Array;
  readonly int32: Int32Array;
  readonly float32: Float32Array;
}

/** Number formats that a {@link Box} may have. */
export type Dtype = keyof TypedArrays;

/** What a {@link Box} needs to know of a number format. */
interface DtypeFacts<Values> {
  readonly isFloat: boolean;
  readonly min: number;
  readonly max: number;
  readonly create: (length: number) => Values;
  readonly matches: (value: unknown) => value is Values;
}

const FACTS: { readonly [D in Dtype]: DtypeFacts<TypedArrays[D]> } = {
  uint8: {
    isFloat: false,
    min: 0,
    max: 255,
    create: (length) => new Uint8Array(length),
    matches: (value) => value instanceof Uint8Array,
  },
  int32: {
    isFloat: false,
    min: -(2 ** 31),
    max: 2 ** 31 - 1,
    create: (length) => new Int32Array(length),
    matches: (value) => value instanceof Int32Array,
  },
  float32: {
    isFloat: true,
    min: -Infinity,
    max: Infinity,
    create: (length) => new Float32Array(length),
    matches: (value) => value instanceof Float32Array,
  },
};

/** Range and storage of a dtype. */
export function dtypeFacts<D extends Dtype>(dtype: D): DtypeFacts<TypedArrays[D]> {
  return FACTS[dtype];
}

/** An array of zeros for `length` values of a dtype. */
export function createArray<D extends Dtype>(dtype: D, length: number): TypedArrays[D] {
  return FACTS[dtype].create(length);
}

/** Whether `name` is a {@link Dtype}: callers in plain JavaScript may pass anything. */
export function isDtype(name: string): name is Dtype {
  return Object.hasOwn(FACTS, name);
}

/** All dtypes, for messages. */
export const DTYPES = Object.keys(FACTS).join(', ');
