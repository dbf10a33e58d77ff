import { tf } from '../compute/index.js';
import { actionNoise } from './actionNoise.js';
import type { Agent, AgentState } from './agent.js';
import { EpisodeTracker } from './episodeTracker.js';
import type { FinishedEpisode } from './episodeTracker.js';
import { Stopwatch } from './stopwatch.js';
import { UnrollBuffer } from './unrollBuffer.js';
import type { ActorHub, EnvironmentRange, GroupObservations } from './hub/index.js';

/** Where observations come from and actions go: the actors' hub. */
export type ActingSide = Pick<ActorHub, 'receive' | 'act'>;

/** What a {@link Collector} is built from. */
export interface CollectorOptions {
  readonly agent: Pick<Agent, 'initialState' | 'actions'>;
  /** The agent's `act`, compiled or not. */
  readonly act: Agent['act'];
  readonly actingSide: ActingSide;
  /** The groups' environments, in order and without gaps. */
  readonly groups: readonly EnvironmentRange[];
  readonly unrollLength: number;
  readonly observationShape: readonly number[];
  readonly seed: number;
  /** Whether the value of an observation stands for what a time limit cut off. */
  readonly bootstrapTimeLimits: boolean;
  /** Whether the first episode of every environment is cut and left out of the statistics. */
  readonly staggerFirst: boolean;
}

/** A finished episode and when it finished, counted over all environments. */
export interface DatedEpisode extends FinishedEpisode {
  /** Agent steps of all environments together. */
  readonly steps: number;
}

/** One group of environments that are inferred together. */
interface Group extends EnvironmentRange {
  readonly index: number;
  /** After the observations last acted on. */
  state: AgentState;
  /** Before row 0 of the unroll that is being filled. */
  stateAtStart: AgentState;
}

/**
 * Steps the environments in lockstep and fills unrolls.
 *
 * While one group's environments step, the other's observations are inferred. Every environment takes
 * exactly T steps per unroll, all under the same variables: A2C's data is on-policy by construction.
 */
export class Collector {
  readonly buffer: UnrollBuffer;
  readonly episodes: EpisodeTracker;
  /** Seconds spent waiting for environments and in inference since last read. */
  readonly stopwatch = new Stopwatch(['environments', 'transport', 'inference']);
  readonly #options: CollectorOptions;
  readonly #groups: Group[];
  #step = 0;
  #agentSteps = 0;

