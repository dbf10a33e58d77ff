import type { AuxiliaryLoss, UnrollFeatures } from '../auxiliary/index.js';
import { isConnected, tf } from '../compute/index.js';
import { clipByGlobalNorm } from '../optim/index.js';
import type { Optimizer } from '../optim/index.js';
import type { Agent, AgentState, UnrollBatch } from './agent.js';
import { TrainingError } from './errors.js';

/** Randomness of one update by auxiliary loss, then by name. */
export type Draws = Record<string, Record<string, tf.Tensor>>;

/** Everything that changes from update to update, as tensors. */
export type UpdateInputs = {
  batch: UnrollBatch;
  /** State of all environments before row 0 of the batch. */
  state: AgentState;
  learningRate: tf.Scalar;
  draws: Draws;
  /** Factors on the weights of auxiliary losses, by name; 1 for those left out. */
  weightFactors?: Record<string, tf.Scalar>;
};

/** A feature that is the same whatever the agent's variables: no auxiliary loss can teach through it. */
export type DetachedFeature = 'embeddings' | 'contexts';

/** What an update is made of. */
export interface UpdateParts {
  readonly agent: Agent;
  readonly auxiliaries: readonly AuxiliaryLoss[];
  /** Over {@link trainableVariables} of the two. */
  readonly optimizer: Optimizer;
  /** Largest joint gradient norm of the agent, and of each auxiliary loss on its own. */
  readonly gradientClip: number;
  /** Told of features without a gradient, while the update runs eagerly or is recorded. */
  readonly onDetached?: ((feature: DetachedFeature) => void) | undefined;
}

/** What the losses that need chance are given for one update, 0 the first; the caller disposes it. */
export function drawsOf(auxiliaries: readonly AuxiliaryLoss[], update: number): Draws {
  const drawing = auxiliaries.flatMap((auxiliary) => {
    const draws = auxiliary.draws?.(update);
    return draws ? [[auxiliary.name, draws] as const] : [];
  });
  return Object.fromEntries(drawing);
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
 * @throws {@link TrainingError} if a variable has no part in the loss.
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
    for (const [name, variable] of variables) gradients.set(name, gradientOf(name, grads[variable.name])); // prettier-ignore
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

function gradientOf(name: string, gradient: tf.Tensor | undefined): tf.Tensor {
  if (gradient) return gradient;
  throw new TrainingError(
    `update: no gradient reaches '${name}': no loss depends on that variable. Something between the two is ` +
      'a constant (values read back, an operation without gradient), or the variable is not used.',
  );
}

/** The agent's loss plus weight × factor × scale × loss of each auxiliary; reports metrics on the way. */
function totalLoss(
  { agent, auxiliaries, onDetached }: UpdateParts,
  { batch, state, draws, weightFactors }: UpdateInputs,
  report: (name: string, value: tf.Tensor) => void,
): tf.Scalar {
  const result = agent.unroll(batch, state);
  let total = result.loss;
  for (const [name, value] of Object.entries(result.metrics)) report(name, value);
  if (onDetached && auxiliaries.length > 0) reportDetached(agent, result.features, onDetached);
  for (const auxiliary of auxiliaries) {
    const { name, weight } = auxiliary;
    const computed = auxiliary.compute(result.features, draws[name]);
    const weighted = tf.mul<tf.Scalar>(computed.loss, weight * result.meanLossScale);
    const factor = weightFactors?.[name];
    total = tf.add(total, factor ? tf.mul(weighted, factor) : weighted);
    report(`auxiliary/${name}/meanLoss`, computed.loss);
    for (const [metric, value] of Object.entries(computed.metrics)) {
      report(`auxiliary/${name}/${metric}`, value);
    }
  }
  report('loss', total);
  return total;
}

function reportDetached(
  agent: Agent,
  features: UnrollFeatures,
  onDetached: (feature: DetachedFeature) => void,
): void {
  for (const feature of ['embeddings', 'contexts'] as const) {
    const tensor = features[feature] as tf.Tensor | undefined; // an agent of a test may have neither
    if (tensor && !isConnected(tensor, agent.variables.values())) onDetached(feature);
  }
}
