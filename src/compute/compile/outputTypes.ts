import * as rules from './typeRules.js';
import type { Operation, TensorType } from './tensorType.js';
import type { Rule } from './typeRules.js';

/**
 * What an operation makes, told without running it; `undefined` where there is no rule.
 *
 * The rules are those of TensorFlow's own shape functions, for the cases that TensorFlow.js uses and
 * in which an operation may be large.
 */
export function outputTypes(operation: Operation): TensorType[] | undefined {
  return RULES.get(operation.op)?.(operation);
}

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>(
  (
    [
      [
        'Abs Acos Acosh AddN Asin Asinh Atan Atanh BiasAdd Ceil Cos Cosh Cumprod Cumsum Elu EluGrad ' +
          'Erf Exp Expm1 Floor LRN LRNGrad LeakyRelu Log Log1p MaxPoolGrad Neg OnesLike Reciprocal ' +
          'Relu Relu6 ReluGrad ReverseV2 Round Rsqrt Selu Sigmoid Sign Sin Sinh Softmax Softplus ' +
          'Sqrt Square Tan Tanh TensorScatterUpdate ZerosLike',
        rules.like(0),
      ],
      [
        'Add AddV2 Atan2 Div DivNoNan FloorDiv FloorMod Maximum Minimum Mul Pow RealDiv ' +
          'SquaredDifference Sub',
        rules.broadcastAs(),
      ],
      [
        'Equal Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr NotEqual',
        rules.broadcastAs(rules.BOOL),
      ],
      ['IsFinite IsInf IsNan LogicalNot', rules.likeFirstButBoolean],
      ['All Any Max Mean Min Prod Sum', rules.reduce],
      ['ArgMax ArgMin', rules.argReduce],
      ['AvgPool MaxPool', rules.pooling],
      ['AvgPoolGrad', rules.isShape(0, 1)],
      ['BatchMatMulV2', rules.matMul('adj_x', 'adj_y')],
      ['BiasAddGrad', rules.biasGradient],
      ['Cast', rules.cast],
      ['ConcatV2', rules.concat],
      ['Conv2D', rules.convolution],
      ['Conv2DBackpropFilter DepthwiseConv2dNativeBackpropFilter', rules.isShape(1, 0)],
      ['Conv2DBackpropInput DepthwiseConv2dNativeBackpropInput', rules.isShape(0, 1)],
      ['ExpandDims', rules.expandDims],
      ['Fill', rules.isShape(0, 1)],
      ['FusedBatchNorm', rules.batchNorm],
      ['GatherNd', rules.gatherNd],
      ['GatherV2', rules.gather],
      ['MatMul', rules.matMul('transpose_a', 'transpose_b')],
      ['OneHot', rules.oneHot],
      ['Pack', rules.pack],
      ['PadV2 MirrorPad', rules.pad],
      ['Reshape', rules.reshape],
      ['ResizeBilinear', rules.resize(rules.FLOAT)],
      ['ResizeNearestNeighbor', rules.resize()],
      ['ScatterNd', rules.isShape(2, 1)],
      ['Select', rules.like(1)],
      ['Slice', rules.slice],
      ['SparseToDense', rules.isShape(1, 2)],
      ['SplitV', rules.split],
      ['Tile', rules.tile],
      ['TopKV2', rules.topK],
      ['Transpose', rules.transpose],
      ['Unpack', rules.unpack],
      ['UnsortedSegmentSum', rules.segmentSum],
    ] satisfies [string, Rule][]
  ).flatMap(([names, rule]) => names.split(' ').map((name): [string, Rule] => [name, rule])),
);
