import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { a2cConfig, createA2cAgent } from '../../../agents/a2c/index.js';
import { deepTorso } from '../../../agents/a2c/torsos/deep.js';
import { tf } from '../../../src/compute/index.js';
import { namedVariables } from '../../../src/nn/index.js';
import { relativeError } from '../../support/closeness.js';
import { describeOnEveryEngine, describeOnFastestEngine } from '../../support/engines.js';

interface Golden {
  readonly outputs: number[];
  readonly sumOfSquares: Record<string, number>;
  readonly firstValues: Record<string, number[]>;
}

const golden = JSON.parse(
  readFileSync(new URL('../../golden/deep_torso.json', import.meta.url), 'utf8'),
) as Golden;

const SHAPE = [9, 12, 3] as const;
const EMBEDDING = 8;

/** Number of inputs that are summed into one output. */
function fanInOf(name: string, variables: ReadonlyMap<string, tf.Variable>): number {
  const weights =
    variables.get(name.replace('/bias', '/kernel')) ?? variables.get('linear/weights')!;
  const { shape } = weights;
  return shape.length === 2
    ? shape[1]
    : shape.slice(0, 3).reduce((product, side) => product * side);
}

describeOnEveryEngine('deep torso', () => {
  test("values and gradients equal PyTorch's in float64", () => {
    tf.engine().startScope();
    const torso = deepTorso({ imageShape: SHAPE, embeddingSize: EMBEDDING, seed: 1 });
    const variables = namedVariables(torso.parameters);
    [...variables].forEach(([name, variable], index) => {
      const scale = Math.sqrt(fanInOf(name, variables));
      const values = Array.from(
        { length: variable.size },
        (_, i) => Math.sin(1.7 * i + index) / scale,
      );
      variable.assign(tf.tensor(values, variable.shape));
    });
    const count = 2 * SHAPE[0] * SHAPE[1] * SHAPE[2];
    const pictures = tf.tensor4d(
      Array.from({ length: count }, (_, i) => (i * 37) % 256),
      [2, ...SHAPE],
    );
    const outputs = torso.apply(pictures);
    expect(relativeError(outputs.dataSync(), golden.outputs)).toBeLessThan(2e-5);
    const pull = tf.tensor2d(
      golden.outputs.map((_, i) => Math.cos(i)),
      [2, EMBEDDING],
    );
    const { grads } = tf.variableGrads(
      () => tf.sum(tf.mul(torso.apply(pictures), pull)),
      [...variables.values()],
    );
    expect([...variables.keys()]).toEqual(Object.keys(golden.sumOfSquares));
    for (const [name, variable] of variables) {
      const gradient = Array.from(grads[variable.name]!.dataSync());
      const squares = gradient.reduce((sum, value) => sum + value * value, 0);
      expect(squares / golden.sumOfSquares[name]!, name).toBeCloseTo(1, 3);
      const size = Math.sqrt(golden.sumOfSquares[name]! / gradient.length);
      golden.firstValues[name]!.forEach((value, i) => {
        expect(Math.abs(gradient[i]! - value) / size, `${name}[${i}]`).toBeLessThan(1e-3);
      });
    }
    tf.engine().endScope();
    tf.dispose([...variables.values()]);
  });
});

describeOnFastestEngine('A2C with the deep torso', () => {
  test('has 1,520,714 parameters at 72 × 96 and 9 actions', () => {
    // sections: 448 + 4·2,320; 4,640 + 4·9,248; 9,248 + 4·9,248; linear 9·12·32·256 + 256 = 884,992;
    // LSTM 535,552, policy 2,313, value 257, as with the shallow torso
    const config = a2cConfig.parse({ torso: 'deep' });
    const agent = createA2cAgent({ config, imageShape: [72, 96, 3], actions: 9, seed: 1 });
    const sizes = [...agent.variables.values()].map((variable) => variable.size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1_520_714);
    agent.dispose();
  });
});
