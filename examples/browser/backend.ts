import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm';

/** The first that works is used. */
const BACKENDS = ['webgl', 'wasm', 'cpu'];

/**
 * Sets TensorFlow.js's backend.
 *
 * @param wanted - Tried first, if it is one of ours.
 * @returns The one that is used now.
 */
export async function chooseBackend(wanted: string | null): Promise<string> {
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plain,
    'tfjs-backend-wasm-simd.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': threaded,
  });
  const order = [...BACKENDS].sort((a, b) => Number(b === wanted) - Number(a === wanted));
  for (const backend of order) {
    try {
      if (await tf.setBackend(backend)) return backend;
    } catch {
      // the next one
    }
  }
  throw new Error(`None of TensorFlow.js's backends works here: ${BACKENDS.join(', ')}.`);
}
