import { expect, test } from 'vitest';
import { a2cConfig } from '../../../agents/a2c/index.js';
import { a2cLoss } from '../../../agents/a2c/loss.js';
import { tf } from '../../../src/compute/index.js';
import type { NetworkOutputs } from '../../../agents/a2c/network.js';
import { expectClose } from '../../support/closeness.js';
import { describeOnEveryEngine } from '../../support/engines.js';
import { matrix } from '../../support/nested.js';
import { numericalGradient } from '../../support/numericalGradient.js';
import { randomNumbers } from '../../support/random.js';
import { ACTIONS, batchOf, randomUnroll } from './unrolls.js';

const numbers = { ...randomUnroll(31), weights: randomNumbers(33).flags(15, 0.8) };
const { T, B } = numbers;
const random = randomNumbers(32);
const logits = random.normals(T * B * ACTIONS);
const values = random.normals(T * B);
const bootstrap = random.normals(B);
const settings = { discount: 0.95, entropyCost: 0.03, valueCost: 0.4 };

/** G_t by recursion from the end; constant, whatever the values. */
function returns(): number[] {
  const result = Array<number>(T * B);
  for (let b = 0; b < B; b++) {
    let following = bootstrap[b]!;
    for (let t = T - 1; t >= 0; t--) {
      const i = t * B + b;
      const next = numbers.ends[i] === 1 ? numbers.cutValues[i]! : following;
      following = numbers.rewards[i]! + settings.discount * next;
      result[i] = following;
    }
  }
  return result;
}

const TARGETS = returns();
const ADVANTAGES = TARGETS.map((target, i) => target - values[i]!); // held fixed in the differences

interface Terms {
  readonly policy: number;
  readonly value: number;
  readonly entropy: number;
}

/** The three sums of the loss in float64. */
function terms(at: {
  readonly logits: readonly number[];
  readonly values: readonly number[];
}): Terms {
  const sums = { policy: 0, value: 0, entropy: 0 };
  matrix(at.logits, [T * B, ACTIONS]).forEach((row, i) => {
    const total = Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0));
    const logs = row.map((x) => x - total);
    const weight = numbers.weights[i]!;
    sums.policy -= weight * logs[numbers.actions[i]!]! * ADVANTAGES[i]!;
    sums.value += weight * 0.5 * (TARGETS[i]! - at.values[i]!) ** 2;
    sums.entropy -= weight * logs.reduce((sum, l) => sum + Math.exp(l) * l, 0);
  });
  return sums;
}

function reference(at: {
  readonly logits: readonly number[];
  readonly values: readonly number[];
}): number {
  const { policy, value, entropy } = terms(at);
  return policy + settings.valueCost * value - settings.entropyCost * entropy;
}

describeOnEveryEngine('A2C loss', () => {
  const run = (reduction: 'sum' | 'mean') => {
    const config = a2cConfig.parse({ ...settings, reduction });
    tf.engine().startScope();
    const batch = batchOf(numbers);
    const [rewards, bootstrapValue] = [batch.rewards, tf.tensor1d(bootstrap)];
    const lossOf = (l: tf.Tensor, v: tf.Tensor): ReturnType<typeof a2cLoss> => {
      const heads = { logits: l as tf.Tensor2D, values: v as tf.Tensor1D };
      const outputs = heads as NetworkOutputs; // the loss needs no more of them
      return a2cLoss(config, { batch, rewards, outputs, bootstrapValue });
    };
    const heads = [tf.tensor2d(logits, [T * B, ACTIONS]), tf.tensor1d(values)];
    const { value, grads } = tf.valueAndGrads((l, v) => lossOf(l, v).loss)(heads);
    const { metrics } = lossOf(heads[0]!, heads[1]!);
    const [ofLogits, ofValues] = grads.map((gradient) => Array.from(gradient.dataSync()));
    const result = {
      loss: value.dataSync()[0]!,
      ofLogits: ofLogits!,
      ofValues: ofValues!,
      metrics: Object.fromEntries(Object.entries(metrics).map(([k, v]) => [k, v.dataSync()[0]!])),
    };
    tf.engine().endScope();
    return result;
  };

  test('sum: loss and gradients equal float64 loops, the targets held fixed', () => {
    expect(numbers.weights.includes(0) && numbers.ends.includes(1)).toBe(true);
    const { loss, ofLogits, ofValues } = run('sum');
    expectClose([loss], [reference({ logits, values })]);
    expectClose(
      ofLogits,
      numericalGradient((l) => reference({ logits: l, values }), logits),
    );
    expectClose(
      ofValues,
      numericalGradient((v) => reference({ logits, values: v }), values),
    );
  });

  test('mean: the same divided by T·B', () => {
    const [sum, mean] = [run('sum'), run('mean')];
    const scaled = (x: readonly number[]): number[] => x.map((value) => value / (T * B));
    expectClose([mean.loss], scaled([sum.loss]), { tolerance: 1e-6 });
    expectClose(mean.ofLogits, scaled(sum.ofLogits), { tolerance: 1e-6 });
    expectClose(mean.ofValues, scaled(sum.ofValues), { tolerance: 1e-6 });
    expectClose(Object.values(mean.metrics), Object.values(sum.metrics), { tolerance: 1e-6 });
  });

  test('reports means per row', () => {
    const { metrics } = run('sum');
    const { policy, value, entropy } = terms({ logits, values });
    const rows = T * B;
    expectClose([metrics.policyLoss!], [policy / rows]);
    expectClose([metrics.valueLoss!], [value / rows]);
    expectClose([metrics.entropy!], [entropy / rows]);
    expectClose([metrics.value!], [values.reduce((sum, v) => sum + v, 0) / rows]);
  });
});
