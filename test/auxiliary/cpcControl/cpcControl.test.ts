import { describe, expect, test } from 'vitest';
import { checkGradients, CpcControlLoss, CpcLoss } from '../../../src/auxiliary/index.js';
import type { CpcOptions } from '../../../src/auxiliary/index.js';
import { ArgumentError, tf } from '../../../src/compute/index.js';
import { expectClose } from '../../support/closeness.js';
import { describeOnEveryEngine } from '../../support/engines.js';
import { drawsOf, randomCase, runCpc, startsAt, tensorsOf } from '../cpc/cases.js';
import type { CpcCase } from '../cpc/cases.js';

const KINDS = ['batch', 'all', 'sampled'] as const;
const SIZES = { T: 7, B: 3, Z: 4, C: 5, K: 4 };
const OPTIONS: CpcOptions = { embeddingSize: 4, contextSize: 5, steps: 4, seed: 1 };

function controlOf({ K, C, Z, predictions, negatives, samples }: CpcCase): CpcControlLoss {
  const control = new CpcControlLoss({ ...OPTIONS, negatives, samples: samples!.length });
  tf.tidy(() => {
    control.variables[0]!.assign(tf.tensor(predictions, [K, C, Z]));
  });
  return control;
}

describeOnEveryEngine('the control of CPC', () => {
  describe.each(KINDS)('negatives: %s', (negatives) => {
    const given = randomCase(
      { ...SIZES, negatives },
      { seed: 71, episodeStarts: startsAt(SIZES, [[3, 1]]) },
    );

    test('loss, metrics and the gradient of W are those of CPC; features get none', async () => {
      const expected = await runCpc(given);
      const control = controlOf(given);
      const [features, draws] = [tensorsOf(given), drawsOf(given)];
      const { loss, metrics } = control.compute(features, draws);
      expect(loss.dataSync()[0]).toBe(expected.loss);
      for (const [name, values] of Object.entries(expected.metrics)) {
        const got = Array.from(metrics[name]!.dataSync(), (x) => (Number.isNaN(x) ? null : x));
        expect(got, name).toEqual(values);
      }
      // Through variables in place of the features, as an agent's would be: none of them is reached.
      const [z, c] = [tf.variable(features.embeddings), tf.variable(features.contexts)];
      const { value, grads } = tf.variableGrads(() => {
        const embeddings: tf.Tensor3D = tf.mul(z, 1);
        const contexts: tf.Tensor3D = tf.mul(c, 1);
        return control.compute({ ...features, embeddings, contexts }, draws).loss;
      }, [z, c, control.variables[0]!]);
      expect(Object.keys(grads)).toEqual([control.variables[0]!.name]);
      const ofMaps = grads[control.variables[0]!.name]!.dataSync();
      expectClose(ofMaps, expected.gradients.predictions, { tolerance: 1e-6 });
      tf.dispose([loss, metrics, value, grads, z, c, Object.values(features), draws]);
      control.dispose();
    });
  });

  test('starts as CPC with the same seed; checkpoints know it by its own name', () => {
    const [cpc, control] = [new CpcLoss(OPTIONS), new CpcControlLoss(OPTIONS)];
    expect(control.variables[0]!.dataSync()).toEqual(cpc.variables[0]!.dataSync());
    expect([...control.namedVariables.keys()]).toEqual(['cpcControl/predictions']);
    expect([control.name, control.weight, control.weightSchedule]).toEqual([
      'cpcControl',
      0.1,
      'constant',
    ]);
    cpc.dispose();
    control.dispose();
  });

  test('leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    const control = new CpcControlLoss(OPTIONS);
    const sizes = { ...SIZES, negatives: 'batch' } as const;
    const features = tensorsOf(randomCase(sizes, { seed: 72, episodeStarts: startsAt(sizes, []) }));
    tf.dispose(control.compute(features));
    tf.dispose(Object.values(features));
    control.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('checkGradients says that it teaches nothing', () => {
    const control = new CpcControlLoss(OPTIONS);
    const variable = tf.variable(tf.ones<tf.Rank.R3>([7, 3, 5]));
    const features = () => ({
      embeddings: tf.slice(variable, 0, [7, 3, 4]) as tf.Tensor3D,
      contexts: tf.mul<tf.Tensor3D>(variable, 1),
      episodeStarts: tf.zeros<tf.Rank.R2>([7, 3]),
    });
    const check = () => checkGradients(control, { features, variables: [variable] });
    expect(check).toThrow(ArgumentError);
    expect(check).toThrow(/cpcControl: the loss sends no gradient to the agent/);
    variable.dispose();
    control.dispose();
  });
});
