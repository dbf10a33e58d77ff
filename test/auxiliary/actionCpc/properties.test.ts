import { describe, expect, test } from 'vitest';
import { ActionCpcLoss } from '../../../src/auxiliary/index.js';
import type { ActionCpcFeatures, ActionCpcOptions } from '../../../src/auxiliary/index.js';
import { ArgumentError, compile, ShapeError, tf } from '../../../src/compute/index.js';
import { expectClose } from '../../support/closeness.js';
import { describeOnEveryEngine } from '../../support/engines.js';
import { randomNumbers } from '../../support/random.js';
import { drawsOf, startsAt } from '../cpc/cases.js';
import { lossOf, randomActionCase, runActionCpc, tensorsOf } from './cases.js';
import type { ActionCpcCase } from './cases.js';

const KINDS = ['batch', 'all', 'sampled'] as const;
const SIZES = { T: 7, B: 3, Z: 4, C: 5, K: 4, A: 3 };
const OPTIONS: ActionCpcOptions = { embeddingSize: 4, contextSize: 5, actions: 3, seed: 1 };

describeOnEveryEngine('action-conditioned CPC', () => {
  describe.each(KINDS)('negatives: %s', (negatives) => {
    const sizes = { ...SIZES, negatives };

    test.each([NaN, Infinity, 3e38])(
      'a context that has no valid anchor contributes nothing, exactly, with %d in it',
      (poison) => {
        const episodeStarts = startsAt(sizes, [[3, 0], [4, 0], [1, 2], [6, 2]]); // prettier-ignore
        const unused = [[2, 0], [3, 0], [0, 2], [5, 2], [6, 0], [6, 1], [6, 2]]; // prettier-ignore
        const given = randomActionCase(sizes, { seed: 61, episodeStarts });
        const contexts = [...given.contexts];
        const { B, C } = sizes;
        for (const [t, b] of unused) contexts.fill(poison, (t! * B + b!) * C, (t! * B + b! + 1) * C); // prettier-ignore
        const expected = runActionCpc(given);
        expect(expected.loss).toBeGreaterThan(0);
        expect(runActionCpc({ ...given, contexts })).toEqual(expected);
      },
    );

    test('actions after the end of an episode, and the last row of actions, do not matter', () => {
      const episodeStarts = startsAt(sizes, [[4, 0], [4, 1], [4, 2]]); // prettier-ignore
      const given = randomActionCase(sizes, { seed: 62, episodeStarts });
      const changed = (from: number, to: number): ActionCpcCase => ({
        ...given,
        actions: given.actions.map((a, i) => {
          const t = Math.floor(i / sizes.B);
          return t >= from && t < to ? (a + 1) % sizes.A : a;
        }),
      });
      // a₃ ends the first episode: no prediction across the reset reads it. Nor is a₆ read by anyone.
      const expected = runActionCpc(given);
      expect(runActionCpc(changed(3, 4))).toEqual(expected);
      expect(runActionCpc(changed(6, 7))).toEqual(expected);
      expect(runActionCpc(changed(2, 3)).loss).not.toBe(expected.loss);
    });

    test('the prediction k steps ahead is told the first k actions and no more', () => {
      const given = randomActionCase(sizes, { seed: 63, episodeStarts: startsAt(sizes, []) });
      // With an anchor at t = 0 alone, changing a₂ leaves k = 1 and k = 2 as they were.
      const single = { ...given, anchorStride: 99 };
      const actions = given.actions.map((a, i) => (Math.floor(i / 3) === 2 ? (a + 1) % 3 : a));
      const [before, after] = [runActionCpc(single), runActionCpc({ ...single, actions })];
      expect(after.metrics.loss!.slice(0, 2)).toEqual(before.metrics.loss!.slice(0, 2));
      expect(after.metrics.loss![2]).not.toBe(before.metrics.loss![2]);
      expect(after.metrics.loss![3]).not.toBe(before.metrics.loss![3]);
    });

    test('leaks no tensor, and what it returns belongs to the caller', () => {
      const episodeStarts = startsAt(sizes, [[3, 1]]);
      const given = randomActionCase(sizes, { seed: 64, episodeStarts });
      const loss = lossOf(given);
      const features = tensorsOf(given);
      const draws = drawsOf({ ...given, predictions: [] });
      const before = tf.memory().numTensors;
      for (let round = 0; round < 2; round++) {
        const { value, grads } = tf.variableGrads(
          () => loss.compute(features, draws).loss,
          [...loss.variables],
        );
        expect(Object.keys(grads).sort()).toEqual(loss.variables.map(({ name }) => name).sort());
        tf.dispose([value, grads]);
        const { loss: scalar, metrics } = loss.compute(features, draws);
        expect(tf.memory().numTensors).toBe(before + 1 + Object.keys(metrics).length);
        tf.dispose([scalar, metrics]);
        expect(tf.memory().numTensors).toBe(before);
      }
      loss.dispose();
      expect(tf.memory().numTensors).toBe(before - 4);
      tf.dispose([Object.values(features), draws]);
    });

    test('compiled, the loss and its gradients are those of the eager call', () => {
      const given = randomActionCase(sizes, { seed: 65, episodeStarts: startsAt(sizes, [[3, 1]]) });
      const loss = lossOf(given);
      const step = (inputs: { features: ActionCpcFeatures; draws: Record<string, tf.Tensor> }) => {
        const { value, grads } = tf.variableGrads(
          () => loss.compute(inputs.features, inputs.draws).loss,
          [...loss.variables],
        );
        return { value, ...Object.fromEntries(loss.variables.map((v, i) => [`g${i}`, grads[v.name]!])) }; // prettier-ignore
      };
      const program = compile({ step }, { variables: [...loss.variables] });
      const inputs = { features: tensorsOf(given), draws: drawsOf({ ...given, predictions: [] }) };
      const [eager, compiled] = [step(inputs), program.call.step(inputs)];
      for (const [name, tensor] of Object.entries(eager)) {
        expectClose((compiled)[name as 'value'].dataSync(), tensor.dataSync(), { what: name }); // prettier-ignore
      }
      tf.dispose([eager, compiled, inputs]);
      program.dispose();
      loss.dispose();
    });
  });

  test('starts at ln N', () => {
    const [steps, batch] = [12, 8];
    const random = randomNumbers(66);
    const loss = new ActionCpcLoss({ ...OPTIONS, steps: 5 });
    const value = tf.tidy(() => {
      const normal = (size: number): tf.Tensor3D =>
        tf.tensor3d(random.normals(steps * batch * size), [steps, batch, size]);
      return loss
        .compute({
          embeddings: normal(4),
          contexts: normal(5),
          episodeStarts: tf.zeros([steps, batch]),
          actions: tf.zeros([steps, batch], 'int32'),
        })
        .loss.dataSync()[0]!;
    });
    loss.dispose();
    expect(Math.abs(value - Math.log(batch))).toBeLessThan(1e-3);
  });

  test('an unroll of one step: loss 0, gradients 0', () => {
    const sizes = { ...SIZES, T: 1, K: 3, negatives: 'batch' as const };
    const { loss, gradients } = runActionCpc(
      randomActionCase(sizes, { seed: 67, episodeStarts: [0, 1, 0] }),
    );
    expect(loss).toBe(0);
    for (const gradient of Object.values(gradients)) {
      expectClose(gradient, Array<number>(gradient.length).fill(0));
    }
  });
});

