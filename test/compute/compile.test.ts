import { afterEach, beforeEach, expect, test } from 'vitest';
import { compile, tf } from '../../src/compute/index.js';
import type { Compiled, TensorFunction } from '../../src/compute/index.js';
import { describeOnEveryEngine } from '../support/engines.js';
import { leftBehind, take } from './compileSupport.js';

/**
 * What holds for compiled functions on every engine: what they compute, what they do to variables,
 * and what belongs to whom. All numbers are small integers, exact in float32.
 */
describeOnEveryEngine('compile', () => {
  let open: { dispose(): void }[] = [];
  let tensorsBefore = 0;

  beforeEach(() => {
    tensorsBefore = tf.memory().numTensors;
  });

  afterEach(() => {
    for (const owned of open) owned.dispose();
    open = [];
    expect(tf.memory().numTensors).toBe(tensorsBefore);
  });

  function compiledWith<F extends Record<string, TensorFunction>>(
    functions: F,
    variables: readonly tf.Variable[] = [],
  ): Compiled<F> {
    const compiled = compile(functions, { variables });
    open.push(compiled);
    return compiled;
  }

  function variable(values: number[]): tf.Variable {
    const made = tf.tidy(() => tf.variable(tf.tensor1d(values)));
    open.push(made);
    return made;
  }

  function tensor(values: number[]): tf.Tensor {
    const made = tf.tensor1d(values);
    open.push(made);
    return made;
  }

  function pulled(compiled: Compiled<Record<string, TensorFunction>>, of: tf.Variable): number[] {
    compiled.pull();
    return Array.from(of.dataSync());
  }

  test('computes with the arguments of each call', () => {
    const { call } = compiledWith({
      f: ({ a, b }: { a: tf.Tensor; b: { c: tf.Tensor }[] }) => tf.sub(tf.mul(a, 10), b[0]!.c),
    });
    const [x, y] = [tensor([1, 2]), tensor([3, 4])];
    expect(take(call.f({ a: x, b: [{ c: y }] }))).toEqual([7, 16]);
    expect(take(call.f({ a: y, b: [{ c: x }] }))).toEqual([29, 38]);
  });

  test('keeps two arguments apart that were the same tensor in the first call', () => {
    const { call } = compiledWith({
      f: ({ a, b }: { a: tf.Tensor; b: tf.Tensor }) => tf.sub(tf.mul(a, 10), b),
    });
    const [x, y] = [tensor([1, 2]), tensor([3, 4])];
    expect(take(call.f({ a: x, b: x }))).toEqual([9, 18]);
    expect(take(call.f({ a: x, b: y }))).toEqual([7, 16]);
  });

  test('returns nested results, each a tensor of the caller', () => {
    const { call } = compiledWith({
      f: ({ x }: { x: tf.Tensor }) => {
        const twice = tf.mul(x, 2);
        return { nested: [twice, { twice, none: undefined }], input: x, empty: {} };
      },
    });
    const x = tensor([1]);
    const result = call.f({ x }) as unknown as {
      nested: [tf.Tensor, { twice: tf.Tensor; none: undefined }];
      input: tf.Tensor;
      empty: object;
    };
    expect(result.nested[1].none).toBeUndefined();
    expect(result.empty).toEqual({});
    expect(take(result.nested[0])).toEqual([2]);
    expect(take(result.nested[1].twice)).toEqual([2]); // still there
    expect(take(result.input)).toEqual([1]);
    expect(x.isDisposed).toBe(false);
  });

  test('takes and returns a bare tensor, nothing, and lists', () => {
    const v = variable([1]);
    const { call } = compiledWith(
      {
        bare: (x: tf.Tensor) => tf.neg(x),
        list: ([a, b]: [tf.Tensor, tf.Tensor]) => [b, a],
        silent: () => {
          v.assign(tf.add(v, 1));
        },
        constant: () => tf.tensor1d([5, 6]),
      },
      [v],
    );
    const [x, y] = [tensor([1]), tensor([2])];
    expect(take(call.bare(x))).toEqual([-1]);
    const [first, second] = call.list([x, y]) as [tf.Tensor, tf.Tensor];
    expect([take(first), take(second)]).toEqual([[2], [1]]);
    // eslint-disable-next-line @typescript-eslint/no-confusing-void-expression -- nothing is what it returns
    expect(call.silent()).toBeUndefined();
    expect(take(call.constant())).toEqual([5, 6]);
  });

  test('reads a variable once, sees its own assignments, writes the last one', () => {
    const v = variable([1]);
    const compiled = compiledWith(
      {
        f: ({ x }: { x: tf.Tensor }) => {
          const before = tf.clone<tf.Tensor>(v);
          v.assign(tf.add<tf.Tensor1D>(v, x));
          const between = tf.mul(v, 10);
          v.assign(tf.mul(v, 2));
          return { before, between, after: tf.add(v, 0) };
        },
      },
      [v],
    );
    const x = tensor([3]);
    const values = (): number[][] => Object.values(compiled.call.f({ x })).map(take);
    expect(values()).toEqual([[1], [40], [8]]);
    expect(values()).toEqual([[8], [110], [22]]);
    expect(pulled(compiled, v)).toEqual([22]);
  });

  test('orders an assignment after the reading, whatever is assigned', () => {
    const v = variable([1]);
    const { call } = compiledWith(
      {
        exchange: ({ x }: { x: tf.Tensor }) => {
          const before = tf.mul(v, 1);
          v.assign(x);
          return before;
        },
      },
      [v],
    );
    let expected = 1;
    for (let value = 2; value < 40; value++) {
      const x = tf.tensor1d([value]);
      expect(take(call.exchange({ x }))).toEqual([expected]);
      x.dispose();
      expected = value;
    }
  });

  test('swaps two variables', () => {
    const [a, b] = [variable([1]), variable([2])];
    const compiled = compiledWith(
      {
        swap: () => {
          const old = tf.clone<tf.Tensor>(a);
          a.assign(b);
          b.assign(old);
        },
      },
      [a, b],
    );
    compiled.call.swap();
    expect([pulled(compiled, a), pulled(compiled, b)]).toEqual([[2], [1]]);
    compiled.call.swap();
    expect([pulled(compiled, a), pulled(compiled, b)]).toEqual([[1], [2]]);
  });

  test('keeps two variables apart that began as one tensor', () => {
    const [online, target] = [variable([1]), variable([0])];
    target.assign(online); // TensorFlow.js lets them share it
    const compiled = compiledWith(
      {
        learn: () => {
          online.assign(tf.add(online, 1));
        },
        difference: () => tf.sub(online, target),
      },
      [online, target],
    );
    expect(take(compiled.call.difference())).toEqual([0]);
    compiled.call.learn();
    compiled.call.learn();
    expect(take(compiled.call.difference())).toEqual([2]);
    expect(pulled(compiled, target)).toEqual([1]);
  });

  test('lets an argument be assigned, and go away afterwards', () => {
    const v = variable([0, 0]);
    const compiled = compiledWith(
      {
        set: ({ x }: { x: tf.Tensor }) => {
          v.assign(tf.reshape(x, [2]));
        },
      },
      [v],
    );
    const store = new Float32Array([1, 2]);
    const x = tf.tensor2d(store, [1, 2]);
    compiled.call.set({ x });
    x.dispose();
    expect(pulled(compiled, v)).toEqual([1, 2]);
  });

  test('shares variables between functions, and between shapes of one function', () => {
    const v = variable([1]);
    const compiled = compiledWith(
      {
        addSum: ({ x }: { x: tf.Tensor }) => {
          v.assign(tf.add<tf.Tensor1D>(v, tf.sum(x)));
        },
        read: () => v,
      },
      [v],
    );
    compiled.call.addSum({ x: tensor([1, 2]) });
    compiled.call.addSum({ x: tensor([10, 20, 30]) }); // another shape
    expect(take(compiled.call.read())).toEqual([64]);
    compiled.call.addSum({ x: tensor([100, 200]) }); // the first shape again
    expect(take(compiled.call.read())).toEqual([364]);
    expect(v.isDisposed).toBe(false);
  });

  test('takes the values that variables have at the first call, and those that are pushed', () => {
    const v = variable([1]);
    const compiled = compiledWith({ read: () => v }, [v]);
    const set = (value: number): void => {
      tf.tidy(() => {
        v.assign(tf.tensor1d([value]));
      });
    };
    compiled.pull(); // before the first call: nothing to pull
    compiled.push();
    set(2);
    expect(take(compiled.call.read())).toEqual([2]);
    set(3);
    compiled.push();
    expect(take(compiled.call.read())).toEqual([3]);
    expect(pulled(compiled, v)).toEqual([3]);
  });

  test('takes gradients inside, also custom ones, in nested tidies', () => {
    const v = variable([3]);
    const cube = tf.customGrad((x) => {
      const value = tf.pow(x as tf.Tensor, 3);
      return { value, gradFunc: (dy: tf.Tensor) => tf.mul(dy, 100) };
    });
    const { call } = compiledWith(
      {
        f: ({ x }: { x: tf.Tensor }) =>
          tf.tidy(() => {
            const { value, grads } = tf.variableGrads(() =>
              tf.tidy(() => tf.sum(tf.add(tf.mul(tf.square(v), x), cube(v)))),
            );
            return { value, gradient: grads[v.name]! };
          }),
      },
      [v],
    );
    const result = call.f({ x: tensor([2]) });
    expect(take(result.value)).toEqual([9 * 2 + 27]);
    expect(take(result.gradient)).toEqual([2 * 3 * 2 + 100]);
  });

  test('takes every type, scalars and tensors without elements', () => {
    const { call } = compiledWith({
      f: ({ flag, index, scalar, none }: Record<string, tf.Tensor>) => ({
        picked: tf.where(flag!, index!, tf.neg(index!)),
        scaled: tf.mul(tf.cast(index!, 'float32'), scalar!),
        joined: tf.concat([none!, tf.zeros([0, 2]), tf.ones([1, 2])]),
      }),
    });
    const args = {
      flag: tf.tensor1d([true, false], 'bool'),
      index: tf.tensor1d([4, 5], 'int32'),
      scalar: tf.scalar(0.5),
      none: tf.zeros([0, 2]),
    };
    const result = call.f(args);
    tf.dispose(args);
    expect(result.picked.dtype).toBe('int32');
    expect(take(result.picked)).toEqual([4, -5]);
    expect(take(result.scaled)).toEqual([2, 2.5]);
    expect(take(result.joined)).toEqual([1, 1]);
  });

  test('takes large constants, repeated values and special numbers among them', () => {
    const numbers = [NaN, -0, Infinity, -Infinity, 2e-38];
    const { call } = compiledWith({
      f: ({ x }: { x: tf.Tensor }) => [
        tf.add(x, tf.tensor1d(numbers)),
        tf.add(tf.fill([100], -0), tf.zeros([100])),
        tf.mul(tf.ones([100], 'int32'), tf.scalar(3, 'int32')),
        tf.logicalNot(tf.zeros([20], 'bool')),
        tf.tensor1d(Array.from({ length: 300 }, (_, i) => i)),
      ],
    });
    const x = tf.tensor1d([0, -0, 0, 0, 0]);
    const [special, zeros, threes, trues, counted] = call.f({ x }).map(take);
    x.dispose();
    expect(special!.map((value) => Object.is(value, -0))).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
    expect(special).toEqual(numbers.map(Math.fround));
    expect(zeros).toEqual(Array.from({ length: 100 }, () => 0));
    expect(new Set(threes)).toEqual(new Set([3]));
    expect(new Set(trues)).toEqual(new Set([1]));
    expect(counted).toEqual(Array.from({ length: 300 }, (_, i) => i));
  });

  test('freezes single numbers from outside like JavaScript ones, however often it is called', () => {
    const [fresh, used] = [tf.scalar(2), tf.scalar(3)];
    open.push(fresh, used);
    tf.neg(used).dispose(); // its value is with the engine now
    const { call } = compiledWith({
      f: ({ x }: { x: tf.Tensor }) => tf.mul(tf.mul(x, fresh), used),
    });
    expect(take(call.f({ x: tensor([1]) }))).toEqual([6]);
    expect(take(call.f({ x: tensor([1, 2]) }))).toEqual([6, 12]);
    expect([fresh.dataSync()[0], used.dataSync()[0]]).toEqual([2, 3]);
  });

  test('leaves nothing behind and may be called inside a tidy', () => {
    const v = variable([1]);
    const compiled = compiledWith(
      {
        f: ({ x }: { x: tf.Tensor }) => {
          v.assign(tf.add(v, 1));
          tf.mul(x, 3);
          return { y: tf.mul(x, v) };
        },
      },
      [v],
    );
    const x = tensor([1]);
    compiled.call.f({ x }).y.dispose();
    expect(
      leftBehind(() => {
        tf.tidy(() => {
          compiled.call.f({ x });
        });
      }),
    ).toBe(0);
  });
});
