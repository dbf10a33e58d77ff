export { applyConv2d, conv2dOutputSize, convolve, initConv2d } from './conv2d.js';
export type { Conv2dGeometry, Conv2dParameters, Conv2dWeights } from './conv2d.js';
export { applyLinear, initLinear } from './linear.js';
export type { LinearOptions, LinearParameters } from './linear.js';
export { applyLstm, initLstm, zeroLstmState } from './lstm.js';
export type { LstmOptions, LstmParameters, LstmSequence, LstmState } from './lstm.js';
export { namedVariables } from './parameters.js';
export type { ParameterTree } from './parameters.js';
