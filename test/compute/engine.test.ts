import { describe, expect, test } from 'vitest';
import { chooseEngine, type EngineOptions } from '../../src/compute/engine.js';
import { EngineError } from '../../src/compute/engineError.js';
import {
  findCompiler,
  findNativeEngine,
  findPython,
  isMissing,
} from '../../src/compute/engines/native/index.js';
import { verifyAddon } from '../../src/compute/engines/native/verify.js';
import { tf } from '../../src/compute/tf.js';

const native = findNativeEngine();

test('there is a native engine wherever there are the tools to build one', async () => {
  const tools = await Promise.all([findPython(), findCompiler()]);
  if (tools.some(isMissing)) expect((await chooseEngine()).fellBackBecause).toBeDefined();
  else expect(native).not.toBeNull();
});

describe.skipIf(native === null)('the native engine that set-up has installed', () => {
  test('loads in a process of its own, computes, and is the release that its record names', async () => {
    const engine = native!; // skipped otherwise
    const version = await verifyAddon(`${engine.folder}/${engine.record.addon}`);
    expect(version).toBe(engine.record.tensorflow);
    if (engine.record.origin === 'wheel') expect(version).toMatch(/^2\.21\./);
  });

  test('is what auto chooses, on the copy of TensorFlow.js that everybody uses', async () => {
    const engine = await chooseEngine({ threads: 2 });
    expect(engine).toEqual({
      name: 'tensorflow',
      version: native!.record.tensorflow,
      tfjsVersion: tf.version_core,
      device: native!.record.variant === 'gpu' ? (expect.any(String) as string) : 'cpu',
      threads: 2,
    });
    expect(tf.getBackend()).toBe('tensorflow');
    expect(tf.getGradient('Conv2D')).toBeDefined();
  });

  test('gives the same bits each time', () => {
    // Shapes of a training step, each large enough to be shared out among threads.
    const images = tf.randomUniform<tf.Rank.R4>([80, 72, 96, 3], 0, 1, 'float32', 1);
    const filter = tf.randomNormal<tf.Rank.R4>([8, 8, 3, 16], 0, 1, 'float32', 2);
    const left = tf.randomNormal<tf.Rank.R2>([80, 2240], 0, 1, 'float32', 3);
    const right = tf.randomNormal<tf.Rank.R2>([2240, 256], 0, 1, 'float32', 4);
    const loss = (w: tf.Tensor): tf.Tensor =>
      tf.sum(tf.square(tf.conv2d(images, w as tf.Tensor4D, 4, 'valid')));
    const step = (): string => {
      const numbers = tf.tidy(() =>
        tf.concat([
          tf.reshape(tf.grad(loss)(filter), [-1]),
          tf.reshape(tf.matMul(left, right), [-1]),
        ]),
      );
      const bytes = numbers.dataSync<'float32'>();
      numbers.dispose();
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
    };
    const first = step();
    for (let repetition = 0; repetition < 5; repetition++) expect(step()).toBe(first);
  });
});

test('a named engine that is not there is refused, with the reason', async () => {
  // Every key of the cache is looked up below this folder, where nothing is.
  const cache = process.env.CPC_RL_CACHE;
  process.env.CPC_RL_CACHE = '/nonexistent';
  try {
    const choice = chooseEngine({ preferred: 'tensorflow' });
    await expect(choice).rejects.toThrow(EngineError);
    await expect(choice).rejects.toThrow('the native engine is not set up; run: npm run setup');
    const fallback = await chooseEngine();
    expect(fallback.name).toBe('wasm');
    expect(fallback.fellBackBecause).toContain('npm run setup');
  } finally {
    if (cache === undefined) delete process.env.CPC_RL_CACHE;
    else process.env.CPC_RL_CACHE = cache;
  }
});

test.each<[EngineOptions, string]>([
  [{ threads: 0 }, 'threads: expected a positive integer, got 0'],
  [{ threads: 1.5 }, 'threads: expected a positive integer, got 1.5'],
])('%o is refused', async (options, message) => {
  await expect(chooseEngine(options)).rejects.toThrow(message);
});
