export { applyConv2d, conv2dOutputSize, convolve, initConv2d } from './conv2d.js';
export type { Conv2dGeometry, Conv2dParameters, Conv2dWeights } from './conv2d.js';
export {
  applyConv2dTranspose,
  conv2dTransposeOutputSize,
  initConv2dTranspose,
} from './conv2dTranspose.js';
export type { Conv2dTransposeGeometry } from './conv2dTranspose.js';
export { fanInNormal } from './initializers.js';
export type { FanInNormalOptions } from './initializers.js';
export { applyLinear, initLinear } from './linear.js';
export type { LinearOptions, LinearParameters } from './linear.js';
export { applyLstm, initLstm, zeroLstmState } from './lstm.js';
export type { LstmOptions, LstmParameters, LstmSequence, LstmState } from './lstm.js';
export { namedVariables } from './parameters.js';
export type { ParameterTree } from './parameters.js';
export { applySpatialDecoder, initSpatialDecoder } from './spatialDecoder.js';
export type { SpatialDecoderOptions, SpatialDecoderParameters } from './spatialDecoder.js';
