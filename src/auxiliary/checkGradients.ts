import { ArgumentError, isConnected, tf } from '../compute/index.js';
import type { AuxiliaryLoss } from './auxiliaryLoss.js';

/** What {@link checkGradients} is told of an agent. */
export interface GradientProbe<F> {
  /** Runs the agent on some unroll, as for an update: everything between variables and features. */
  readonly features: () => F;
  /** The agent's own variables. */
  readonly variables: readonly tf.Variable[];
}

/** What {@link checkGradients} found in order. */
export interface GradientReport {
  /** Norm of the unweighted loss's gradient over the agent's variables, above 0. */
  readonly agentNorm: number;
  /** The same over the loss's own variables; 0 where it has none. */
  readonly ownNorm: number;
  /** Names of the agent's variables that the loss does not depend on: its heads, as a rule. */
  readonly unreached: readonly string[];
}

/** Features that a gradient can leave by. */
const DIFFERENTIABLE = ['embeddings', 'contexts'] as const;

/**
 * Runs one eager step and checks that a loss can teach an agent anything. For the beginning of a program,
 * or a test: it reads values back, so it cannot be compiled.
 *
 * @returns Norms and what is not reached; nothing to dispose.
 * @throws {@link ArgumentError} if embeddings or contexts are detached from the agent's variables (made from
 *   numbers read back, or computed outside `features`), if no gradient reaches the agent or one of the
 *   loss's own variables, or if a gradient is 0 everywhere or not a number.
 */
export function checkGradients<F extends object>(
  auxiliary: AuxiliaryLoss<F>,
  { features, variables }: GradientProbe<F>,
): GradientReport {
  const place = `checkGradients: ${auxiliary.name}`;
  return tf.tidy(() => {
    const draws = auxiliary.draws?.(0);
    const all = [...variables, ...auxiliary.variables];
    const { grads } = tf.variableGrads(() => {
      const given = features();
      expectConnected(place, given, variables);
      const { loss } = auxiliary.compute(given, draws);
      expectReached(place, loss, { agent: variables, own: auxiliary.variables });
      return loss;
    }, all);
    const normOf = (group: readonly tf.Variable[]): number =>
      jointNorm(group.flatMap(({ name }) => grads[name] ?? []));
    const agentNorm = normOf(variables);
    const ownNorm = normOf(auxiliary.variables);
    expectUsable(place, agentNorm, ownNorm);
    const unreached = variables.map(({ name }) => name).filter((name) => !grads[name]);
    return { agentNorm, ownNorm, unreached };
  });
}

function expectConnected(place: string, features: object, variables: readonly tf.Variable[]): void {
  for (const name of DIFFERENTIABLE) {
    const tensor = (features as Partial<Record<typeof name, tf.Tensor>>)[name];
    if (!tensor || isConnected(tensor, variables)) continue;
    throw new ArgumentError(
      `${place}: ${name} are detached: they do not depend on any of the agent's variables. Compute them ` +
        'inside the function that is differentiated, from the variables, without reading values back.',
    );
  }
}

function expectReached(
  place: string,
  loss: tf.Scalar,
  { agent, own }: { readonly agent: readonly tf.Variable[]; readonly own: readonly tf.Variable[] },
): void {
  if (!isConnected(loss, agent)) {
    throw new ArgumentError(
      `${place}: the loss sends no gradient to the agent: it treats all its features as constants.`,
    );
  }
  const unused = own.find((variable) => !isConnected(loss, [variable]));
  if (!unused) return;
  throw new ArgumentError(`${place}: no gradient reaches the loss's own variable ${unused.name}.`);
}

/** √Σ g² over all gradients of a group. */
function jointNorm(gradients: readonly tf.Tensor[]): number {
  if (gradients.length === 0) return 0;
  const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
  return tf.sqrt(tf.addN(squares)).dataSync()[0]!;
}

function expectUsable(place: string, agentNorm: number, ownNorm: number): void {
  const got = `the agent's gradient norm is ${agentNorm}, the loss's own ${ownNorm}`;
  if (!Number.isFinite(agentNorm + ownNorm)) {
    throw new ArgumentError(
      `${place}: ${got}. Look for NaN or infinity in the features and their inputs.`,
    );
  }
  if (agentNorm > 0) return;
  throw new ArgumentError(
    `${place}: ${got}: nothing would be learned. The unroll has no valid anchor, or all embeddings are the ` +
      'same.',
  );
}
