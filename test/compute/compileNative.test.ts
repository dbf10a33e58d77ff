/* eslint-disable no-restricted-properties -- that such a value is noticed is what is tested */
import { afterEach, expect, test } from 'vitest';
import { compile, CompileError, tf } from '../../src/compute/index.js';
import { describeOnNativeEngine, leftBehind, take, withCompiled } from './compileSupport.js';

/** What is particular to functions that run as graphs. */
describeOnNativeEngine('compile, as a graph', () => {
  afterEach(() => {
    tf.disposeVariables();
  });

  const vector = (...values: number[]): tf.Variable =>
    tf.tidy(() => tf.variable(tf.tensor1d(values)));

  test('runs the function only to record it, once for each set of shapes', () => {
    let runs = 0;
    const f = ({ x }: { x: tf.Tensor }): tf.Tensor => {
      runs++;
      return tf.mul(x, 2);
    };
    const [x, other] = [tf.ones([2]), tf.ones([3])];
    withCompiled({ f }, { variables: [] }, ({ call, report }) => {
      for (let i = 0; i < 5; i++) tf.dispose([call.f({ x }), call.f({ x: other })]);
      expect(runs).toBe(2);
      expect(report().loads).toBe(2);
      expect(Object.keys(report().functions)).toEqual(['f(x:1[2])', 'f(x:1[3])']);
      expect(report().seconds).toBeGreaterThan(0);
    });
    tf.dispose([x, other]);
  });

  test('tells types apart that have the same shape, and names that have the same types', () => {
    const f = (args: Record<string, tf.Tensor>): tf.Tensor =>
      args.a ? tf.neg(args.a) : tf.square(tf.add(args.b!, args.b!));
    const [floats, integers] = [tf.ones([2]), tf.ones([2], 'int32')];
    withCompiled({ f }, { variables: [] }, ({ call }) => {
      expect(take(call.f({ a: floats }))).toEqual([-1, -1]);
      expect(take(call.f({ b: floats }))).toEqual([4, 4]);
      const negative = call.f({ a: integers });
      expect(negative.dtype).toBe('int32');
      expect(take(negative)).toEqual([-1, -1]);
    });
    tf.dispose([floats, integers]);
  });

  test('computes nothing while it records: huge tensors cost nothing', () => {
    const x = tf.ones([2 ** 20]);
    const g = ({ x: row }: { x: tf.Tensor }): tf.Tensor => {
      const outer = tf.matMul(tf.reshape(row, [-1, 1]), tf.reshape(row, [1, -1])); // 4 TB
      return tf.scalar(outer.size);
    };
    withCompiled({ g }, { variables: [] }, ({ call }) => {
      expect(take(call.g({ x }))).toEqual([2 ** 40]);
    });
    x.dispose();
  });

  test('keeps pushed values apart from the array they came from', () => {
    const v = vector(...Array.from({ length: 64 }, () => 0));
    const read = (): tf.Tensor => tf.add(v, 0);
    withCompiled({ read }, { variables: [v] }, (compiled) => {
      take(compiled.call.read());
      for (const array of placements(64)) {
        setTo(v, array.fill(7));
        compiled.push();
        array.fill(-1);
        expect(new Set(take(compiled.call.read()))).toEqual(new Set([7]));
      }
    });
  });

  test.each([
    ['an argument', (x: tf.Tensor) => x],
    ['a part of one', (x: tf.Tensor) => tf.slice(tf.concat([x, x]), [0], [64])],
    ['a view of one', (x: tf.Tensor) => tf.reshape(tf.reshape(x, [8, 8]), [64])],
    ['one times 1', (x: tf.Tensor) => tf.mul(x, 1)],
  ])('keeps a variable apart from the array of %s that is assigned', (_, of) => {
    const v = vector(...Array.from({ length: 64 }, () => 0));
    const set = ({ x }: { x: tf.Tensor }): void => {
      v.assign(of(x));
    };
    withCompiled({ set }, { variables: [v] }, (compiled) => {
      for (const array of placements(64)) {
        const x = tf.tensor1d(array.fill(7));
        compiled.call.set({ x });
        x.dispose();
        array.fill(-1);
        compiled.pull();
        expect(new Set(v.dataSync())).toEqual(new Set([7]));
      }
    });
  });

  test.each([
    ['sgd', () => tf.train.sgd(0.5)],
    ['momentum', () => tf.train.momentum(0.5, 0.5)],
    ['adagrad', () => tf.train.adagrad(0.5)],
    ['adadelta', () => tf.train.adadelta(0.5)],
    ['adam', () => tf.train.adam(0.5)],
    ['adamax', () => tf.train.adamax(0.5)],
    ['rmsprop', () => tf.train.rmsprop(0.5, 0.5, 0.5)],
  ])('steps like the uncompiled optimizer %s', (_, make) => {
    const [eager, compiled] = [false, true].map((compiles) => {
      const v = vector(1, 2);
      const optimizer = make();
      const step = ({ x }: { x: tf.Tensor }): tf.Tensor =>
        optimizer.minimize(() => tf.sum(tf.square(tf.sub(v, x))), true, [v])!;
      const x = tf.tensor1d([3, 5]);
      step({ x }).dispose(); // the optimizer makes its own variables in its first step
      const variables = Object.values(tf.engine().registeredVariables);
      const values = withCompiled({ step }, { variables }, (program) => {
        const run = compiles ? program.call.step : step;
        for (let i = 0; i < 3; i++) run({ x }).dispose();
        program.pull();
        return Array.from(v.dataSync());
      });
      x.dispose();
      tf.disposeVariables();
      return values;
    });
    compiled!.forEach((value, index) => {
      expect(value).toBeCloseTo(eager![index]!, 6);
    });
  });

  test('puts variables back if the function throws, and works afterwards', () => {
    const v = vector(1);
    let isBroken = true;
    const add = (): tf.Tensor => {
      v.assign(tf.add(v, 1));
      if (isBroken) throw new RangeError('mine');
      return tf.clone<tf.Tensor>(v);
    };
    withCompiled({ add }, { variables: [v] }, ({ call }) => {
      expect(() => call.add()).toThrow(new RangeError('mine'));
      expect(Array.from(v.dataSync())).toEqual([1]);
      isBroken = false;
      expect(take(call.add())).toEqual([2]);
    });
  });

  test('runs groups side by side, each with values of its own', () => {
    const v = vector(1);
    const groups = [1, 10].map((step) =>
      compile(
        {
          add: () => {
            v.assign(tf.add(v, step));
            return tf.clone<tf.Tensor>(v);
          },
        },
        { variables: [v] },
      ),
    );
    expect(groups.map(({ call }) => take(call.add()))).toEqual([[2], [11]]);
    expect(groups.map(({ call }) => take(call.add()))).toEqual([[3], [21]]);
    for (const group of groups) group.dispose();
  });

  test('gives tensors that were kept while recording no values', () => {
    let kept: tf.Tensor | undefined;
    const f = ({ x }: { x: tf.Tensor }): tf.Tensor => {
      kept = tf.keep(tf.mul(x, [1, 2]));
      return tf.neg(kept);
    };
    const x = tf.ones([2]);
    withCompiled({ f }, { variables: [] }, ({ call }) => {
      expect(take(call.f({ x }))).toEqual([-1, -2]);
      expect(() => kept!.dataSync()).toThrow();
      expect(
        leftBehind(() => {
          kept!.dispose();
        }),
      ).toBe(-1);
    });
    x.dispose();
  });

  test('leaves the engine as it was, whatever happens', () => {
    const backend = tf.backend() as unknown as Record<string, unknown>;
    const seen = (): unknown[] => [
      backend.binding,
      backend.getInputTensorIds,
      backend.write,
      tf.engine().runKernel,
      tf.engine().makeVariable,
      Object.hasOwn(tf.engine(), 'runKernel'),
      Math.random,
      Date,
      performance.now,
    ];
    const before = seen();
    const functions = {
      good: () => tf.scalar(1),
      bad: () => {
        throw new Error('mine');
      },
      refused: () => tf.scalar(tf.neg(1).dataSync()[0]!),
    };
    withCompiled(functions, { variables: [], checkConstants: true }, ({ call }) => {
      call.good().dispose();
      expect(() => call.bad()).toThrow('mine');
      expect(() => call.refused()).toThrow(CompileError);
    });
    seen().forEach((value, index) => {
      expect(value).toBe(before[index]);
    });
  });

  test('keeps the functions that work when another one is refused', () => {
    const v = vector(1);
    const functions = {
      add: () => {
        v.assign(tf.add(v, 1));
        return tf.clone<tf.Tensor>(v);
      },
      bad: ({ x }: { x: tf.Tensor }) => tf.unique(x).values,
    };
    const x = tf.ones([3]);
    withCompiled(functions, { variables: [v] }, ({ call, report }) => {
      expect(take(call.add())).toEqual([2]);
      expect(() => call.bad({ x })).toThrow(CompileError);
      expect(take(call.add())).toEqual([3]);
      expect(report().loads).toBe(1);
    });
    x.dispose();
  });

  test('may have a variable declared twice, and one that nothing uses', () => {
    const [v, unused] = [vector(1), vector(5)];
    const add = (): tf.Tensor => {
      v.assign(tf.add(v, 1));
      return tf.clone<tf.Tensor>(v);
    };
    withCompiled({ add }, { variables: [v, v, unused] }, (compiled) => {
      expect(take(compiled.call.add())).toEqual([2]);
      compiled.pull();
      expect(Array.from(unused.dataSync())).toEqual([5]);
    });
  });

  test('keeps the values of variables when the next group takes over', () => {
    const v = vector(1);
    const add = (): tf.Tensor => {
      v.assign(tf.add(v, 1));
      return tf.clone<tf.Tensor>(v);
    };
    for (const expected of [2, 3]) {
      withCompiled({ add }, { variables: [v] }, (compiled) => {
        expect(take(compiled.call.add())).toEqual([expected]);
        compiled.pull();
      });
    }
  });
});

/**
 * Arrays at all places in memory that JavaScript gives them, counted modulo 64 bytes: TensorFlow uses
 * an array in place if it lies at a multiple of 64, and copies it otherwise.
 */
function placements(length: number): Float32Array[] {
  const memory = new ArrayBuffer(length * 4 + 64);
  return [0, 16, 32, 48].map((offset) => new Float32Array(memory, offset, length));
}

function setTo(variable: tf.Variable, array: Float32Array): void {
  const values = tf.tensor1d(array);
  variable.assign(values);
  values.dispose();
}
