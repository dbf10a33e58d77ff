import { tf } from '../../tf.js';
import { activateBackend, importPackage, importTfjs, type ActiveEngine } from '../activeEngine.js';
import { completeWasmKernels } from './completeWasmKernels.js';

interface WasmPackage {
  readonly version_wasm: string;
  getThreadsCount(): number;
}

/**
 * TensorFlow.js's WebAssembly engine, completed with the kernels that training needs. Under Node it
 * always uses one thread, whatever is asked for.
 */
export async function activateWasm(): Promise<ActiveEngine> {
  await importTfjs();
  // Imported by a name in a variable, so that the published plug-in does not ask for its types.
  const wasm = (await importPackage('@tensorflow/tfjs-backend-wasm')) as WasmPackage;
  completeWasmKernels();
  await activateBackend('wasm');
  return {
    name: 'wasm',
    version: wasm.version_wasm,
    tfjsVersion: tf.version_core,
    device: 'cpu',
    threads: wasm.getThreadsCount(),
  };
}
