import { tf } from '../../tf.js';
import { conv2dFilterGradient } from './conv2dFilterGradient.js';
import { maxPoolGradient } from './maxPoolGradient.js';
import { unsortedSegmentSum } from '../../unsortedSegmentSum.js';

type KernelArguments = Parameters<tf.KernelFunc>[0];

/**
 * Adds the kernels that the gradients of `conv2d` and `gather` need and the wasm backend lacks, and
 * replaces one that computes something wrong. They are put together from the backend's own operations.
 *
 * A program of one's own on `@tensorflow/tfjs-backend-wasm` calls it once, after importing the backend.
 */
export function completeWasmKernels(): void {
  addMissing('Conv2DBackpropFilter', ({ inputs, attrs }) => {
    const { x, dy } = inputs as Record<'x' | 'dy', tf.Tensor4D>; // as conv2d's gradient passes them
    const attributes = attrs as unknown as Parameters<typeof conv2dFilterGradient>[2]; // likewise
    return conv2dFilterGradient(x, dy, attributes);
  });
  addMissing('UnsortedSegmentSum', ({ inputs, attrs }) => {
    const { x, segmentIds } = inputs as { x: tf.Tensor; segmentIds: tf.Tensor1D }; // as the op passes them
    const { numSegments } = attrs as { numSegments: number };
    return unsortedSegmentSum(x, segmentIds, numSegments);
  });
  // In 4.22 the backend's own starts its maxima just above 0: windows without a positive value send
  // their gradient to the wrong place.
  replace('MaxPoolGrad', ({ inputs, attrs }) => {
    const { dy, input, output } = inputs as Record<'dy' | 'input' | 'output', tf.Tensor4D>; // likewise
    const attributes = attrs as unknown as Parameters<typeof maxPoolGradient>[1]; // likewise
    return maxPoolGradient({ dy, x: input, y: output }, attributes);
  });
}

type Kernel = (request: KernelArguments) => tf.Tensor;

function addMissing(kernelName: string, kernelFunc: Kernel): void {
  // A later release of the backend may bring the kernel itself; its own is the better one then.
  if (!isRegistered(kernelName)) tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
}

function replace(kernelName: string, kernelFunc: Kernel): void {
  if (isRegistered(kernelName)) tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
}

function isRegistered(kernelName: string): boolean {
  return (tf.getKernel(kernelName, 'wasm') as tf.KernelConfig | undefined) !== undefined; // undefined if unknown
}
