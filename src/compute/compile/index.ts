export { compile } from './compile.js';
export type { Compiled, CompileOptions, CompileReport } from './compile.js';
export { CompileError } from './errors.js';
export type { TensorFunction } from './recordFunction.js';
