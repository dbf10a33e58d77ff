import { Random } from '@rl-tools/env';
import { compile, tf } from '../compute/index.js';
import type { Compiled } from '../compute/index.js';
import { actionNoise, UnrollBuffer } from '../learner/index.js';
import type { ActInputs, Agent, AgentState, Arrival, Decision } from '../learner/index.js';

/** Chooses actions for a fixed number of environments, step by step. */
export interface Policy {
  /** @param arrival - What followed the last actions; at first, the first observations. */
  act(arrival: Arrival): Promise<Int32Array>;
  dispose(): void;
}

/** Sizes and seed of a policy. */
export interface PolicyOptions {
  readonly environments: number;
  readonly observationShape: readonly number[];
  readonly actions: number;
  readonly seed: number;
}

/** Every action equally likely. */
export function randomPolicy({ environments, actions, seed }: PolicyOptions): Policy {
  const random = new Random(seed);
  return {
    act: () =>
      Promise.resolve(Int32Array.from({ length: environments }, () => random.integer(actions))),
    dispose: () => undefined,
  };
}

/** Draws from the agent's policy, its recurrent state carried along and reset with the episodes. */
export function agentPolicy(agent: Agent, options: PolicyOptions): Policy {
  return new AgentPolicy(agent, options);
}

class AgentPolicy implements Policy {
  readonly #program: Compiled<{ act: (inputs: ActInputs) => Decision }>;
  readonly #options: PolicyOptions;
  /** Acting is an unroll of one step whose end is the beginning of the next. */
  readonly #buffer: UnrollBuffer;
  #state: AgentState;
  #step = 0;

  constructor(agent: Agent, options: PolicyOptions) {
    this.#options = options;
    const { environments, observationShape } = options;
    this.#buffer = new UnrollBuffer({ unrollLength: 1, environments, observationShape });
    this.#state = agent.initialState(environments);
    const variables = [...agent.variables.values()];
    this.#program = compile({ act: (inputs: ActInputs) => agent.act(inputs) }, { variables });
  }

  async act(arrival: Arrival): Promise<Int32Array> {
    const all = { start: 0, end: this.#options.environments };
    this.#buffer.setArrival(this.#step === 0 ? 0 : 1, all, arrival);
    if (this.#step > 0) this.#buffer.roll();
    const percept = this.#buffer.percept(0, all);
    const noise = this.#noise();
    const decision = this.#program.call.act({ percept, state: this.#state, noise });
    const actions = await decision.actions.data<'int32'>();
    const logProbabilities = await decision.logProbabilities.data<'float32'>();
    this.#buffer.setActions(0, 0, { actions, logProbabilities });
    tf.dispose([percept, noise, this.#state]);
    tf.dispose([decision.actions, decision.logProbabilities, decision.values]);
    this.#state = decision.state;
    this.#step++;
    return actions;
  }

  dispose(): void {
    tf.dispose(this.#state);
    this.#program.dispose();
  }

  #noise(): tf.Tensor2D {
    const { environments, actions, seed } = this.#options;
    const key = { seed, first: 0, environments, step: this.#step, actions };
    return tf.tensor2d(actionNoise(key), [environments, actions], 'float32');
  }
}
