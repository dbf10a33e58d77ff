import { expect, test } from 'vitest';
import { CompileError, tf } from '../../src/compute/index.js';
import { describeOnNativeEngine, withCompiled } from './compileSupport.js';

type OneTensor = (x: tf.Tensor) => tf.TensorContainer;

/** The debug mode: what comes from JavaScript and changes is found, what does not is left alone. */
describeOnNativeEngine('compile with checkConstants', () => {
  function callTwice(fn: OneTensor, between: () => void = () => undefined): void {
    const x = tf.tensor1d([1, 2]);
    try {
      withCompiled({ fn }, { variables: [], checkConstants: true }, ({ call }) => {
        tf.dispose(call.fn(x));
        between();
        tf.dispose(call.fn(x));
      });
    } finally {
      x.dispose();
    }
  }

  let counter = 0;
  const state = { rate: 1, axis: 0, deep: false };

  test.each<[string, OneTensor, RegExp]>([
    ['a counter', (x) => tf.mul(x, ++counter), /constant of shape \[\] in Multiply .* argument/],
    [
      'a counter in a list',
      (x) => tf.mul(x, [1, ++counter]),
      /constant of shape \[2\] in Multiply/,
    ],
    [
      'a seed that counts',
      (x) => tf.add(x, tf.randomUniform([2], 0, 1, 'float32', ++counter)),
      /Add/,
    ],
    ['Date.now', (x) => tf.mul(x, Date.now()), /constant/],
    ['new Date', (x) => tf.mul(x, new Date().getTime()), /constant/],
    ['Date()', (x) => tf.mul(x, Date.parse(Date())), /constant/],
    ['performance.now', (x) => tf.mul(x, performance.now()), /constant/],
    [
      'a branch',
      (x) => (counter++ % 2 === 0 ? tf.sin(x) : tf.cos(x)),
      /other operations .*(Sin|Cos)/,
    ],
    ['a longer loop', (x) => longer(x, ++counter), /other operations/],
    [
      'an operand',
      (x) => (counter++ % 2 === 0 ? tf.sub(x, tf.sin(x)) : tf.sub(tf.sin(x), x)),
      /other/,
    ],
    ['an attribute', (x) => tf.cumsum(x, 0, counter++ % 2 === 0), /other operations .*Cumsum/],
    ['which result', (x) => [tf.sin(x), tf.cos(x)][counter++ % 2]!, /other operations .*result/],
  ])('finds %s', (_, fn, message) => {
    expect(() => {
      callTwice(fn);
    }).toThrow(CompileError);
    expect(() => {
      callTwice(fn);
    }).toThrow(message);
  });

  test('finds what the caller changes between two calls', () => {
    const fn: OneTensor = (x) =>
      state.deep ? tf.neg(tf.mul(x, state.rate)) : tf.mul(x, state.rate);
    expect(() => {
      callTwice(fn, () => state.rate++);
    }).toThrow(/constant of shape \[\] in Multiply/);
    expect(() => {
      callTwice(fn, () => {
        state.deep = true;
      });
    }).toThrow(/other operations/);
  });

  test('finds a captured number that is replaced', () => {
    let rate = tf.scalar(1);
    const replace = (): void => {
      rate.dispose();
      rate = tf.scalar(2);
    };
    expect(() => {
      callTwice((x) => tf.mul(x, rate), replace);
    }).toThrow(/constant/);
    rate.dispose();
  });

  test('lets pass what stays the same, and arguments that change', () => {
    const fn = ({ x, rate }: { x: tf.Tensor; rate: tf.Scalar }): tf.Tensor => {
      const started = Date.now(); // looked at, but not used for a tensor
      const noise = tf.randomNormal([2], 0, 1, 'float32', 7); // the same in every call, eager or not
      const y = tf.mul(tf.add(x, noise), tf.mul(rate, 0.5));
      return Date.now() < started ? x : y;
    };
    withCompiled({ fn }, { variables: [], checkConstants: true }, ({ call }) => {
      for (let i = 0; i < 3; i++) {
        tf.tidy(() => call.fn({ x: tf.fill([2], i), rate: tf.scalar(i) }));
      }
    });
  });
});

function longer(x: tf.Tensor, length: number): tf.Tensor {
  let y = x;
  for (let i = 0; i < length; i++) y = tf.sin(y);
  return y;
}
