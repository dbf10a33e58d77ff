import type { Operation, TensorType } from './tensorType.js';

/** Rules for the types of an operation's outputs, after TensorFlow's own shape functions. */

/** `undefined`: not known for this case. */
export type Rule = (operation: Operation) => TensorType[] | undefined;

/** TensorFlow's numbers of types. */
export const FLOAT = 1;
const INT32 = 3;
export const BOOL = 10;

/** Input `index`; TensorFlow.js has checked how many there are. */
function input({ inputs }: Operation, index: number): Operation['inputs'][number] {
  return inputs[index]!;
}

/** The values of a constant int32 input. */
function integers(operation: Operation, index: number): number[] | undefined {
  const { values } = input(operation, index);
  return values instanceof Int32Array ? [...values] : undefined;
}

/** A rule that needs the integers of one constant input. */
function fromIntegers(
  index: number,
  shapeOf: (integers: number[], operation: Operation) => readonly number[],
  typedLike = 0,
): Rule {
  return (operation) => {
    const known = integers(operation, index);
    const { dtype } = input(operation, typedLike);
    return known && [{ shape: shapeOf(known, operation), dtype }];
  };
}

export const like =
  (index: number): Rule =>
  (operation) => [{ shape: input(operation, index).shape, dtype: input(operation, index).dtype }];

export const likeFirstButBoolean: Rule = (operation) => [
  { shape: input(operation, 0).shape, dtype: BOOL },
];

export const isShape = (index: number, typedLike: number): Rule =>
  fromIntegers(index, (sizes) => sizes, typedLike);

/** The shape of a and b broadcast together. */
function broadcast(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [one, other] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
    return one === 1 ? other : one;
  });
}

export const broadcastAs =
  (dtype?: number): Rule =>
  (operation) => {
    const [a, b] = [input(operation, 0), input(operation, 1)];
    return [{ shape: broadcast(a.shape, b.shape), dtype: dtype ?? a.dtype }];
  };

export const reduce = fromIntegers(1, (axes, operation) => {
  const { shape } = input(operation, 0);
  const reduced = new Set(axes.map((axis) => (axis + shape.length) % shape.length));
  if (operation.attributes.get('keep_dims') === true) {
    return shape.map((size, axis) => (reduced.has(axis) ? 1 : size));
  }
  return shape.filter((_, axis) => !reduced.has(axis));
});

export const argReduce: Rule = (operation) => {
  const [reduced] = reduce(operation) ?? [];
  return reduced && [{ shape: reduced.shape, dtype: INT32 }];
};

export const cast: Rule = (operation) => [
  { shape: input(operation, 0).shape, dtype: operation.attributes.get('DstT') as number },
];

export const matMul =
  (transposeA: string, transposeB: string): Rule =>
  (operation) => {
    const [a, b] = [input(operation, 0), input(operation, 1)];
    const rows = a.shape.at(operation.attributes.get(transposeA) === true ? -1 : -2)!;
    const columns = b.shape.at(operation.attributes.get(transposeB) === true ? -2 : -1)!;
    const batch = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
    return [{ shape: [...batch, rows, columns], dtype: a.dtype }];
  };

/** Height and width that a window leaves; only with channels last and without explicit padding. */
function afterWindow(operation: Operation, window: readonly number[]): number[] | undefined {
  const attribute = (name: string): unknown => operation.attributes.get(name);
  const padding = attribute('padding');
  if (attribute('data_format') !== 'NHWC') return undefined;
  if (padding !== 'SAME' && padding !== 'VALID') return undefined;
  const strides = attribute('strides') as number[];
  const dilations = (attribute('dilations') as number[] | undefined) ?? [1, 1, 1, 1];
  return [1, 2].map((axis) => {
    const size = input(operation, 0).shape[axis]!;
    const reach = padding === 'SAME' ? 0 : (window[axis - 1]! - 1) * dilations[axis]!;
    return Math.ceil((size - reach) / strides[axis]!);
  });
}

export const convolution: Rule = (operation) => {
  const [x, filter] = [input(operation, 0), input(operation, 1)];
  const size = afterWindow(operation, filter.shape);
  return size && [{ shape: [x.shape[0]!, ...size, filter.shape[3]!], dtype: x.dtype }];
};

export const pooling: Rule = (operation) => {
  const x = input(operation, 0);
  const size = afterWindow(operation, (operation.attributes.get('ksize') as number[]).slice(1));
  return size && [{ shape: [x.shape[0]!, ...size, x.shape[3]!], dtype: x.dtype }];
};

export const biasGradient: Rule = (operation) => {
  if (operation.attributes.get('data_format') !== 'NHWC') return undefined;
  const { shape, dtype } = input(operation, 0);
  return [{ shape: shape.slice(-1), dtype }];
};

