import { compile, tf } from '../compute/index.js';
import type { Compiled } from '../compute/index.js';
import type {
  ActInputs,
  Agent,
  AgentState,
  Decision,
  UnrollBatch,
  UnrollBuffer,
} from '../learner/index.js';

/** What an agent makes of one moment of B environments, row after row. */
export interface StepFeatures {
  /** `[B, Z]`, the torso's output. */
  readonly embeddings: Float32Array;
  /** `[B, C]`, the recurrent core's output. */
  readonly contexts: Float32Array;
}

/** What an agent would do. */
export interface Choice {
  /** `[B]` */
  readonly actions: Int32Array;
  /** `[B]` */
  readonly logProbabilities: Float32Array;
}

type Unroll = { batch: UnrollBatch; state: AgentState };
type Program = {
  act: (inputs: ActInputs) => Decision;
  features: (unroll: Unroll) => { embeddings: tf.Tensor3D; contexts: tf.Tensor3D };
};

/**
 * An agent that follows B environments moment by moment, its recurrent state carried along and reset
 * with the episodes. Several agents can follow the same environments; one of them acts.
 */
export class AgentTrack {
  readonly #program: Compiled<Program>;
  #state: AgentState;

  /** @param agent - Owned by the caller, and needed until `dispose`. */
  constructor(agent: Agent, environments: number) {
    this.#state = agent.initialState(environments);
    const functions: Program = {
      act: (inputs) => agent.act(inputs),
      features: ({ batch, state }) => {
        const { embeddings, contexts } = agent.unroll(batch, state).features;
        return { embeddings, contexts };
      },
    };
    this.#program = compile(functions, { variables: [...agent.variables.values()] });
  }

  /**
   * Features of the moment in row 0 of a buffer of one step; call it before {@link AgentTrack.step},
   * which goes on to the next moment.
   */
  async features(buffer: UnrollBuffer): Promise<StepFeatures> {
    const batch = buffer.toBatch();
    const result = this.#program.call.features({ batch, state: this.#state });
    const embeddings = await result.embeddings.data<'float32'>();
    const contexts = await result.contexts.data<'float32'>();
    tf.dispose([batch, result]);
    return { embeddings, contexts };
  }

  /**
   * Chooses actions for the moment in row 0 of a buffer.
   *
   * @param noise - `[B, A]`, see {@link ActInputs}; the caller disposes it.
   */
  async step(buffer: UnrollBuffer, noise: tf.Tensor2D): Promise<Choice> {
    const all = { start: 0, end: buffer.shape.environments };
    const percept = buffer.percept(0, all);
    const decision = this.#program.call.act({ percept, state: this.#state, noise });
    const actions = await decision.actions.data<'int32'>();
    const logProbabilities = await decision.logProbabilities.data<'float32'>();
    tf.dispose([percept, this.#state]);
    tf.dispose([decision.actions, decision.logProbabilities, decision.values]);
    this.#state = decision.state;
    return { actions, logProbabilities };
  }

  dispose(): void {
    tf.dispose(this.#state);
    this.#program.dispose();
  }
}
