import { tf } from '../../src/compute/index.js';

/** An operation of TensorFlow.js on some arguments. */
export interface OperationCase {
  readonly name: string;
  readonly inputs: () => tf.Tensor[];
  readonly apply: (...inputs: tf.Tensor[]) => tf.Tensor | tf.Tensor[];
  /** Whether it can be differentiated in its float32 arguments. */
  readonly hasGradient: boolean;
}

/** Numbers without ties, spread over (low, high). */
function floats(shape: number[], low = -2, high = 2): tf.Tensor {
  const size = shape.reduce((product, extent) => product * extent, 1);
  const golden = 0.6180339887;
  const values = Array.from(
    { length: size },
    (_, i) => low + (high - low) * ((i * golden + 0.3) % 1),
  );
  return tf.tensor(values, shape);
}

function integers(values: number[], shape: number[] = [values.length]): tf.Tensor {
  return tf.tensor(values, shape, 'int32');
}

const flags = (values: boolean[]): tf.Tensor => tf.tensor1d(values, 'bool');

type Apply = OperationCase['apply'];
type Row = readonly [name: string, inputs: () => tf.Tensor[], apply: Apply];

// The types of the arguments are the table's business: a wrong one fails its row.
const as4 = (x: tf.Tensor): tf.Tensor4D => x as tf.Tensor4D;
const as3 = (x: tf.Tensor): tf.Tensor3D => x as tf.Tensor3D;
const as2 = (x: tf.Tensor): tf.Tensor2D => x as tf.Tensor2D;
const as1 = (x: tf.Tensor): tf.Tensor1D => x as tf.Tensor1D;

const one =
  (...shape: number[]) =>
  (): tf.Tensor[] => [floats(shape)];
const between = (low: number, high: number) => (): tf.Tensor[] => [floats([2, 3], low, high)];

