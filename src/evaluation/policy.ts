import { Random } from '@rl-tools/env/random';
import { tf } from '../compute/index.js';
import { actionNoise, UnrollBuffer } from '../learner/index.js';
import type { Agent, Arrival } from '../learner/index.js';
import { AgentTrack } from './agentTrack.js';
import type { StepFeatures } from './agentTrack.js';

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

/** How {@link agentPolicy} acts, and what it tells. */
export interface AgentPolicyOptions extends PolicyOptions {
  /** `sampled` (the default): actions drawn from the policy; `greedy`: the most likely one. */
  readonly selection?: ActionSelection;
  /** Agents that see the same moments and do not act; owned by the caller. */
  readonly watchers?: readonly Agent[];
  /** Called before every action with the features of the acting agent, then of each watcher. */
  readonly onFeatures?: (features: readonly StepFeatures[]) => void;
}

/** How an action follows from a policy. */
export type ActionSelection = 'sampled' | 'greedy';

/** Acts as the agent does, its recurrent state carried along and reset with the episodes. */
export function agentPolicy(agent: Agent, options: AgentPolicyOptions): Policy {
  return new AgentPolicy(agent, options);
}

class AgentPolicy implements Policy {
  readonly #actor: AgentTrack;
  readonly #watchers: readonly AgentTrack[];
  readonly #options: AgentPolicyOptions;
  /** Acting is an unroll of one step whose end is the beginning of the next. */
  readonly #buffer: UnrollBuffer;
  #step = 0;

  constructor(agent: Agent, options: AgentPolicyOptions) {
    this.#options = options;
    const { environments, observationShape, watchers = [] } = options;
    this.#buffer = new UnrollBuffer({ unrollLength: 1, environments, observationShape });
    this.#actor = new AgentTrack(agent, environments);
    this.#watchers = watchers.map((watcher) => new AgentTrack(watcher, environments));
  }

  async act(arrival: Arrival): Promise<Int32Array> {
    const all = { start: 0, end: this.#options.environments };
    this.#buffer.setArrival(this.#step === 0 ? 0 : 1, all, arrival);
    if (this.#step > 0) this.#buffer.roll();
    await this.#tellFeatures();
    const noise = this.#noise();
    const choice = await this.#actor.step(this.#buffer, noise);
    for (const watcher of this.#watchers) await watcher.step(this.#buffer, noise);
    noise.dispose();
    this.#buffer.setActions(0, 0, choice);
    this.#step++;
    return choice.actions;
  }

  dispose(): void {
    for (const track of [this.#actor, ...this.#watchers]) track.dispose();
  }

  async #tellFeatures(): Promise<void> {
    const { onFeatures } = this.#options;
    if (!onFeatures) return;
    const features: StepFeatures[] = [];
    for (const track of [this.#actor, ...this.#watchers]) {
      features.push(await track.features(this.#buffer));
    }
    onFeatures(features);
  }

  #noise(): tf.Tensor2D {
    const { environments, actions, seed, selection } = this.#options;
    const shape: [number, number] = [environments, actions];
    // The same noise for every action leaves the most likely one on top: agents draw by Gumbel-max.
    if (selection === 'greedy') return tf.fill(shape, EVEN_NOISE);
    const key = { seed, first: 0, environments, step: this.#step, actions };
    return tf.tensor2d(actionNoise(key), shape, 'float32');
  }
}

/** Any value within (0, 1). */
const EVEN_NOISE = 0.5;
