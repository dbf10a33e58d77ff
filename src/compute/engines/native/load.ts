import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import util from 'node:util';
import { tf } from '../../tf.js';
import type { ActivationRequest } from '../activeEngine.js';
import { ADDON_PACKAGE } from './addonPackage.js';

/** The part of the addon that this file needs; the package's own types cover the rest. */
interface Addon {
  readonly TF_Version: string;
}

/** The native library in this process. */
export interface LoadedLibrary {
  readonly tensorflow: string;
  readonly threads: number;
}

let loaded: LoadedLibrary | undefined;

/**
 * Loads libtensorflow into this process and registers it with TensorFlow.js as backend `tensorflow`.
 * Calling it again is harmless; what is requested is the process's and stays what it was first.
 *
 * @param addon - Absolute path of the addon.
 */
export function loadNativeBackend(addon: string, request: ActivationRequest): LoadedLibrary {
  loaded ??= load(addon, { ...request, threads: request.threads ?? threadsFromEnvironment() });
  return loaded;
}

type LoadRequest = ActivationRequest & { readonly threads: number };

function load(addonPath: string, request: LoadRequest): LoadedLibrary {
  const require = createRequire(import.meta.url);
  restoreRemovedUtilities();
  prepareEnvironment(request);
  require(`${ADDON_PACKAGE}/dist/register_all_kernels`);
  const addon = require(addonPath) as Addon; // a compiled module carries no types
  const { NodeJSKernelBackend } = require(
    `${ADDON_PACKAGE}/dist/nodejs_kernel_backend`,
  ) as BackendModule; // the path is put together at run time, so its types are stated here
  tf.registerBackend('tensorflow', () => new NodeJSKernelBackend(addon, ADDON_PACKAGE), 3);
  return { tensorflow: addon.TF_Version, threads: request.threads };
}

interface BackendModule {
  readonly NodeJSKernelBackend: new (addon: Addon, packageName: string) => tf.KernelBackend;
}

/**
 * The package calls two functions that newer Nodes deprecate or no longer have; it looks them up when
 * it calls them, so that putting them back is enough.
 */
function restoreRemovedUtilities(): void {
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
}

/** libtensorflow reads these when it is loaded, and these settings from nowhere else. */
function prepareEnvironment({ threads, precision, xla }: LoadRequest): void {
  const environment = process.env;
  environment.TF_CPP_MIN_LOG_LEVEL ??= '2'; // errors only
  // By itself TensorFlow uses oneDNN's kernels on processors with AVX-512 alone; with AVX2 they are
  // more than twice as fast as its others.
  environment.TF_ENABLE_ONEDNN_OPTS ??= '1';
  environment.TF_NUM_INTRAOP_THREADS = String(threads);
  environment.TF_NUM_INTEROP_THREADS = String(threads);
  if (precision === 'bfloat16') environment.TF_SET_ONEDNN_FPMATH_MODE = 'BF16';
  if (xla === true) {
    const flags = '--tf_xla_auto_jit=2 --tf_xla_cpu_global_jit';
    environment.TF_XLA_FLAGS = `${environment.TF_XLA_FLAGS ?? ''} ${flags}`.trim();
  }
}

function threadsFromEnvironment(): number {
  const chosen = Number(process.env.TF_NUM_INTRAOP_THREADS);
  return Number.isInteger(chosen) && chosen > 0 ? chosen : availableParallelism();
}