const differentiable: readonly Row[] = [
  // element by element
  ['abs', one(2, 3), tf.abs],
  ['acos', between(-0.9, 0.9), tf.acos],
  ['acosh', between(1.1, 3), tf.acosh],
  ['asin', between(-0.9, 0.9), tf.asin],
  ['asinh', one(2, 3), tf.asinh],
  ['atan', one(2, 3), tf.atan],
  ['atanh', between(-0.9, 0.9), tf.atanh],
  ['ceil', one(2, 3), tf.ceil],
  ['clipByValue', one(2, 3), (x) => tf.clipByValue(x, -0.5, 0.5)],
  ['cos', one(2, 3), tf.cos],
  ['cosh', one(2, 3), tf.cosh],
  ['elu', one(2, 3), tf.elu],
  ['erf', one(2, 3), tf.erf],
  ['exp', one(2, 3), tf.exp],
  ['expm1', one(2, 3), tf.expm1],
  ['floor', one(2, 3), tf.floor],
  ['leakyRelu', one(2, 3), (x) => tf.leakyRelu(x, 0.1)],
  ['log', between(0.1, 3), tf.log],
  ['log1p', between(0.1, 3), tf.log1p],
  ['logSigmoid', one(2, 3), tf.logSigmoid],
  ['neg', one(2, 3), tf.neg],
  ['prelu', () => [floats([2, 3]), floats([3], 0.1, 0.3)], (x, a) => tf.prelu(x, a)],
  ['reciprocal', between(0.1, 3), tf.reciprocal],
  ['relu', one(2, 3), tf.relu],
  ['relu6', between(-3, 9), tf.relu6],
  ['round', one(2, 3), tf.round],
  ['rsqrt', between(0.1, 3), tf.rsqrt],
  ['selu', one(2, 3), tf.selu],
  ['sigmoid', one(2, 3), tf.sigmoid],
  ['sign', one(2, 3), tf.sign],
  ['sin', one(2, 3), tf.sin],
  ['sinh', one(2, 3), tf.sinh],
  ['softplus', one(2, 3), tf.softplus],
  ['sqrt', between(0.1, 3), tf.sqrt],
  ['square', one(2, 3), tf.square],
  ['step', one(2, 3), (x) => tf.step(x, 0.5)],
  ['tan', between(-1, 1), tf.tan],
  ['tanh', one(2, 3), tf.tanh],
  // two, broadcast
  ['add', () => [floats([2, 1, 3]), floats([4, 1])], tf.add],
  ['addN', () => [floats([2]), floats([2]), floats([2])], (...x) => tf.addN(x)],
  ['atan2', () => [floats([2, 3]), floats([3])], tf.atan2],
  ['div', () => [floats([2, 3]), floats([3], 1, 2)], tf.div],
  ['dot', () => [floats([3]), floats([3])], tf.dot],
  ['floorDiv', () => [floats([2, 3], 1, 9), floats([3], 1, 2)], tf.floorDiv],
  ['maximum', () => [floats([2, 3]), floats([2, 3], -1, 1)], tf.maximum],
  ['minimum', () => [floats([2, 3]), floats([2, 3], -1, 1)], tf.minimum],
  ['mod', () => [floats([2, 3]), floats([3], 1, 2)], tf.mod],
  ['mul by a number', one(3), (x) => tf.mul(x, 2.5)],
  ['mul by a scalar', () => [floats([3]), tf.scalar(2.5)], tf.mul],
  ['outerProduct', () => [floats([2]), floats([3])], (a, b) => tf.outerProduct(as1(a), as1(b))],
  ['pow', () => [floats([2, 3], 0.5, 2), floats([3])], tf.pow],
  ['squaredDifference', () => [floats([3]), floats([3], 0, 1)], tf.squaredDifference],
  ['sub', () => [floats([]), floats([2, 3])], tf.sub],
  // reductions and scans
  ['cumsum', one(2, 3), (x) => tf.cumsum(x, 1, true, true)],
  ['euclideanNorm', one(2, 3), (x) => tf.euclideanNorm(x, 1)],
  ['logSumExp', one(2, 3), (x) => tf.logSumExp(x, 1)],
  ['max', one(2, 3), (x) => tf.max(x, 1)],
  ['max of all', one(2, 3), (x) => tf.max(x)],
  ['mean', one(2, 3, 4), (x) => tf.mean(x, [0, -1], true)],
  ['min', one(2, 3), (x) => tf.min(x, -1, true)],
  ['moments', one(2, 3), (x) => Object.values(tf.moments(x, 1))],
  ['norm', one(2, 3), (x) => tf.norm(x, 2)],
  ['prod', between(0.5, 2), (x) => tf.prod(x, 1)],
  ['sum', one(2, 3, 4), (x) => tf.sum(x, [0, 2])],
  ['sum of all', one(2, 3), (x) => tf.sum(x)],
  ['sum of a scalar', one(), (x) => tf.sum(x)],
  // shapes and places
  [
    'batchToSpaceND',
    one(4, 1, 1, 2),
    (x) =>
      tf.batchToSpaceND(
        x,
        [2, 2],
        [
          [0, 0],
          [0, 0],
        ],
      ),
  ],
  ['broadcastTo', one(3, 1), (x) => tf.broadcastTo(x, [2, 3, 4])],
  ['cast', one(2, 3), (x) => tf.cast(x, 'float32')],
  ['clone', one(2, 3), tf.clone],
  ['concat', () => [floats([2, 1]), floats([2, 3])], (a, b) => tf.concat([a, b], -1)],
  ['expandDims', one(2, 3), (x) => tf.expandDims(x, -2)],
  ['gather', () => [floats([4, 3]), integers([3, 0, 0])], (x, i) => tf.gather(x, i)],
  ['gather, axis 1', () => [floats([2, 4]), integers([3, 1])], (x, i) => tf.gather(x, as1(i), 1)],
  [
    'mirrorPad',
    one(3, 4),
    (x) =>
      tf.mirrorPad(
        x,
        [
          [1, 1],
          [2, 1],
        ],
        'reflect',
      ),
  ],
  [
    'pad',
    one(2, 3),
    (x) =>
      tf.pad(
        x,
        [
          [1, 0],
          [0, 2],
        ],
        7,
      ),
  ],
  ['reshape', one(2, 6), (x) => tf.reshape(x, [3, -1])],
  ['reverse', one(2, 3), (x) => tf.reverse(x, 1)],
  ['slice', one(3, 4), (x) => tf.slice(x, [1, 0], [-1, 2])],
  [
    'spaceToBatchND',
    one(1, 2, 2, 2),
    (x) =>
      tf.spaceToBatchND(
        x,
        [2, 2],
        [
          [0, 0],
          [0, 0],
        ],
      ),
  ],
  ['split', one(2, 6), (x) => tf.split(x, [1, 2, 3], 1)],
  ['split in equal parts', one(4, 2), (x) => tf.split(x, 2, 0)],
  ['squeeze', one(1, 3, 1), (x) => tf.squeeze(x)],
  ['stack', () => [floats([2, 3]), floats([2, 3])], (a, b) => tf.stack([a, b], 1)],
  ['tile', one(2, 3), (x) => tf.tile(x, [2, 1])],
  ['transpose', one(2, 3, 4), (x) => tf.transpose(x, [2, 0, 1])],
  [
    'unsortedSegmentSum',
    one(3, 2),
    (x) => tf.unsortedSegmentSum(x, integers([1, 0, 1]) as tf.Tensor1D, 3),
  ],
  ['unstack', one(2, 3), (x) => tf.unstack(x, 1)],
  [
    'where',
    () => [flags([true, false]), floats([3, 2]), floats([3, 2])],
    (c, a, b) => tf.where(c, a, b),
  ],
  // products
  ['matMul', () => [floats([2, 3]), floats([3, 4])], (a, b) => tf.matMul(a, b)],
  [
    'matMul, transposed',
    () => [floats([3, 2]), floats([4, 3])],
    (a, b) => tf.matMul(a, b, true, true),
  ],
  ['matMul, batched', () => [floats([5, 2, 3]), floats([5, 3, 4])], (a, b) => tf.matMul(a, b)],
  ['matMul, vectors', () => [floats([3]), floats([3, 2])], (a, b) => tf.dot(a, b)],
  [
    'fused matMul',
    () => [floats([2, 3]), floats([3, 4]), floats([4])],
    (a, b, bias) => tf.fused.matMul({ a: a, b: b, bias: bias, activation: 'relu' }),
  ],
  // windows
  ['avgPool', one(1, 5, 5, 2), (x) => tf.avgPool(as4(x), 2, 2, 'same')],
  ['avgPool3d', one(1, 4, 4, 4, 2), (x) => tf.avgPool3d(x as tf.Tensor5D, 2, 2, 'valid')],
  [
    'conv1d',
    () => [floats([2, 7, 3]), floats([3, 3, 4])],
    (x, w) => tf.conv1d(as3(x), as3(w), 2, 'same'),
  ],
  [
    'conv2d valid',
    () => [floats([2, 7, 6, 3]), floats([3, 2, 3, 4])],
    (x, w) => tf.conv2d(as4(x), as4(w), [2, 1], 'valid'),
  ],
  [
    'conv2d same',
    () => [floats([2, 7, 6, 3]), floats([3, 2, 3, 4])],
    (x, w) => tf.conv2d(as4(x), as4(w), 2, 'same'),
  ],
  [
    'conv3d',
    () => [floats([1, 4, 4, 4, 2]), floats([2, 2, 2, 2, 3])],
    (x, w) => tf.conv3d(x as tf.Tensor5D, w as tf.Tensor5D, 1, 'same'),
  ],
  [
    'depthwiseConv2d',
    () => [floats([1, 5, 5, 2]), floats([3, 3, 2, 2])],
    (x, w) => tf.depthwiseConv2d(as4(x), as4(w), 1, 'same'),
  ],
  [
    'fused conv2d',
    () => [floats([1, 4, 4, 2]), floats([2, 2, 2, 3]), floats([3])],
    (x, filter, bias) =>
      tf.fused.conv2d({
        x: as4(x),
        filter: as4(filter),
        strides: 1,
        pad: 'valid',
        bias: bias,
        activation: 'relu',
      }),
  ],
  ['localResponseNormalization', one(1, 2, 2, 5), (x) => tf.localResponseNormalization(as4(x))],
  ['maxPool', one(1, 5, 5, 2), (x) => tf.maxPool(as4(x), 3, 2, 'valid')],
  ['maxPool3d', one(1, 4, 4, 4, 2), (x) => tf.maxPool3d(x as tf.Tensor5D, 2, 2, 'same')],
  [
    'separableConv2d',
    () => [floats([1, 5, 5, 2]), floats([3, 3, 2, 1]), floats([1, 1, 2, 3])],
    (x, d, p) => tf.separableConv2d(as4(x), as4(d), as4(p), 1, 'same'),
  ],
  [
    'batchNorm',
    () => [floats([2, 3, 3, 2]), floats([2]), floats([2], 1, 2), floats([2]), floats([2])],
    (x, mean, variance, offset, scale) =>
      tf.batchNorm(x, as1(mean), as1(variance), as1(offset), as1(scale), 1e-3),
  ],
  ['softmax', one(2, 3), (x) => tf.softmax(x)],
  ['logSoftmax', one(2, 3), (x) => tf.logSoftmax(x)],
  // pictures
  ['resizeBilinear', one(1, 4, 4, 2), (x) => tf.image.resizeBilinear(as4(x), [3, 7])],
  [
    'resizeBilinear, corners',
    one(1, 4, 4, 2),
    (x) => tf.image.resizeBilinear(as4(x), [3, 7], true),
  ],
  ['resizeNearestNeighbor', one(1, 4, 4, 2), (x) => tf.image.resizeNearestNeighbor(as4(x), [3, 7])],
  // losses and the like
  [
    'cosineDistance',
    () => [floats([2, 3]), floats([2, 3])],
    (a, b) => tf.losses.cosineDistance(a, b, 1),
  ],
  ['huberLoss', () => [floats([2, 3]), floats([2, 3])], (a, b) => tf.losses.huberLoss(a, b)],
  [
    'softmaxCrossEntropy',
    () => [floats([2, 3], 0, 1), floats([2, 3])],
    (a, b) => tf.losses.softmaxCrossEntropy(a, b),
  ],
  [
    'sigmoidCrossEntropy',
    () => [floats([2, 3], 0, 1), floats([2, 3])],
    (a, b) => tf.losses.sigmoidCrossEntropy(a, b),
  ],
];

