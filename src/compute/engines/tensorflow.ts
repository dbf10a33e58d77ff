import { join } from 'node:path';
import { tf } from '../tf.js';
import {
  activateBackend,
  importTfjs,
  type ActivationRequest,
  type ActiveEngine,
} from './activeEngine.js';
import { findNativeEngine } from './native/index.js';
import { loadNativeBackend } from './native/load.js';

/**
 * The native engine: TensorFlow's own kernels through the addon of `@tensorflow/tfjs-node-gpu`, on the
 * libtensorflow that set-up has put into the user's cache.
 */
export async function activateTensorflow(request: ActivationRequest): Promise<ActiveEngine> {
  const engine = findNativeEngine();
  if (engine === null) {
    throw new Error('the native engine is not set up; run: npm run setup (docs/setup.md)');
  }
  await importTfjs();
  const addon = join(engine.folder, engine.record.addon);
  const library = loadNativeBackend(addon, request);
  await activateBackend('tensorflow');
  // The backend's own class knows its device; the core's interface does not.
  const { isUsingGpuDevice } = tf.backend() as tf.KernelBackend & { isUsingGpuDevice?: boolean };
  return {
    name: 'tensorflow',
    version: library.tensorflow,
    tfjsVersion: tf.version_core,
    device: isUsingGpuDevice === true ? 'gpu' : 'cpu',
    threads: library.threads,
  };
}
