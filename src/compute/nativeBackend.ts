import { tf } from './tf.js';

/** A tensor inside the native binding. */
export interface NativeTensorInfo {
  readonly id: number;
  readonly shape: number[];
  /** TensorFlow's number of the type: 1 float32, 3 int32, 4 uint8, 10 bool. */
  readonly dtype: number;
}

/** One attribute of an operation, as the binding takes it. */
export interface OpAttribute {
  readonly name: string;
  /** One of the binding's `TF_ATTR_…` numbers. */
  readonly type: number;
  readonly value: unknown;
}

/** What this project uses of the addon of `@tensorflow/tfjs-node`. */
export interface NativeBinding {
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_UINT8: number;
  readonly TF_STRING: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
  executeOp(
    ...call: [op: string, attributes: OpAttribute[], inputs: number[], outputs: number]
  ): NativeTensorInfo[];
  createTensor(shape: readonly number[], dtype: number, values: ArrayBufferView): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): ArrayBufferView;
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
  runSavedModel(
    ...call: [id: number, inputs: number[], inputNames: string, outputNames: string]
  ): NativeTensorInfo[];
}

/** What the backend knows of the data behind a tensor. */
export interface NativeTensorData {
  /** Number in the binding; negative until the values are handed over. */
  readonly id: number;
  readonly dtype: number;
  /** Values that have not been handed over to the binding yet; strings are lists of bytes. */
  readonly values: ArrayBufferView | readonly Uint8Array[] | null;
}

/** What this project uses of `NodeJSKernelBackend`. */
export interface NativeBackend {
  binding: NativeBinding;
  readonly tensorMap: { get(dataId: object): NativeTensorData };
  /** Numbers of tensors in the binding; values not handed over yet are handed over now. */
  getInputTensorIds(tensors: readonly tf.Tensor[]): number[];
  createOutputTensor(info: NativeTensorInfo): tf.Tensor;
  /** Keeps the values of a new tensor until they are needed in the binding. */
  write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): object;
  executeSingleOutput(
    op: string,
    attributes: readonly OpAttribute[],
    inputs: readonly tf.Tensor[],
  ): tf.Tensor;
}

/** The native backend where it is the one that computes, else `null`. */
export function nativeBackend(): NativeBackend | null {
  if (tf.getBackend() !== 'tensorflow') return null;
  const backend = tf.backend() as unknown as Partial<NativeBackend>; // its package is not imported
  return backend.binding && backend.tensorMap ? (backend as NativeBackend) : null;
}

/** TensorFlow's number of a tensor's type: pictures may be uint8, which TensorFlow.js calls int32. */
export function nativeType(backend: NativeBackend, tensor: tf.Tensor): number {
  return backend.tensorMap.get(tensor.dataId).dtype;
}