export const batchNorm: Rule = (operation) => {
  const [x, scale] = [input(operation, 0), input(operation, 1)];
  const statistics = { shape: scale.shape, dtype: scale.dtype };
  const y = { shape: x.shape, dtype: x.dtype };
  return [y, statistics, statistics, statistics, statistics];
};

/** One size may be −1: what is left for it. */
export const reshape = fromIntegers(1, (sizes, operation) => {
  const product = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);
  const left = product(input(operation, 0).shape) / product(sizes.filter((size) => size !== -1));
  return sizes.map((size) => (size === -1 ? left : size));
});

export const expandDims = fromIntegers(1, ([axis], operation) => {
  const { shape } = input(operation, 0);
  return shape.toSpliced(axis! < 0 ? axis! + shape.length + 1 : axis!, 0, 1);
});

export const transpose = fromIntegers(1, (order, operation) =>
  order.map((axis) => input(operation, 0).shape[axis]!),
);

export const slice: Rule = (operation) => {
  const begin = integers(operation, 1);
  const { shape } = input(operation, 0);
  const rule = fromIntegers(2, (sizes) =>
    sizes.map((size, axis) => (size === -1 ? shape[axis]! - begin![axis]! : size)),
  );
  return begin && rule(operation);
};

export const pad = fromIntegers(1, (widths, operation) =>
  input(operation, 0).shape.map((size, axis) => size + widths[2 * axis]! + widths[2 * axis + 1]!),
);

export const tile = fromIntegers(1, (multiples, operation) =>
  input(operation, 0).shape.map((size, axis) => size * multiples[axis]!),
);

export const pack: Rule = (operation) => {
  const { shape, dtype } = input(operation, 0);
  const axis = operation.attributes.get('axis') as number;
  const count = operation.inputs.length;
  const at = axis < 0 ? axis + shape.length + 1 : axis;
  return [{ shape: shape.toSpliced(at, 0, count), dtype }];
};

export const unpack: Rule = (operation) => {
  const { shape, dtype } = input(operation, 0);
  const axis = operation.attributes.get('axis') as number;
  const count = operation.attributes.get('num') as number;
  const part = shape.toSpliced(axis < 0 ? axis + shape.length : axis, 1);
  return Array.from({ length: count }, () => ({ shape: part, dtype }));
};

export const concat: Rule = (operation) => {
  const parts = operation.inputs.slice(0, -1);
  const axis = integers(operation, parts.length)?.[0];
  if (axis === undefined) return undefined;
  const { shape, dtype } = input(operation, 0);
  const at = axis < 0 ? axis + shape.length : axis;
  const joined = parts.reduce((sum, part) => sum + part.shape[at]!, 0);
  return [{ shape: shape.with(at, joined), dtype }];
};

export const split: Rule = (operation) => {
  const [sizes, axes] = [integers(operation, 1), integers(operation, 2)];
  const { shape, dtype } = input(operation, 0);
  return axes && sizes?.map((size) => ({ shape: shape.with(axes[0]!, size), dtype }));
};

export const oneHot: Rule = (operation) => {
  const depth = integers(operation, 1);
  if (!depth || operation.attributes.get('axis') !== -1) return undefined;
  return [{ shape: [...input(operation, 0).shape, depth[0]!], dtype: input(operation, 2).dtype }];
};

export const gather = fromIntegers(2, ([axis], operation) => {
  const [params, indices] = [input(operation, 0), input(operation, 1)];
  const batch = operation.attributes.get('batch_dims') as number;
  return [
    ...params.shape.slice(0, axis),
    ...indices.shape.slice(batch),
    ...params.shape.slice(axis! + 1),
  ];
});

export const gatherNd: Rule = (operation) => {
  const [params, { shape }] = [input(operation, 0), input(operation, 1)];
  const inner = params.shape.slice(shape.at(-1));
  return [{ shape: [...shape.slice(0, -1), ...inner], dtype: params.dtype }];
};

export const segmentSum = fromIntegers(2, ([count], operation) => [
  count!,
  ...input(operation, 0).shape.slice(input(operation, 1).shape.length),
]);

export const resize = (dtype?: number): Rule => {
  const rule = fromIntegers(1, (size, operation) => {
    const { shape } = input(operation, 0);
    return [shape[0]!, ...size, shape[3]!];
  });
  return (operation) => rule(operation)?.map((type) => ({ ...type, dtype: dtype ?? type.dtype }));
};

export const topK: Rule = (operation) => {
  const k = integers(operation, 1)?.[0];
  const { shape, dtype } = input(operation, 0);
  const best = [...shape.slice(0, -1), k!];
  return k === undefined
    ? undefined
    : [
        { shape: best, dtype },
        { shape: best, dtype: INT32 },
      ];
};