  constructor(options: CollectorOptions) {
    this.#options = options;
    const environments = options.groups.at(-1)?.end ?? 0;
    const { unrollLength, observationShape, staggerFirst } = options;
    this.buffer = new UnrollBuffer({ unrollLength, environments, observationShape });
    this.episodes = new EpisodeTracker(environments, { staggerFirst });
    this.#groups = options.groups.map((range, index) => {
      const state = options.agent.initialState(range.end - range.start);
      return { ...range, index, state, stateAtStart: state };
    });
  }

  /** Steps each environment has taken. */
  get step(): number {
    return this.#step;
  }

  /** Steps all environments have taken together; rows of lost environments do not count. */
  get agentSteps(): number {
    return this.#agentSteps;
  }

  /** Receives the first observations; after {@link restore}, those that follow the last unroll. */
  async begin(): Promise<void> {
    for (const group of this.#groups) {
      const arrival = await this.#receive(group);
      this.buffer.setArrival(0, group, arrival);
      arrival.restarted.forEach((restarted, i) => {
        if (restarted === 1) this.episodes.restart(group.start + i);
      });
    }
  }

  /** Fills one unroll; returns the episodes that ended in it, by step, then environment. */
  async collect(): Promise<DatedEpisode[]> {
    const finished: DatedEpisode[] = [];
    for (let row = 0; row < this.#options.unrollLength; row++) {
      for (const group of this.#groups) {
        if (row > 0) finished.push(...(await this.#observe(group, row)));
        await this.#decide(group, row);
      }
      this.#step++;
    }
    for (const group of this.#groups) {
      finished.push(...(await this.#observe(group, this.#options.unrollLength)));
    }
    return finished;
  }

  /** State of all environments before row 0; the caller disposes it. */
  stateAtStart(): AgentState {
    return joinStates(this.#groups.map((group) => group.stateAtStart));
  }

  /** State of all environments before the observation that comes next; the caller disposes it. */
  currentState(): AgentState {
    return joinStates(this.#groups.map((group) => group.state));
  }

  /** Makes the end of this unroll the start of the next. */
  roll(): void {
    this.buffer.roll();
    for (const group of this.#groups) {
      if (group.stateAtStart !== group.state) tf.dispose(group.stateAtStart);
      group.stateAtStart = group.state;
    }
  }

  /** Takes up the counters and the state (all environments, not disposed) of an earlier run. */
  restore(
    counters: { readonly step: number; readonly agentSteps: number },
    state: AgentState,
  ): void {
    this.#step = counters.step;
    this.#agentSteps = counters.agentSteps;
    for (const group of this.#groups) {
      tf.dispose([group.state, group.stateAtStart]);
      group.state = sliceState(state, group);
      group.stateAtStart = group.state;
    }
  }

  dispose(): void {
    for (const group of this.#groups) tf.dispose([group.state, group.stateAtStart]);
  }

  /** Of the wait, as much as the slowest actor stepped goes to the environments, the rest to the way. */
  async #receive(group: Group): Promise<GroupObservations> {
    const start = performance.now();
    const arrival = await this.#options.actingSide.receive(group.index);
    const waited = (performance.now() - start) / 1000;
    const { stepMilliseconds } = arrival;
    const stepped =
      stepMilliseconds === undefined ? waited : Math.min(waited, stepMilliseconds / 1000);
    this.stopwatch.add('environments', stepped);
    this.stopwatch.add('transport', waited - stepped);
    return arrival;
  }

  /** Takes in what row `row − 1`'s actions brought. */
  async #observe(group: Group, row: number): Promise<DatedEpisode[]> {
    const arrival = await this.#receive(group);
    this.buffer.setArrival(row, group, arrival);
    if (this.#options.bootstrapTimeLimits) await this.#bootstrapCuts(group, row, arrival);
    this.#agentSteps += arrival.present.reduce((count, present) => count + present, 0);
    const steps = this.#stepsWhenAllArrived(group);
    return this.episodes.add(group.start, arrival).map((episode) => ({ ...episode, steps }));
  }

  /** The same number for all episodes of one moment, whichever group arrives first. */
  #stepsWhenAllArrived(group: Group): number {
    const environments = this.#groups.at(-1)!.end;
    return this.#agentSteps + environments - group.end;
  }

  async #decide(group: Group, row: number): Promise<void> {
    const { act, actingSide } = this.#options;
    await this.stopwatch.time('inference', async () => {
      const percept = this.buffer.percept(row, group);
      const noise = this.#noise(group);
      const decision = act({ percept, state: group.state, noise });
      const [actions, logProbabilities] = await Promise.all([
        decision.actions.data<'int32'>(),
        decision.logProbabilities.data<'float32'>(),
      ]);
      this.buffer.setActions(row, group.start, { actions, logProbabilities });
      actingSide.act(group.index, actions);
      if (group.state !== group.stateAtStart) tf.dispose(group.state);
      group.state = decision.state;
      tf.dispose([percept, noise, decision.actions, decision.logProbabilities, decision.values]);
    });
  }

  #noise({ start, end }: EnvironmentRange): tf.Tensor2D {
    const environments = end - start;
    const { agent, seed } = this.#options;
    const key = { seed, first: start, environments, step: this.#step, actions: agent.actions };
    return tf.tensor2d(actionNoise(key), [environments, agent.actions], 'float32');
  }

  /**
   * Values the observations in which a time limit cut episodes, under the state before the reset:
   * one more `act` call, its other rows left as they are.
   */
  async #bootstrapCuts(group: Group, row: number, arrival: GroupObservations): Promise<void> {
    const cut = [...arrival.finalObservations].filter(
      ([i]) => arrival.truncated[i] === 1 && arrival.terminated[i] === 0,
    );
    if (cut.length === 0) return;
    const values = await this.stopwatch.time('inference', async () => {
      const percept = this.buffer.finalPercept(row, group, new Map(cut));
      const noise = tf.fill<tf.Rank.R2>(
        [group.end - group.start, this.#options.agent.actions],
        0.5,
      );
      const decision = this.#options.act({ percept, state: group.state, noise });
      const read = await decision.values.data<'float32'>();
      tf.dispose([percept, noise, decision]);
      return read;
    });
    for (const [i] of cut) this.buffer.setCutValue(row - 1, group.start + i, values[i]!);
  }
}

/** Joins the states of neighbouring ranges: `[N₁, …]`, `[N₂, …]` → `[N₁+N₂, …]`. */
function joinStates(states: readonly AgentState[]): AgentState {
  const names = Object.keys(states[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [name, tf.concat(states.map((state) => state[name]!))]),
  );
}

function sliceState(state: AgentState, { start, end }: EnvironmentRange): AgentState {
  return Object.fromEntries(
    Object.entries(state).map(([name, tensor]) => [name, tf.slice(tensor, start, end - start)]),
  );
}
