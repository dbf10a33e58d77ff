/**
 * `@rl-tools/cpc/compute`: functions on tensors as one graph each, for any TensorFlow.js program on Node.
 *
 * A program on `@tensorflow/tfjs-node` calls {@link compile} as it is; one that wants the current
 * libtensorflow that `npm run setup` builds calls {@link chooseEngine} before its first tensor.
 *
 * @packageDocumentation
 */
export {
  addBias,
  chooseEngine,
  compile,
  CompileError,
  EngineError,
  imagesToFloat,
  imageTensor,
  relu,
} from '../compute/index.js';
export type {
  Compiled,
  CompileOptions,
  CompileReport,
  EngineInfo,
  EngineOptions,
  TensorFunction,
} from '../compute/index.js';
