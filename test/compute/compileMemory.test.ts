import { expect, test } from 'vitest';
import { tf } from '../../src/compute/index.js';
import { describeOnNativeEngine, withCompiled } from './compileSupport.js';

const CALLS = 10_000;
const MEGABYTE = 2 ** 20;

/** Resident memory and tensors stay as they are, however often something is repeated. */
describeOnNativeEngine('memory of compiled functions', () => {
  /** Bytes of resident memory and tensors added by the repetitions after the first half. */
  function growth(repetitions: number, work: () => void): { bytes: number; tensors: number } {
    for (let i = 0; i < repetitions / 2; i++) work();
    const before = { bytes: process.memoryUsage.rss(), tensors: tf.memory().numTensors };
    for (let i = 0; i < repetitions / 2; i++) work();
    return {
      bytes: process.memoryUsage.rss() - before.bytes,
      tensors: tf.memory().numTensors - before.tensors,
    };
  }

  test(`${CALLS} calls`, () => {
    const v = tf.tidy(() => tf.variable(tf.zeros([512]))); // 2 kB: 10 MB if half the calls leak it
    const names = Array.from({ length: 8 }, (_, i) => `input${i}`);
    const step = (inputs: Record<string, tf.Tensor>): tf.TensorContainer => {
      v.assign(tf.addN([v, ...Object.values(inputs)]));
      return Object.fromEntries(names.map((name) => [name, tf.mul(v, inputs[name]!)]));
    };
    withCompiled({ step }, { variables: [v] }, ({ call }) => {
      const { bytes, tensors } = growth(CALLS, () => {
        const inputs = Object.fromEntries(
          names.map((name) => [name, tf.tensor1d(new Float32Array(512).fill(1e-3))]),
        );
        tf.dispose([call.step(inputs), inputs]);
      });
      expect(tensors).toBe(0);
      // 8 inputs and 8 outputs of 2 kB each, 5,000 times, are 160 MB.
      expect(bytes).toBeLessThan(8 * MEGABYTE);
    });
    v.dispose();
  });

  test('groups made and disposed', () => {
    const v = tf.tidy(() => tf.variable(tf.zeros([50_000]))); // 200 kB
    const { bytes, tensors } = growth(200, () => {
      withCompiled({ read: () => tf.add(v, 1) }, { variables: [v] }, ({ call }) => {
        call.read().dispose();
      });
    });
    expect(tensors).toBe(0);
    expect(bytes).toBeLessThan(8 * MEGABYTE); // the variables alone of 100 groups are 20 MB
    v.dispose();
  });

  test('pulling and pushing', () => {
    const v = tf.tidy(() => tf.variable(tf.zeros([50_000])));
    withCompiled({ read: () => tf.add(v, 1) }, { variables: [v] }, (compiled) => {
      compiled.call.read().dispose();
      const { bytes, tensors } = growth(400, () => {
        compiled.pull();
        compiled.push();
      });
      expect(tensors).toBe(0);
      expect(bytes).toBeLessThan(8 * MEGABYTE); // 200 copies are 40 MB
    });
    v.dispose();
  });
});
