import { expect, test } from 'vitest';
import { checkGradients, CpcLoss } from '../../src/auxiliary/index.js';
import type { CpcFeatures, GradientReport } from '../../src/auxiliary/index.js';
import { ArgumentError, tf, withoutGradient } from '../../src/compute/index.js';
import { describeOnEveryEngine } from '../support/engines.js';
import { randomNumbers } from '../support/random.js';

const [T, B, Z, C] = [6, 3, 4, 5];

/** A torso and a core of one matrix each, and a head that CPC has nothing to do with. */
function agent() {
  const random = randomNumbers(81);
  const matrix = (rows: number, columns: number): tf.Variable =>
    tf.tidy(() => tf.variable(tf.tensor2d(random.normals(rows * columns), [rows, columns])));
  const observations = tf.tensor2d(random.normals(T * B * 2), [T * B, 2]);
  const [torso, core, head] = [matrix(2, Z), matrix(Z, C), matrix(C, 2)];
  const product = (x: tf.Tensor, w: tf.Variable): tf.Tensor2D => tf.matMul(x, w);
  const features = (): CpcFeatures => {
    const z = product(observations, torso);
    return {
      embeddings: tf.reshape(z, [T, B, Z]),
      contexts: tf.reshape(product(z, core), [T, B, C]),
      episodeStarts: tf.zeros([T, B]),
    };
  };
  const variables = [torso, core, head];
  const dispose = (): void => {
    tf.dispose([observations, ...variables]);
  };
  return { features, variables, dispose };
}

function check(change: (features: CpcFeatures) => Partial<CpcFeatures>): GradientReport {
  const { features, variables, dispose } = agent();
  const cpc = new CpcLoss({ embeddingSize: Z, contextSize: C, steps: 3, seed: 1 });
  const before = tf.memory().numTensors;
  try {
    const changed = (): CpcFeatures => {
      const given = features();
      return { ...given, ...change(given) };
    };
    const report = checkGradients(cpc, { features: changed, variables });
    expect(tf.memory().numTensors).toBe(before);
    const [torso, core, head] = variables.map(({ name }) => name);
    expect(report.unreached).not.toContain(torso);
    expect(report.unreached).not.toContain(core);
    expect(report.unreached).toContain(head);
    return report;
  } finally {
    cpc.dispose();
    dispose();
  }
}

describeOnEveryEngine('checkGradients', () => {
  test('an agent that CPC can teach: norms above 0, the head is not reached', () => {
    const { agentNorm, ownNorm } = check(() => ({}));
    expect(agentNorm).toBeGreaterThan(0);
    expect(ownNorm).toBeGreaterThan(0);
  });

  test.each([
    ['embeddings read back', 'embeddings', (z: tf.Tensor) => tf.tensor(z.dataSync(), z.shape)],
    ['embeddings as constants', 'embeddings', (z: tf.Tensor) => withoutGradient(() => tf.clone(z))],
    ['contexts as constants', 'contexts', (c: tf.Tensor) => withoutGradient(() => tf.clone(c))],
  ] as const)('%s are detached', (_, name, detach) => {
    const run = () => check((features) => ({ [name]: detach(features[name]) }));
    expect(run).toThrow(ArgumentError);
    expect(run).toThrow(`checkGradients: cpc: ${name} are detached`);
  });

  test('NaN anywhere', () => {
    const run = () =>
      check(({ embeddings }) => ({ embeddings: tf.mul<tf.Tensor3D>(embeddings, NaN) }));
    expect(run).toThrow(/norm is NaN.*Look for NaN or infinity/);
  });

  test('nothing to learn: every observation opens an episode', () => {
    const run = () => check(() => ({ episodeStarts: tf.ones([T, B]) }));
    expect(run).toThrow(/norm is 0.*no valid anchor/);
  });
});