describeOnEveryEngine('construction of action-conditioned CPC', () => {
  test('has four variables; weights as configured, the update gate kept open', () => {
    const loss = new ActionCpcLoss({ ...OPTIONS, weight: 0.5, weightSchedule: 'linear' });
    const shapes = [...loss.namedVariables].map(([name, { shape }]) => [name, shape]);
    expect(shapes).toEqual([
      ['actionCpc/map', [5, 4]],
      ['actionCpc/gru/inputWeights', [15, 3]],
      ['actionCpc/gru/recurrentWeights', [15, 5]],
      ['actionCpc/gru/bias', [15]],
    ]);
    const bias = loss.namedVariables.get('actionCpc/gru/bias')!.dataSync();
    expect([...bias]).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
    expect([loss.name, loss.weight, loss.weightSchedule]).toEqual(['actionCpc', 0.5, 'linear']);
    loss.dispose();
  });

  test.each([
    [{ actions: 0 }, "ActionCpcLoss: option 'actions': expected a whole number above 0, got 0"],
    [{ contextSize: 0 }, "ActionCpcLoss: option 'contextSize'"],
    [{ steps: 0 }, "ActionCpcLoss: option 'steps'"],
  ])('refuses %j', (wrong, message) => {
    const make = (): ActionCpcLoss => new ActionCpcLoss({ ...OPTIONS, ...wrong });
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow(message);
  });

  test('refuses actions that are missing, of another shape or no integers', () => {
    const sizes = { ...SIZES, negatives: 'batch' as const };
    const given = randomActionCase(sizes, { seed: 68, episodeStarts: startsAt(sizes, []) });
    const loss = lossOf(given);
    const features = tensorsOf(given);
    const withActions = (actions: unknown) => () =>
      loss.compute({ ...features, actions } as ActionCpcFeatures);
    expect(withActions(undefined)).toThrow(ArgumentError);
    expect(withActions(undefined)).toThrow(/actions: missing\. Pass \[T, B\] int32/);
    const [transposed, floats] = [tf.zeros([3, 7], 'int32'), tf.zeros([7, 3])];
    expect(withActions(transposed)).toThrow(ShapeError);
    expect(withActions(transposed)).toThrow(/\[T, B\] = \[7, 3\], got \[3, 7\]/);
    expect(withActions(floats)).toThrow(/expected int32, got float32/);
    tf.dispose([Object.values(features), transposed, floats]);
    loss.dispose();
  });
});
