export { compile } from './compile.js';
export type { Compiled } from './compile.js';
export type { CompileOptions, CompileReport } from './compiledGroup.js';
export { CompileError } from './errors.js';
export type { TensorFunction } from './recordFunction.js';
