import type { AuxiliaryLoss } from '../auxiliary/index.js';
import { tf } from '../compute/index.js';
import { clipByGlobalNorm } from '../optim/index.js';
import type { Optimizer } from '../optim/index.js';
import type { Agent, AgentState, UnrollBatch } from './agent.js';

/** Randomness of one update by auxiliary loss, then by name. */
export type Draws = Record<string, Record<string, tf.Tensor>>;

/** Everything that changes from update to update, as tensors. */
export type UpdateInputs = {
  batch: UnrollBatch;
  /** State of all environments before row 0 of the batch. */
  state: AgentState;
  learningRate: tf.Scalar;
  draws: Draws;
};

/** What an update is made of. */
export interface UpdateParts {
  readonly agent: Agent;
  readonly auxiliaries: readonly AuxiliaryLoss[];
  /** Over {@link trainableVariables} of the two. */
  readonly optimizer: Optimizer;
  /** Largest joint gradient norm of the agent, and of each auxiliary loss on its own. */
  readonly gradientClip: number;
}

/** The agent's variables and those of its auxiliary losses, under their checkpoint names. */
export function trainableVariables(
  agent: Agent,
  auxiliaries: readonly AuxiliaryLoss[],
): Map<string, tf.Variable> {
  const variables = new Map(agent.variables);
  for (const auxiliary of auxiliaries) {
    for (const [name, variable] of auxiliary.namedVariables) variables.set(name, variable);
  }
  return variables;
}

/**
 * One update: gradients of the agent's loss plus the weighted auxiliary losses, clipped, and a step
 * of the optimizer.
 *
 * The variables of an auxiliary loss are clipped by their own norm: an arm with CPC clips its policy
 * gradient no differently from one without.
 *
 * @returns Metrics to report, by name; the caller disposes them. An auxiliary loss's stand under
 *   `auxiliary/<name>/<metric>`, its scalar loss under `auxiliary/<name>/meanLoss`.
 */
export function update(parts: UpdateParts, inputs: UpdateInputs): Record<string, tf.Tensor> {
  const { agent, auxiliaries, optimizer, gradientClip } = parts;
  return tf.tidy(() => {
    const variables = trainableVariables(agent, auxiliaries);
    const metrics: Record<string, tf.Tensor> = {};
    // What is measured inside the tape would be tidied away with it.
    const kept: tf.Tensor[] = [];
    const report = (name: string, value: tf.Tensor): void => {
      kept.push(tf.keep(value));
      metrics[name] = value;
    };
    const { grads } = tf.variableGrads(
      () => totalLoss(parts, inputs, report),
      [...variables.values()],
    );
    const gradients = new Map<string, tf.Tensor>();
    for (const [name, variable] of variables) gradients.set(name, grads[variable.name]!);
    const groups = new Map<string, Iterable<string>>([['gradientNorm', agent.variables.keys()]]);
    for (const { name, namedVariables } of auxiliaries) {
      groups.set(`auxiliary/${name}/gradientNorm`, namedVariables.keys());
    }
    for (const [metric, names] of groups) {
      const own = new Map([...names].map((name) => [name, gradients.get(name)!]));
      const clipped = clipByGlobalNorm(own, gradientClip);
      metrics[metric] = clipped.norm;
      for (const [name, gradient] of clipped.gradients) gradients.set(name, gradient);
    }
    optimizer.apply(gradients, inputs.learningRate);
    for (const auxiliary of auxiliaries) auxiliary.afterUpdate?.();
    const reported = Object.entries(metrics).map(
      ([name, value]) => [name, tf.clone(value)] as const,
    );
    tf.dispose(kept);
    return Object.fromEntries(reported);
  });
}

/** The agent's loss plus weight × scale × loss of each auxiliary; reports metrics on the way. */
function totalLoss(
  { agent, auxiliaries }: UpdateParts,
  { batch, state, draws }: UpdateInputs,
  report: (name: string, value: tf.Tensor) => void,
): tf.Scalar {
  const result = agent.unroll(batch, state);
  let total = result.loss;
  for (const [name, value] of Object.entries(result.metrics)) report(name, value);
  for (const auxiliary of auxiliaries) {
    const computed = auxiliary.compute(result.features, draws[auxiliary.name]);
    total = tf.add(total, tf.mul(computed.loss, auxiliary.weight * result.meanLossScale));
    report(`auxiliary/${auxiliary.name}/meanLoss`, computed.loss);
    for (const [name, value] of Object.entries(computed.metrics)) {
      report(`auxiliary/${auxiliary.name}/${name}`, value);
    }
  }
  report('loss', total);
  return total;
}
