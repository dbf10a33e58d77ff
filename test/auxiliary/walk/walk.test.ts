import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import {
  AUXILIARY_LOSSES,
  auxiliarySchema,
  buildAuxiliaries,
  checkGradients,
} from '../../../src/auxiliary/index.js';
import type { AuxiliarySizes } from '../../../src/auxiliary/index.js';
import { tf } from '../../../src/compute/index.js';
import { readMetrics } from '../../../src/metrics/index.js';
import { Memory } from '@rl-tools/env/classic';
import { a2cConfig, createA2cAgent } from '../../../agents/a2c/index.js';
import { useTemporaryFolder } from '../../metrics/temporaryFolder.js';
import { expectClose } from '../../support/closeness.js';
import { describeOnEveryEngine, describeOnFastestEngine } from '../../support/engines.js';
import { openTraining } from '../../support/inProcessTraining.js';
import { numericalGradient } from '../../support/numericalGradient.js';
import { randomNumbers } from '../../support/random.js';
import { inverseModelDefinition, InverseModelLoss } from './inverseModel/index.js';

/*
 * The walk of docs/auxiliary-losses.md, "A loss of one's own": its files are those in ./inverseModel, and this
 * is the test it asks for. The registry is a list of its own here, the project's with one more line.
 */

const folder = useTemporaryFolder();
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const here = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

test.each(['config.ts', 'inverseModel.ts', 'index.ts'])('the guide shows %s as it is', (file) => {
  const asInSource = here(`./inverseModel/${file}`)
    .replaceAll('../../../../src/auxiliary/', '../')
    .replaceAll('../../../../src/', '../../');
  const guide = here('../../../docs/auxiliary-losses.md');
  const shown = guide.split(`\`src/auxiliary/inverseModel/${file}\``)[1]?.split('```')[1];
  // Layout aside: lines break elsewhere, with other commas at their ends.
  const plain = (code = ''): string => code.replace(/,(?=\s*[)\]}])/g, '').replace(/\s+/g, '');
  expect(plain(shown)).toBe(`ts${plain(asInSource)}`);
});

const [T, B, Z, A] = [5, 3, 2, 3];
const STARTS = [0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1]; // [T, B]

/** −ln softmax([z_t, z_{t+1}] Wᵀ + b) at a_t, in float64 loops; the mean over pairs within an episode. */
function reference(z: readonly number[], { actions, weights, bias }: Reference): number {
  let [sum, count] = [0, 0];
  for (let t = 0; t + 1 < T; t++) {
    for (let b = 0; b < B; b++) {
      if (STARTS[(t + 1) * B + b] === 1) continue;
      const at = (u: number): number[] => z.slice((u * B + b) * Z, (u * B + b + 1) * Z);
      const pair = [...at(t), ...at(t + 1)];
      const logits = bias.map((x, a) => x + pair.reduce((s, v, i) => s + v * weights[a * 2 * Z + i]!, 0)); // prettier-ignore
      const total = logits.reduce((s, logit) => s + Math.exp(logit), 0);
      sum += Math.log(total) - logits[actions[t * B + b]!]!;
      count++;
    }
  }
  return sum / count;
}

interface Reference {
  readonly actions: readonly number[];
  readonly weights: readonly number[];
  readonly bias: readonly number[];
}

describeOnEveryEngine('the loss of the walk', () => {
  test('loss and gradient equal the float64 reference', () => {
    const random = randomNumbers(101);
    const config = inverseModelDefinition.config.parse({});
    const loss = new InverseModelLoss({ ...config, embeddingSize: Z, actions: A, seed: 1 });
    const [z, actions] = [random.normals(T * B * Z), random.integers(T * B, A)];
    const numbersOf = (name: string): number[] => [
      ...loss.namedVariables.get(`inverseModel/${name}`)!.dataSync(),
    ];
    const given = { actions, weights: numbersOf('weights'), bias: numbersOf('bias') };
    tf.tidy(() => {
      const others = {
        episodeStarts: tf.tensor2d(STARTS, [T, B]),
        actions: tf.tensor2d(actions, [T, B], 'int32'),
      };
      const { value, grad } = tf.valueAndGrad(
        (x) => loss.compute({ embeddings: x as tf.Tensor3D, ...others }).loss,
      )(tf.tensor3d(z, [T, B, Z]));
      expectClose(value.dataSync(), [reference(z, given)]);
      const expected = numericalGradient((x) => reference(x, given), z);
      expectClose(grad.dataSync(), expected);
    });
    loss.dispose();
  });
});

describeOnFastestEngine('training with the loss of the walk', () => {
  test('one line in the registry, and experiments can name it', async () => {
    const registry = [...AUXILIARY_LOSSES, inverseModelDefinition] as const;
    const auxiliary = auxiliarySchema(registry).parse({ inverseModel: { weight: 0.2 }, cpc: { steps: 2 } }); // prettier-ignore
    const sizes: AuxiliarySizes = {
      ...{ embeddingSize: 4, contextSize: 4, actions: 3, observationShape: [20, 20, 3] },
      ...{ unrollLength: 4, seed: 1001 },
    };
    const auxiliaries = buildAuxiliaries(registry, { settings: auxiliary, sizes });
    expect(auxiliaries.map(({ name }) => name)).toEqual(['cpc', 'inverseModel']);
    const config = a2cConfig.parse({ unrollLength: 4, embeddingSize: 4, lstmSize: 4 });
    const agent = createA2cAgent({ config, imageShape: [20, 20, 3], actions: 3, seed: 1 });
    const { trainer, run, close } = await openTraining({
      out: folder.at('run'),
      make: () => new Memory({ delays: [3, 8] }),
      environments: 2,
      agent,
      auxiliaries,
      settings: { unrollLength: 4 },
    });
    closing.push(close, () => {
      tf.dispose([...agent.variables.values()]);
    });
    for (const loss of auxiliaries)
      closing.push(() => {
        loss.dispose();
      });
    await trainer.iterate();
    await trainer.iterate();
    const lines = readMetrics(run.metrics);
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line['auxiliary/inverseModel/weight']).toBe(0.2);
      expect(line['auxiliary/inverseModel/meanLoss']).toBeGreaterThan(0);
      expect(line['auxiliary/inverseModel/gradientNorm']).toBeGreaterThan(0);
      expect(line['auxiliary/cpc/weight']).toBe(0.1);
    }
  });

  test('checkGradients finds that it teaches the torso', () => {
    const config = inverseModelDefinition.config.parse({});
    const loss = new InverseModelLoss({ ...config, embeddingSize: Z, actions: A, seed: 1 });
    const torso = tf.tidy(() => tf.variable(tf.ones([T, B, Z])));
    const features = () => ({
      embeddings: tf.mul<tf.Tensor3D>(torso, 1),
      episodeStarts: tf.tensor2d(STARTS, [T, B]),
      actions: tf.zeros<tf.Rank.R2>([T, B], 'int32'),
    });
    const report = checkGradients(loss, { features, variables: [torso] });
    expect(report.agentNorm).toBeGreaterThan(0);
    expect(report.unreached).toEqual([]);
    torso.dispose();
    loss.dispose();
  });
});
