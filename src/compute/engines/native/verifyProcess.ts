/**
 * Program that loads the addon named on its command line, computes with it, and prints libtensorflow's
 * version as JSON. It runs as a process of its own: a broken library may take the process with it.
 */
import { loadNativeBackend } from './load.js';
import { tf } from '../../tf.js';

const addon = process.argv[2];
if (addon === undefined) throw new Error('verifyProcess: expected the path of an addon.');
const { tensorflow } = loadNativeBackend(addon, { threads: 1 });
await tf.setBackend('tensorflow');

const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2]));
expectValues('matMul', product, [19, 22, 43, 50]); // [1·5+2·7, 1·6+2·8; 3·5+4·7, 3·6+4·8]

const image = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
const filter = tf.tensor4d([1, 0, 0, 1], [2, 2, 1, 1]);
expectValues('conv2d', tf.conv2d(image, filter, 1, 'valid'), [6, 8, 12, 14]); // 1+5, 2+6, 4+8, 5+9

process.stdout.write(JSON.stringify({ tensorflow }));

function expectValues(operation: string, tensor: tf.Tensor, expected: readonly number[]): void {
  const actual = Array.from(tensor.dataSync());
  if (actual.join() !== expected.join()) {
    throw new Error(`${operation} gave [${actual.join()}], expected [${expected.join()}].`);
  }
}
