/* eslint-disable no-restricted-properties -- that such a value is noticed is what is tested */
import { afterEach, expect, test } from 'vitest';
import { compile, CompileError, imageTensor, tf } from '../../src/compute/index.js';
import type { TensorFunction } from '../../src/compute/index.js';
import { describeOnNativeEngine, leftBehind, take, withCompiled } from './compileSupport.js';

type OneTensor = (inputs: { x: tf.Tensor }) => tf.TensorContainer;

/** What cannot be compiled: every message names the function, what it did, and the way out. */
describeOnNativeEngine('compile, refusing', () => {
  afterEach(() => {
    tf.disposeVariables();
  });

  /** The message that the first call of `fn` on `[1, 2]` is refused with. */
  function refusal(fn: TensorFunction, variables: readonly tf.Variable[] = []): string {
    const x = tf.tensor1d([1, 2]);
    try {
      return withCompiled({ fn: fn as OneTensor }, { variables }, ({ call }) =>
        messageOf(() => call.fn({ x })),
      );
    } finally {
      x.dispose();
    }
  }

  function messageOf(work: () => unknown): string {
    try {
      work();
    } catch (error) {
      expect(error).toBeInstanceOf(CompileError);
      return (error as CompileError).message;
    }
    throw new Error('nothing was refused');
  }

  test.each<[string, OneTensor, string[]]>([
    ['dataSync', ({ x }) => tf.mul(x, x.dataSync()[0]!), ["the function reads a tensor's value"]],
    ['arraySync', ({ x }) => tf.tensor(tf.neg(x).arraySync()), ["reads a tensor's value"]],
    ['print', ({ x }) => (tf.print(x), x), ["reads a tensor's value"]],
    [
      'a value read and the refusal caught',
      ({ x }) => {
        try {
          return tf.scalar(x.dataSync()[0]!);
        } catch {
          return tf.scalar(0);
        }
      },
      ["reads a tensor's value"],
    ],
    ['unique', ({ x }) => tf.unique(x).values, ['operation Unique', 'shape depends on values']],
    [
      'nonMaxSuppression',
      () => tf.image.nonMaxSuppression(tf.ones([1, 4]), tf.ones([1]), 1),
      ['operation NonMaxSuppressionV3', 'shape depends on values'],
    ],
    [
      'multinomial',
      ({ x }) => tf.multinomial(x as tf.Tensor1D, 3, 7),
      ['operation Multinomial', 'random numbers', 'argument'],
    ],
    ['dropout', ({ x }) => tf.dropout(x, 0.5), ['random numbers', 'Math.random', 'argument']],
    ['randomNormal', ({ x }) => tf.add(x, tf.randomNormal([2])), ['random numbers', 'argument']],
    ['Math.random', ({ x }) => tf.mul(x, Math.random()), ['random numbers', 'argument']],
    ['strings', () => tf.tensor1d(['a', 'b']), ['strings']],
    ['a string operation', () => tf.reshape(tf.tensor1d(['a']), []), ['Reshape', 'strings']],
    ['a new variable', ({ x }) => tf.variable(tf.neg(x)), ['makes a variable', 'variables']],
    ['a number as result', () => ({ loss: 3 }), ['the result loss is the number 3', 'tensors']],
    ['a map as result', () => new Map() as never, ['the result is a Map']],
    [
      'a disposed result',
      ({ x }) => {
        const y = tf.neg(x);
        y.dispose();
        return { y };
      },
      ['the result y', 'disposed'],
    ],
  ])('%s', (_, fn, parts) => {
    const message = refusal(fn);
    expect(message).toContain("compile: 'fn' cannot be recorded: ");
    for (const part of parts) expect(message).toContain(part);
  });

  test('an async function, without an unhandled rejection', () => {
    const fn = (async ({ x }: { x: tf.Tensor }) => {
      await x.data();
      return x;
    }) as unknown as TensorFunction;
    expect(refusal(fn)).toContain('async');
  });

  test('a variable that was not declared, by name, also a single number', () => {
    for (const values of [[1, 2], [3]]) {
      const v = tf.tidy(() => tf.variable(tf.tensor1d(values), true, `mine${values.length}`));
      const message = refusal(({ x }: { x: tf.Tensor }) => tf.mul(x, v));
      expect(message).toContain(`the operation Multiply uses the variable '${v.name}'`);
      expect(message).toContain("'variables'");
    }
  });

  test('a tensor from outside, whether the engine has it already or not', () => {
    const fresh = tf.tensor1d([1, 2]);
    const used = tf.neg(fresh);
    const unused = tf.tensor1d([1, 2]);
    for (const outside of [used, unused]) {
      const message = refusal(({ x }: { x: tf.Tensor }) => tf.maximum(x, outside));
      expect(message).toContain('the operation Maximum uses a tensor of shape [2] from outside');
      expect(message).toContain('argument');
      expect(refusal(() => outside)).toContain('from outside');
    }
    expect(take(unused)).toEqual([1, 2]); // untouched
    tf.dispose([fresh, used]);
  });

  test('a tensor kept from the recording of another call', () => {
    let kept: tf.Tensor | undefined;
    const fn = ({ x }: { x: tf.Tensor }): tf.Tensor => {
      const sum = tf.sum(x);
      const result = tf.add(sum, kept ?? 0);
      kept = tf.keep(sum);
      return result;
    };
    withCompiled({ fn }, { variables: [] }, ({ call }) => {
      const [x, y] = [tf.ones([2]), tf.ones([3])];
      call.fn({ x }).dispose();
      expect(messageOf(() => call.fn({ x: y }))).toContain('from outside');
      tf.dispose([x, y]);
    });
    kept!.dispose();
  });

  test('arguments that are no tensors, disposed, strings, or a declared variable', () => {
    const v = tf.tidy(() => tf.variable(tf.ones([2])));
    const disposed = tf.ones([2]);
    disposed.dispose();
    const strings = tf.tensor1d(['a']);
    const fn = (x: never): tf.Tensor => tf.neg(x);
    withCompiled({ fn: fn as (x: unknown) => tf.Tensor }, { variables: [v] }, ({ call }) => {
      const message = (args: unknown): string => messageOf(() => call.fn(args));
      expect(message({ rate: 0.1 })).toContain('the argument rate is the number 0.1');
      expect(message([{ a: new Float32Array(2) }])).toContain('the argument 0.a is a Float32Array');
      expect(message('text')).toContain('the argument is the string text');
      expect(message({ a: disposed })).toContain('the argument a has been disposed');
      expect(message({ a: strings })).toContain('the argument a holds strings');
      expect(message({ a: v })).toContain('the argument a is a declared variable');
    });
    strings.dispose();
  });

  test('a disposed variable', () => {
    const v = tf.tidy(() => tf.variable(tf.ones([2]), true, 'gone'));
    v.dispose();
    expect(messageOf(() => compile({}, { variables: [v] }))).toContain("'gone' has been disposed");
  });

  test('pictures in an operation that does not know their type, in its own words', () => {
    const x = imageTensor(new Uint8Array([1, 2]), [2]);
    const negate = ({ x: images }: { x: tf.Tensor }): tf.Tensor => tf.neg(images);
    withCompiled({ negate }, { variables: [] }, ({ call }) => {
      expect(messageOf(() => call.negate({ x }))).toMatch(/refuses the graph.*negate0.*uint8/s);
    });
    x.dispose();
  });

  test('calls inside a recording, inside a gradient, and after dispose', () => {
    const x = tf.tensor1d([1, 2]);
    const inner = compile({ f: ({ x: y }: { x: tf.Tensor }) => tf.neg(y) }, { variables: [] });
    expect(refusal((args: { x: tf.Tensor }) => inner.call.f(args))).toContain('being recorded');
    const gradient = tf.grad((y) => inner.call.f({ x: y }));
    expect(messageOf(() => gradient(x))).toContain('gradients');
    take(inner.call.f({ x }));
    inner.dispose();
    inner.dispose();
    expect(messageOf(() => inner.call.f({ x }))).toContain('after dispose');
    expect(
      messageOf(() => {
        inner.pull();
      }),
    ).toContain('after dispose');
    expect(
      messageOf(() => {
        inner.push();
      }),
    ).toContain('after dispose');
    x.dispose();
  });

  test('endlessly many shapes', () => {
    withCompiled({ f: ({ x }: { x: tf.Tensor }) => tf.neg(x) }, { variables: [] }, ({ call }) => {
      const callWith = (size: number): void => {
        tf.tidy(() => call.f({ x: tf.ones([size]) }));
      };
      for (let size = 1; size <= 64; size++) callWith(size);
      expect(
        messageOf(() => {
          callWith(65);
        }),
      ).toContain('64');
      callWith(3);
    });
  });

  test('leaves no tensor behind when it refuses', () => {
    const v = tf.tidy(() => tf.variable(tf.ones([2])));
    const fn = ({ x }: { x: tf.Tensor }): tf.Tensor => {
      v.assign(tf.mul<tf.Tensor1D>(v, x));
      return tf.tensor(tf.add(x, v).arraySync());
    };
    expect(leftBehind(() => refusal(fn, [v]))).toBe(0);
    expect(Array.from(v.dataSync())).toEqual([1, 1]);
  });
});
