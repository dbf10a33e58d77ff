import { beforeAll, expect, test } from 'vitest';
import type { AuxiliaryLoss } from '../../src/auxiliary/index.js';
import { tf } from '../../src/compute/index.js';
import { trainableVariables, TrainingError, update } from '../../src/learner/index.js';
import type { Agent, UpdateInputs } from '../../src/learner/index.js';
import type { Optimizer } from '../../src/optim/index.js';
import { describeOnEveryEngine } from '../support/engines.js';

// Worked by hand, at a = (1, 2) and w = 3, where one unit of a mean loss weighs 6:
//   agent:      L = 3 a₀ + 4 a₁ = 11
//   auxiliary:  M = a₀ + 2 w = 7, weight 0.5, and a draw of 10 that it only reports
//   total:      L + 0.5 · 6 · M = 32,  gradients (3 + 3, 4) and 6
// The agent's gradient norm is √52; cut to 5, apart from the auxiliary's own norm of 6.
const AGENT_NORM = Math.sqrt(52);

describeOnEveryEngine('update', () => {
  let inputs: UpdateInputs;

  beforeAll(() => {
    // Nothing here looks into the batch; a real one has tensors of its own.
    inputs = { batch: {}, state: {}, draws: {} } as unknown as UpdateInputs;
  });

  /** Runs one update with a learning rate of 0.5 and plain gradient descent. */
  function run(gradientClip: number, factor?: number) {
    const a = tf.variable(tf.tensor1d([1, 2]));
    const w = tf.variable(tf.scalar(3));
    const calls: string[] = [];
    const agent = agentOf(a);
    const auxiliary = auxiliaryOf(w, calls);
    const optimizer = descentOf(trainableVariables(agent, [auxiliary]), calls);
    const before = tf.memory().numTensors;
    const [learningRate, draw] = [tf.scalar(0.5), tf.scalar(10)];
    const weightFactors: Record<string, tf.Scalar> = factor === undefined ? {} : { plug: tf.scalar(factor) }; // prettier-ignore
    const metrics = update(
      { agent, auxiliaries: [auxiliary], optimizer, gradientClip },
      { ...inputs, learningRate, draws: { plug: { draw } }, weightFactors },
    );
    const read = Object.fromEntries(
      Object.entries(metrics).map(([name, value]) => [name, value.dataSync()[0]]),
    );
    tf.dispose([metrics, learningRate, draw, weightFactors]);
    expect(tf.memory().numTensors - before, 'tensors left behind').toBe(0);
    const result = { metrics: read, a: [...a.dataSync()], w: w.dataSync()[0]!, calls };
    tf.dispose([a, w]);
    return result;
  }

  test('adds the weighted auxiliary loss in the unit of the agent’s, and reports every part', () => {
    const { metrics, a, w, calls } = run(1000);
    expect(metrics).toEqual({
      loss: 32,
      gradientNorm: expect.closeTo(AGENT_NORM, 5) as number,
      agentMetric: 42,
      'auxiliary/plug/meanLoss': 7,
      'auxiliary/plug/gradientNorm': 6,
      'auxiliary/plug/draw': 10,
    });
    expect(a).toEqual([1 - 0.5 * 6, 2 - 0.5 * 4]);
    expect(w).toBe(3 - 0.5 * 6);
    expect(calls).toEqual(['apply', 'afterUpdate']);
  });

  test('a factor scales the weight: L + ½ · 0.5 · 6 · M = 21.5, gradients (3 + 1.5, 4) and 3', () => {
    const { metrics, a, w } = run(1000, 0.5);
    expect(metrics.loss).toBe(21.5);
    expect(metrics['auxiliary/plug/meanLoss']).toBe(7);
    expect(a).toEqual([1 - 0.5 * 4.5, 2 - 0.5 * 4]);
    expect(w).toBe(3 - 0.5 * 3);
  });

  test('a variable without a part in the loss is named', () => {
    const [a, unused] = [tf.variable(tf.tensor1d([1, 2])), tf.variable(tf.scalar(3))];
    const agent = { ...agentOf(a), variables: new Map<string, tf.Variable>([['a', a], ['head/bias', unused]]) }; // prettier-ignore
    const optimizer = descentOf(agent.variables, []);
    const learningRate = tf.scalar(0.5);
    const run = () =>
      update({ agent, auxiliaries: [], optimizer, gradientClip: 1 }, { ...inputs, learningRate });
    expect(run).toThrow(TrainingError);
    expect(run).toThrow(/no gradient reaches 'head\/bias'/);
    tf.dispose([a, unused, learningRate]);
  });

  test('clips the agent and each auxiliary loss by their own norms', () => {
    const { metrics, a, w } = run(5);
    expect(a[0]).toBeCloseTo(1 - (0.5 * 6 * 5) / AGENT_NORM, 5);
    expect(a[1]).toBeCloseTo(2 - (0.5 * 4 * 5) / AGENT_NORM, 5);
    expect(w).toBeCloseTo(3 - 0.5 * 5, 5);
    // Reported before clipping.
    expect(metrics.gradientNorm).toBeCloseTo(AGENT_NORM, 5);
    expect(metrics['auxiliary/plug/gradientNorm']).toBeCloseTo(6, 5);
  });

  test('an auxiliary loss does not change how the agent is clipped', () => {
    const { a } = run(8); // above √52, below the joint norm √88
    expect(a[0]).toBeCloseTo(-2, 5);
    expect(a[1]).toBeCloseTo(0, 5);
  });
});

function agentOf(a: tf.Variable): Agent {
  const part = (index: number): tf.Scalar => tf.reshape(tf.slice(a, [index], [1]), []);
  return {
    variables: new Map<string, tf.Variable>([['a', a]]),
    embeddingSize: 1,
    contextSize: 1,
    actions: 1,
    initialState: () => ({}),
    act: () => expect.unreachable(),
    unroll: () => ({
      loss: tf.add(tf.mul(part(0), 3), tf.mul(part(1), 4)),
      meanLossScale: 6,
      metrics: { agentMetric: tf.scalar(42) },
      // The one feature that the auxiliary loss below asks for.
      features: { contexts: tf.reshape(part(0), [1, 1, 1]) } as unknown as ReturnType<
        Agent['unroll']
      >['features'],
    }),
    dispose: () => undefined,
  };
}

function auxiliaryOf(w: tf.Variable, calls: string[]): AuxiliaryLoss {
  return {
    name: 'plug',
    weight: 0.5,
    variables: [w],
    namedVariables: new Map([['plug/w', w]]),
    compute: ({ contexts }, draws) => ({
      loss: tf.add<tf.Scalar>(tf.sum<tf.Scalar>(contexts), tf.mul(w, 2)),
      metrics: { draw: tf.clone(draws!.draw!) },
    }),
    afterUpdate: () => calls.push('afterUpdate'),
    dispose: () => undefined,
  };
}

/** θ ← θ − lr g */
function descentOf(variables: ReadonlyMap<string, tf.Variable>, calls: string[]): Optimizer {
  return {
    slots: new Map(),
    apply: (gradients, learningRate) => {
      calls.push('apply');
      for (const [name, variable] of variables) {
        variable.assign(tf.sub(variable, tf.mul(gradients.get(name)!, learningRate)));
      }
    },
    dispose: () => undefined,
  };
}
