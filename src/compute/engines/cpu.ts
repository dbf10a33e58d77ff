import { tf } from '../tf.js';
import { activateBackend, importTfjs, type ActiveEngine } from './activeEngine.js';

/** TensorFlow.js's own engine in plain JavaScript: works everywhere, one thread, slow. */
export async function activateCpu(): Promise<ActiveEngine> {
  await importTfjs(); // registers the backend too
  await activateBackend('cpu');
  const version = tf.version_core;
  return { name: 'cpu', version, tfjsVersion: version, device: 'cpu', threads: 1 };
}
