import { createRequire } from 'node:module';
import { tf } from '../tf.js';

/** The engines in the order in which they are tried: fastest first. */
export type EngineName = 'tensorflow' | 'wasm' | 'cpu';

/** The engine that this process computes with. */
export interface ActiveEngine {
  readonly name: EngineName;
  /** Version of what computes: libtensorflow's for `tensorflow`, the npm package's for the others. */
  readonly version: string;
  /** Version of TensorFlow.js. */
  readonly tfjsVersion: string;
  readonly device: 'cpu' | 'gpu';
  /** Threads that one operation may use. */
  readonly threads: number;
}

/** How the native engine is to be started; the others have no such choices. */
export interface ActivationRequest {
  /** For one operation and for operations side by side; part of what makes results repeat. */
  readonly threads?: number | undefined;
  /**
   * In what numbers products are taken: `bfloat16` rounds what goes into convolutions and matrix products
   * to 8 bits of precision, where oneDNN has such kernels; sums stay in float32.
   */
  readonly precision?: 'float32' | 'bfloat16' | undefined;
  /** Whether TensorFlow hands compiled graphs to XLA, which takes its time at first. */
  readonly xla?: boolean | undefined;
}

/**
 * Loads the packages beside TensorFlow.js's core that every engine of this program needs:
 * `@tensorflow/tfjs` registers the gradients, which the core alone does not have under Node.
 *
 * @throws if a package is missing, or would bring a second copy of the core with registries of its own.
 */
export async function importTfjs(): Promise<void> {
  // TensorFlow.js's advice to install its own native package would be wrong here: we say it ourselves.
  tf.env().set('PROD', true);
  await importPackage('@tensorflow/tfjs');
  // The types say that there always is one; the registry answers undefined for what it does not know.
  const gradient = tf.getGradient('Conv2D') as tf.GradConfig | undefined;
  if (gradient === undefined) {
    throw new Error(
      '@tensorflow/tfjs brought a second copy of @tensorflow/tfjs-core: its gradients are registered there. ' +
        'Install both in the same version (npm ls @tensorflow/tfjs-core shows the copies).',
    );
  }
}

/**
 * Loads a package that only the program needs and not the plug-in.
 *
 * @throws with the command that installs it, if it is missing.
 */
export async function importPackage(name: string): Promise<unknown> {
  try {
    createRequire(import.meta.url).resolve(name);
  } catch {
    throw new Error(
      `the npm package ${name} is not installed; install it with: npm install ${name}`,
    );
  }
  return (await import(name)) as unknown;
}

/** Makes a registered backend the one that computes. */
export async function activateBackend(name: EngineName): Promise<void> {
  if (!(await tf.setBackend(name))) {
    throw new Error(`TensorFlow.js could not start its backend "${name}"`);
  }
  await tf.ready();
}
