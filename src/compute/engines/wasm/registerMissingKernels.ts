import { tf } from '../../tf.js';
import { conv2dFilterGradient } from './conv2dFilterGradient.js';
import { unsortedSegmentSum } from './unsortedSegmentSum.js';

type KernelArguments = Parameters<tf.KernelFunc>[0];

/**
 * Adds the kernels that the gradients of `conv2d` and `gather` need and the wasm backend lacks. They are
 * put together from the backend's own operations.
 */
export function registerMissingKernels(): void {
  register('Conv2DBackpropFilter', ({ inputs, attrs }) => {
    const { x, dy } = inputs as Record<'x' | 'dy', tf.Tensor4D>; // as conv2d's gradient passes them
    const attributes = attrs as unknown as Parameters<typeof conv2dFilterGradient>[2]; // likewise
    return conv2dFilterGradient(x, dy, attributes);
  });
  register('UnsortedSegmentSum', ({ inputs, attrs }) => {
    const { x, segmentIds } = inputs as { x: tf.Tensor; segmentIds: tf.Tensor1D }; // as the op passes them
    const { numSegments } = attrs as { numSegments: number };
    return unsortedSegmentSum(x, segmentIds, numSegments);
  });
}

function register(kernelName: string, kernelFunc: (request: KernelArguments) => tf.Tensor): void {
  // A later release of the backend may bring the kernel itself; its own is the better one then.
  const own = tf.getKernel(kernelName, 'wasm') as tf.KernelConfig | undefined; // undefined if unknown
  if (own !== undefined) return;
  tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
}