const others: readonly Row[] = [
  ['maximum, broadcast', () => [floats([2, 3]), floats([3])], tf.maximum],
  ['squaredDifference, broadcast', () => [floats([2, 3]), floats([3])], tf.squaredDifference],
  [
    'matMul, batches broadcast',
    () => [floats([5, 2, 3]), floats([1, 3, 4])],
    (a, b) => tf.matMul(a, b),
  ],
  ['einsum', () => [floats([2, 3]), floats([3, 4])], (a, b) => tf.einsum('ij,jk->ik', a, b)],
  ['depthToSpace', one(1, 1, 1, 8), (x) => tf.depthToSpace(as4(x), 2)],
  ['cumprod', one(2, 3), (x) => tf.cumprod(x, 1)],
  ['divNoNan', () => [floats([3]), tf.tensor1d([0, 1, 2])], tf.divNoNan],
  ['argMax', one(2, 3), (x) => tf.argMax(x, 1)],
  ['argMin', one(2, 3), (x) => tf.argMin(x, 0)],
  ['all', () => [flags([true, false])], (x) => tf.all(x)],
  ['any', () => [flags([true, false])], (x) => tf.any(x, 0, true)],
  ['bincount', () => [integers([1, 1, 3]), floats([3])], (x, w) => tf.bincount(as1(x), as1(w), 5)],
  ['cast to int32', one(2, 3), (x) => tf.cast(x, 'int32')],
  ['cast to bool', () => [integers([0, 2])], (x) => tf.cast(x, 'bool')],
  ['clip of integers', () => [integers([-3, 5])], (x) => tf.clipByValue(x, 0, 2)],
  [
    'complex',
    () => [floats([3]), floats([3])],
    (a, b) => {
      const z = tf.complex(a, b);
      return [tf.real(z), tf.imag(z), tf.abs(z)];
    },
  ],
  [
    'cropAndResize',
    one(1, 4, 4, 2),
    (x) =>
      tf.image.cropAndResize(
        as4(x),
        tf.tensor2d([[0, 0, 0.5, 0.7]]),
        integers([0]) as tf.Tensor1D,
        [2, 3],
      ),
  ],
  ['diag', one(3), (x) => tf.diag(x)],
  [
    'dilation2d',
    () => [floats([1, 4, 4, 2]), floats([2, 2, 2])],
    (x, w) => tf.dilation2d(as4(x), as3(w), 1, 'same'),
  ],
  ['equal', () => [integers([1, 2]), integers([1, 3])], tf.equal],
  ['eye', () => [], () => tf.eye(3)],
  [
    'fft',
    one(8),
    (x) => {
      const z = tf.spectral.fft(tf.complex(x, tf.zerosLike(x)));
      return [tf.real(z), tf.imag(tf.spectral.ifft(z))];
    },
  ],
  ['rfft', one(8), (x) => tf.abs(tf.spectral.rfft(x))],
  ['fill', () => [], () => tf.fill([2, 3], 7, 'int32')],
  ['flipLeftRight', one(1, 2, 3, 1), (x) => tf.image.flipLeftRight(as4(x))],
  ['floorDiv of integers', () => [integers([-7, 7]), integers([2, 2])], tf.floorDiv],
  ['gatherND', () => [floats([3, 4]), integers([0, 1, 2, 3], [2, 2])], (x, i) => tf.gatherND(x, i)],
  [
    'gather with computed indices',
    one(4),
    (x) => tf.gather(x, as1(tf.argMax(tf.reshape(x, [2, 2]), 1))),
  ],
  ['greater', () => [floats([2, 3]), floats([3])], tf.greater],
  ['greaterEqual', () => [floats([2, 3]), floats([3])], tf.greaterEqual],
  ['isFinite', () => [tf.tensor1d([1, NaN, Infinity])], tf.isFinite],
  ['isInf', () => [tf.tensor1d([1, NaN, Infinity])], tf.isInf],
  ['isNaN', () => [tf.tensor1d([1, NaN, Infinity])], tf.isNaN],
  ['less', () => [floats([2, 3]), floats([3])], tf.less],
  ['lessEqual', () => [floats([2, 3]), floats([3])], tf.lessEqual],
  ['linspace', () => [], () => tf.linspace(0, 1, 5)],
  ['logicalAnd', () => [flags([true, false]), flags([true, true])], tf.logicalAnd],
  ['logicalNot', () => [flags([true, false])], tf.logicalNot],
  ['logicalOr', () => [flags([true, false]), flags([false, false])], tf.logicalOr],
  ['logicalXor', () => [flags([true, false]), flags([false, false])], tf.logicalXor],
  ['bandPart', one(3, 3), (x) => tf.linalg.bandPart(x, 1, 0)],
  ['gramSchmidt', one(2, 3), (x) => tf.linalg.gramSchmidt(as2(x))],
  [
    'conv2d, explicit padding',
    () => [floats([1, 5, 5, 2]), floats([3, 3, 2, 2])],
    (x, w) =>
      tf.conv2d(as4(x), as4(w), 1, [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ]),
  ],
  [
    'conv2d, dilated',
    () => [floats([1, 7, 7, 2]), floats([3, 3, 2, 2])],
    (x, w) => tf.conv2d(as4(x), as4(w), 1, 'valid', 'NHWC', 2),
  ],
  [
    'conv2dTranspose',
    () => [floats([1, 3, 3, 2]), floats([3, 3, 4, 2])],
    (x, w) => tf.conv2dTranspose(as4(x), as4(w), [1, 6, 6, 4], 2, 'same'),
  ],
  [
    'conv3dTranspose',
    () => [floats([1, 2, 2, 2, 2]), floats([2, 2, 2, 3, 2])],
    (x, w) => tf.conv3dTranspose(x as tf.Tensor5D, w as tf.Tensor5D, [1, 4, 4, 4, 3], 2, 'same'),
  ],
  ['maxPool with ReLU of pools', one(1, 5, 5, 2), (x) => tf.pool(as4(x), 2, 'max', 'same', 1, 2)],
  ['movingAverage', () => [floats([3]), floats([3])], (v, x) => tf.movingAverage(v, x, 0.9, 3)],
  [
    'nonMaxSuppressionPadded',
    () => [],
    () => {
      const boxes = tf.tensor2d([
        [0, 0, 1, 1],
        [0, 0, 1, 0.9],
        [2, 2, 3, 3],
      ]);
      const found = tf.image.nonMaxSuppressionPadded(
        boxes,
        tf.tensor1d([3, 2, 1]),
        3,
        0.5,
        0,
        true,
      );
      return [found.selectedIndices!, found.validOutputs!];
    },
  ],
  ['notEqual', () => [integers([1, 2]), integers([1, 3])], tf.notEqual],
  ['oneHot', () => [integers([0, 2, -1])], (x) => tf.oneHot(x, 3)],
  [
    'oneHot of 2 dimensions, on and off',
    () => [integers([0, 2], [1, 2])],
    (x) => tf.oneHot(x, 3, 5, -1),
  ],
  ['onesLike', one(2, 3), tf.onesLike],
  ['pad of integers', () => [integers([1, 2])], (x) => tf.pad(x, [[1, 1]])],
  ['range', () => [], () => tf.range(1, 9, 3)],
  ['range of integers', () => [], () => tf.range(5, 0, -2, 'int32')],
  ['relu of integers', () => [integers([-1, 2])], tf.relu],
  [
    'scatterND',
    () => [integers([2, 0], [2, 1]), floats([2, 3])],
    (i, x) => tf.scatterND(i, x, [4, 3]),
  ],
  ['softmax of 3 dimensions', one(2, 3, 4), (x) => tf.softmax(x)],
  [
    'sparseToDense',
    () => [integers([0, 2]), floats([2])],
    (i, x) => tf.sparseToDense(i, x, [4], 0),
  ],
  ['stridedSlice', one(5, 6), (x) => tf.stridedSlice(x, [0, 5], [5, 0], [2, -2])],
  [
    'stridedSlice, masks',
    one(5, 6),
    (x) => tf.stridedSlice(x, [1, 2], [3, 4], [1, 1], 1, 2, 0, 0, 2),
  ],
  ['sum of integers', () => [integers([1, 2, 3])], (x) => tf.sum(x)],
  ['sum of flags', () => [flags([true, true])], (x) => tf.sum(x)],
  ['mean of integers', () => [integers([1, 2, 4])], (x) => tf.mean(x)],
  [
    'tensorScatterUpdate',
    () => [floats([4]), integers([2, 0], [2, 1]), floats([2])],
    (x, i, u) => tf.tensorScatterUpdate(x, i, u),
  ],
  ['topk', one(2, 5), (x) => Object.values(tf.topk(x, 2))],
  ['truncated division of integers', () => [integers([-7, 7]), integers([2, 2])], tf.div],
  ['zerosLike', () => [integers([1, 2])], tf.zerosLike],
  [
    'a tensor without elements',
    () => [tf.zeros([0, 3])],
    (x) => [tf.concat([x, x]), tf.transpose(x)],
  ],
];

const caseOf =
  (hasGradient: boolean) =>
  ([name, inputs, apply]: Row): OperationCase => ({ name, inputs, apply, hasGradient });

/** Operations whose kernels the native package has. */
export const operationCases: readonly OperationCase[] = [
  ...differentiable.map(caseOf(true)),
  ...others.map(caseOf(false)),
];
