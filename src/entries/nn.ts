/**
 * `@rl-tools/cpc/nn`: layers as pairs of `init…` (makes variables) and `apply…` (a pure function), and the
 * operations that TensorFlow.js lacks or computes slowly.
 *
 * @packageDocumentation
 */
export { addBias, relu, unstackRows, withoutGradient } from '../compute/index.js';
export {
  applyConv2d,
  applyLinear,
  applyLstm,
  conv2dOutputSize,
  initConv2d,
  initLinear,
  initLstm,
  namedVariables,
  zeroLstmState,
} from '../nn/index.js';
export type {
  Conv2dGeometry,
  Conv2dParameters,
  Conv2dWeights,
  LinearOptions,
  LinearParameters,
  LstmOptions,
  LstmParameters,
  LstmSequence,
  LstmState,
  ParameterTree,
} from '../nn/index.js';
