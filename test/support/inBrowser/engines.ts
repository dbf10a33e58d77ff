/** Stands in for `test/support/engines.ts` in a browser: TensorFlow.js's own backends. */
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgpu';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { beforeAll, describe, expect } from 'vitest';

/** As `vitest.config.ts` says. */
const BACKENDS = (import.meta as unknown as { env: { BACKENDS: string } }).env.BACKENDS.split(' ');

setWasmPaths({
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  'tfjs-backend-wasm-threaded-simd.wasm': threaded,
});

/** Runs one suite on every backend; `suite` makes no tensors outside its tests. */
export function describeOnEveryEngine(title: string, suite: () => void): void {
  for (const backend of BACKENDS) {
    describe(`${title}, backend ${backend}`, () => {
      useBackend(backend);
      suite();
    });
  }
}

/** Runs a suite once: for what no backend can change. */
export function describeOnFastestEngine(title: string, suite: () => void): void {
  describe(title, () => {
    useBackend(BACKENDS.at(-1)!);
    suite();
  });
}

function useBackend(name: string): void {
  beforeAll(async () => {
    await tf.setBackend(name);
    await tf.ready();
    expect(tf.getBackend()).toBe(name);
  });
}
