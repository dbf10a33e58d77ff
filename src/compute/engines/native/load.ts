import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import util from 'node:util';
import { tf } from '../../tf.js';
import { ADDON_PACKAGE } from './addonPackage.js';

/** The part of the addon that this file needs; the package's own types cover the rest. */
interface Addon {
  readonly TF_Version: string;
}

/** How the native library is loaded. */
export interface LoadRequest {
  /** Absolute path of the addon. */
  readonly addon: string;
  /** Threads for one operation and for operations side by side; part of what makes results repeat. */
  readonly threads?: number | undefined;
}

/** The native library in this process. */
export interface LoadedLibrary {
  readonly tensorflow: string;
  readonly threads: number;
}

let loaded: LoadedLibrary | undefined;

/**
 * Loads libtensorflow into this process and registers it with TensorFlow.js as backend `tensorflow`.
 * Calling it again is harmless; the number of threads is the process's and stays what it was first.
 */
export function loadNativeBackend({ addon, threads }: LoadRequest): LoadedLibrary {
  loaded ??= load(addon, threads ?? threadsFromEnvironment());
  return loaded;
}

function load(addonPath: string, threads: number): LoadedLibrary {
  const require = createRequire(import.meta.url);
  restoreRemovedUtilities();
  prepareEnvironment(threads);
  require(`${ADDON_PACKAGE}/dist/register_all_kernels`);
  const addon = require(addonPath) as Addon; // a compiled module carries no types
  const { NodeJSKernelBackend } = require(
    `${ADDON_PACKAGE}/dist/nodejs_kernel_backend`,
  ) as BackendModule; // the path is put together at run time, so its types are stated here
  tf.registerBackend('tensorflow', () => new NodeJSKernelBackend(addon, ADDON_PACKAGE), 3);
  return { tensorflow: addon.TF_Version, threads };
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

/** libtensorflow reads these when it is loaded, the number of threads from nowhere else. */
function prepareEnvironment(threads: number): void {
  const environment = process.env;
  environment.TF_CPP_MIN_LOG_LEVEL ??= '2'; // errors only
  // By itself TensorFlow uses oneDNN's kernels on processors with AVX-512 alone; with AVX2 they are
  // more than twice as fast as its others.
  environment.TF_ENABLE_ONEDNN_OPTS ??= '1';
  environment.TF_NUM_INTRAOP_THREADS = String(threads);
  environment.TF_NUM_INTEROP_THREADS = String(threads);
}

function threadsFromEnvironment(): number {
  const chosen = Number(process.env.TF_NUM_INTRAOP_THREADS);
  return Number.isInteger(chosen) && chosen > 0 ? chosen : availableParallelism();
}
