/** A map of one example: `[row][column][channel]`. */
export type FeatureMap = number[][][];

/** `[kernelSize][kernelSize][outputs][inputs]` and `[outputs]`, row-major. */
export interface TransposedConvolution {
  readonly kernel: readonly number[];
  readonly bias: readonly number[];
  readonly kernelSize: number;
  readonly stride: number;
}

/**
 * Transposed convolution by its definition, in float64: every input pixel puts the kernel, times its channels,
 * down at stride times its place.
 */
export function transposedConvolution(
  x: FeatureMap,
  { kernel, bias, kernelSize, stride }: TransposedConvolution,
): FeatureMap {
  const [outputs, inputs] = [bias.length, x[0]![0]!.length];
  const side = (size: number): number => (size - 1) * stride + kernelSize;
  const y = Array.from({ length: side(x.length) }, () =>
    Array.from({ length: side(x[0]!.length) }, () => [...bias]),
  );
  x.forEach((row, i) => {
    row.forEach((channels, j) => {
      for (let p = 0; p < kernelSize; p++)
        for (let q = 0; q < kernelSize; q++)
          for (let o = 0; o < outputs; o++)
            channels.forEach((value, c) => {
              const at = ((p * kernelSize + q) * outputs + o) * inputs + c;
              y[i * stride + p]![j * stride + q]![o]! += value * kernel[at]!;
            });
    });
  });
  return y;
}

/** W x + b with W `[outputs][inputs]` row-major. */
export function linear(
  x: readonly number[],
  { weights, bias }: { readonly weights: readonly number[]; readonly bias: readonly number[] },
): number[] {
  return bias.map((start, output) =>
    x.reduce((sum, value, input) => sum + value * weights[output * x.length + input]!, start),
  );
}

export const relu = (x: readonly number[]): number[] => x.map((value) => Math.max(value, 0));

/** Variables of a spatial decoder under the last part of their checkpoint names. */
export interface DecoderNumbers {
  readonly linear: { readonly weights: readonly number[]; readonly bias: readonly number[] };
  readonly deconvolution: Pick<TransposedConvolution, 'kernel' | 'bias'>;
}

/** Sizes that a test works out by hand. */
export interface DecoderSizes {
  /** `[height, width]` of the map between the layers. */
  readonly small: readonly [number, number];
  readonly channels: number;
  /** `[height, width]` of what comes out. */
  readonly size: readonly [number, number];
}

/** Linear layer, ReLU, transposed convolution of 4×4 with stride 2, cut to size. */
export function decode(
  x: readonly number[],
  numbers: DecoderNumbers,
  { small: [height, width], channels, size }: DecoderSizes,
): FeatureMap {
  const flat = relu(linear(x, numbers.linear));
  const map = Array.from({ length: height }, (_, i) =>
    Array.from({ length: width }, (_, j) =>
      flat.slice((i * width + j) * channels, (i * width + j + 1) * channels),
    ),
  );
  const y = transposedConvolution(map, { ...numbers.deconvolution, kernelSize: 4, stride: 2 });
  return y.slice(0, size[0]).map((row) => row.slice(0, size[1]));
}
