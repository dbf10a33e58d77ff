import type { AuxiliaryLoss } from '../auxiliary/index.js';
import { compile, tf } from '../compute/index.js';
import type { Compiled } from '../compute/index.js';
import { RecentMean } from '../metrics/index.js';
import type { EpisodeLog, MetricsSink, RunFolder, StoredTensor } from '../metrics/index.js';
import { createRmsProp, scheduledRate } from '../optim/index.js';
import type { Optimizer, RmsPropOptions, Schedule } from '../optim/index.js';
import type { EnvironmentDescription } from '../transport/index.js';
import type { ActInputs, Agent, Decision } from './agent.js';
import { AuxiliaryReporter } from './auxiliaryReport.js';
import { assignStored, download, toTensor, writeCheckpoint } from './checkpoint.js';
import type { LoadedCheckpoint, StoredTensors } from './checkpoint.js';
import { Collector } from './collector.js';
import { groupRanges } from './hub/index.js';
import type { ActorHub } from './hub/index.js';
import { readMetrics } from './readMetrics.js';
import type { ReadMetrics } from './readMetrics.js';
import { Stopwatch } from './stopwatch.js';
import { drawsOf, trainableVariables, update } from './update.js';
import type { UpdateInputs } from './update.js';
import { TrainingError } from './errors.js';

/** The learner's own settings; those of agent and losses are theirs. */
export interface LearnerSettings {
  readonly seed: number;
  /** Simulator ticks of all environments after which training ends. */
  readonly totalFrames: number;
  /** T */
  readonly unrollLength: number;
  readonly learningRate: number;
  readonly learningRateSchedule: Schedule;
  readonly rmsProp: RmsPropOptions;
  readonly gradientClip: number;
  readonly bootstrapTimeLimits: boolean;
}

/** The environments as the learner sees them. */
export interface LearnerEnvironments {
  readonly id: string;
  readonly hub: Pick<ActorHub, 'receive' | 'act' | 'snapshots' | 'faults' | 'groupSizes'>;
  readonly description: EnvironmentDescription;
  /** Whether the first episode of every environment was cut. */
  readonly staggerFirst: boolean;
}

/** What a {@link Trainer} is built from; none of it is the trainer's to dispose. */
export interface TrainerParts {
  readonly settings: LearnerSettings;
  readonly agent: Agent;
  readonly auxiliaries: readonly AuxiliaryLoss[];
  readonly environments: LearnerEnvironments;
  readonly run: RunFolder;
  readonly episodeLog: EpisodeLog;
  readonly metricsLog: MetricsSink;
  /** When the run first began: ISO 8601 in UTC. */
  readonly startedAt: string;
  /** Returns of the last episodes of an earlier session. */
  readonly earlierReturns?: readonly number[];
  readonly resumeFrom?: LoadedCheckpoint | undefined;
}

/** Where training stands after an update. */
export interface TrainingStatus {
  readonly frames: number;
  readonly steps: number;
  readonly updates: number;
  readonly episodes: number;
  /** Seconds of training, earlier sessions included. */
  readonly seconds: number;
  /** Simulator ticks per second since the first update of this session; null before the second. */
  readonly framesPerSecond: number | null;
  /** Mean return of the last 100 episodes, not clipped. */
  readonly meanReturn: number | null;
  readonly droppedMessages: number;
  /** Seconds by what they were spent on since the first update of this session. */
  readonly secondsSpent: Readonly<Record<string, number>>;
  readonly metrics: ReadMetrics;
  /** What has begun to look wrong with this update, as sentences; each is said once. */
  readonly warnings: readonly string[];
}

type TrainingFunctions = {
  act: (inputs: ActInputs) => Decision;
  update: (inputs: UpdateInputs) => Record<string, tf.Tensor>;
};

/** Collects unrolls and learns from them, one {@link Trainer.iterate} at a time. */
export class Trainer {
  readonly #parts: TrainerParts;
  readonly #optimizer: Optimizer;
  readonly #program: Compiled<TrainingFunctions>;
  readonly #collector: Collector;
  readonly #returns: RecentMean;
  readonly #reporter: AuxiliaryReporter;
  readonly #stopwatch = new Stopwatch(['update']);
  readonly #startedMs = performance.now();
  #afterFirstUpdate: { frames: number; ms: number } | undefined;
  #secondsSpent: Record<string, number> = {};
  #updates = 0;
  #episodes = 0;
  #earlierSeconds = 0;
  #earlierDropped = 0;

  constructor(parts: TrainerParts) {
    this.#parts = parts;
    const { agent, auxiliaries, environments, settings } = parts;
    const variables = trainableVariables(agent, auxiliaries);
    const optimizer = createRmsProp(variables, settings.rmsProp);
    this.#optimizer = optimizer;
    const { gradientClip } = settings;
    this.#reporter = new AuxiliaryReporter(auxiliaries);
    const { onDetached } = this.#reporter;
    this.#program = compile(
      {
        act: (inputs: ActInputs) => agent.act(inputs),
        update: (inputs: UpdateInputs) =>
          update({ agent, auxiliaries, optimizer, gradientClip, onDetached }, inputs),
      },
      { variables: [...variables.values(), ...optimizer.slots.values()] },
    );
    const { hub, description, staggerFirst } = environments;
    const environmentCount = hub.groupSizes.reduce((sum, size) => sum + size, 0);
    const { unrollLength, seed, bootstrapTimeLimits } = settings;
    this.#collector = new Collector({
      agent,
      act: this.#program.call.act,
      actingSide: hub,
      groups: groupRanges(environmentCount, hub.groupSizes.length),
      observationShape: description.observationShape,
      staggerFirst,
      unrollLength,
      seed,
      bootstrapTimeLimits,
    });
    this.#returns = new RecentMean(undefined, parts.earlierReturns);
  }

  /** Receives the first observations; with `resumeFrom`, takes everything else up from there. */
  async begin(): Promise<void> {
    const { resumeFrom } = this.#parts;
    if (resumeFrom) this.#restore(resumeFrom);
    await this.#collector.begin();
    if (resumeFrom) this.#restoreFirstRow(resumeFrom.acting);
  }

  /** Whether `totalFrames` are reached. */
  get isDone(): boolean {
    return this.#frames >= this.#parts.settings.totalFrames;
  }

  /**
   * One unroll and one update.
   *
   * @throws if the loss or a gradient is no longer a number; nothing is written then, and the last
   *   checkpoint stands.
   */
  async iterate(): Promise<TrainingStatus> {
    const framesBefore = this.#frames;
    const startMs = performance.now();
    await this.#collect();
    const learningRate = this.#learningRate(framesBefore);
    const progress = framesBefore / this.#parts.settings.totalFrames;
    const read = await this.#stopwatch.time('update', () => this.#update(learningRate, progress));
    this.#updates++;
    expectFinite(read, this.#updates);
    const { metrics: added, warnings } = this.#reporter.see(read, progress);
    const metrics = { ...read, ...added };
    const elapsedSeconds = (performance.now() - startMs) / 1000;
    const secondsSpent = this.#takeSecondsSpent(elapsedSeconds);
    this.#afterFirstUpdate ??= { frames: this.#frames, ms: performance.now() };
    const status = { ...this.status(metrics), warnings };
    this.#log(status, {
      learningRate,
      framesPerSecond: (this.#frames - framesBefore) / elapsedSeconds,
      secondsSpent,
    });
    return status;
  }

  /** Writes a checkpoint; call it between iterations. */
  async checkpoint(): Promise<void> {
    const { run, agent, auxiliaries, environments, episodeLog, metricsLog } = this.#parts;
    episodeLog.sync();
    metricsLog.sync();
    const snapshots = await environments.hub.snapshots();
    this.#program.pull();
    await writeCheckpoint(run, {
      variables: trainableVariables(agent, auxiliaries),
      slots: this.#optimizer.slots,
      acting: await this.#acting(),
      state: {
        frames: this.#frames,
        steps: this.#collector.agentSteps,
        stepsPerEnvironment: this.#collector.step,
        updates: this.#updates,
        seconds: this.#seconds,
        startedAt: this.#parts.startedAt,
        episodes: this.#episodes,
        droppedMessages: this.#droppedMessages,
        logBytes: { episodes: episodeLog.offset, metrics: metricsLog.offset },
        openEpisodes: [...this.#collector.episodes.state()],
        environments: snapshots.map((bytes) => bytes && Buffer.from(bytes).toString('base64')),
      },
    });
  }

  dispose(): void {
    this.#program.pull();
    this.#program.dispose();
    this.#collector.dispose();
    this.#optimizer.dispose();
  }

  get #frames(): number {
    return this.#collector.agentSteps * this.#parts.environments.description.framesPerStep;
  }

  get #seconds(): number {
    return this.#earlierSeconds + (performance.now() - this.#startedMs) / 1000;
  }

  get #droppedMessages(): number {
    return this.#earlierDropped + this.#parts.environments.hub.faults.total;
  }

  async #collect(): Promise<void> {
    const { environments, episodeLog } = this.#parts;
    for (const episode of await this.#collector.collect()) {
      const { environment, steps, length, return: total } = episode;
      const frames = steps * environments.description.framesPerStep;
      episodeLog.append({
        frames,
        steps,
        environment,
        level: environments.id,
        return: total,
        length,
      });
      this.#returns.push(total);
      this.#episodes++;
    }
  }

  #learningRate(frames: number): number {
    const { learningRate, learningRateSchedule, totalFrames } = this.#parts.settings;
    return scheduledRate({
      schedule: learningRateSchedule,
      initialRate: learningRate,
      progress: frames / totalFrames,
    });
  }

  async #update(learningRate: number, progress: number): Promise<ReadMetrics> {
    const inputs = {
      batch: this.#collector.buffer.toBatch(),
      state: this.#collector.stateAtStart(),
      learningRate: tf.scalar(learningRate),
      draws: drawsOf(this.#parts.auxiliaries, this.#updates),
      weightFactors: this.#reporter.weightFactors(progress),
    };
    const metrics = this.#program.call.update(inputs);
    const read = await readMetrics(metrics);
    tf.dispose([metrics, inputs]);
    this.#collector.roll();
    return read;
  }

  /** Where training stands; `metrics` are those of the last update of this session, if any. */
  status(metrics: ReadMetrics = {}): TrainingStatus {
    const since = this.#afterFirstUpdate;
    const frames = this.#frames - (since?.frames ?? this.#frames);
    const elapsedSeconds = (performance.now() - (since?.ms ?? 0)) / 1000;
    return {
      frames: this.#frames,
      steps: this.#collector.agentSteps,
      updates: this.#updates,
      episodes: this.#episodes,
      seconds: this.#seconds,
      framesPerSecond: frames > 0 ? frames / elapsedSeconds : null,
      meanReturn: this.#returns.mean,
      droppedMessages: this.#droppedMessages,
      secondsSpent: { ...this.#secondsSpent },
      metrics,
      warnings: [],
    };
  }

  /** Where the time of an iteration went; adds to the totals, from the second iteration on. */
  #takeSecondsSpent(elapsedSeconds: number): Record<string, number> {
    const known = { ...this.#collector.stopwatch.takeSeconds(), ...this.#stopwatch.takeSeconds() };
    const accounted = Object.values(known).reduce((sum, seconds) => sum + seconds, 0);
    const spent = { ...known, other: Math.max(0, elapsedSeconds - accounted) };
    if (!this.#afterFirstUpdate) return spent; // start-up: functions are being compiled
    for (const [activity, seconds] of Object.entries(spent)) {
      this.#secondsSpent[activity] = (this.#secondsSpent[activity] ?? 0) + seconds;
    }
    return spent;
  }

  #log(
    status: TrainingStatus,
    now: {
      readonly learningRate: number;
      readonly framesPerSecond: number;
      readonly secondsSpent: Record<string, number>;
    },
  ): void {
    const { frames, steps, updates, episodes, seconds, meanReturn, droppedMessages } = status;
    this.#parts.metricsLog.append({
      frames,
      steps,
      updates,
      time: new Date().toISOString(),
      seconds,
      framesPerSecond: now.framesPerSecond,
      episodes,
      meanReturn,
      droppedMessages,
      learningRate: now.learningRate,
      secondsSpent: now.secondsSpent,
      tensors: tf.memory().numTensors,
      residentBytes: process.memoryUsage.rss(),
      ...status.metrics,
    });
  }

  async #acting(): Promise<StoredTensors> {
    const state = this.#collector.currentState();
    const named = new Map(Object.entries(state).map(([name, t]) => [`state/${name}`, t]));
    const stored: Map<string, StoredTensor> = await download(named);
    tf.dispose(state);
    const { lastActions, lastRewards, episodeStarts } = this.#collector.buffer.firstRow();
    const shape = [lastActions.length];
    stored.set('lastActions', { dtype: 'I32', shape, data: lastActions });
    stored.set('lastRewards', { dtype: 'F32', shape, data: lastRewards });
    stored.set('episodeStarts', { dtype: 'F32', shape, data: episodeStarts });
    return stored;
  }

  #restore({ path, state, weights, optimizer, acting }: LoadedCheckpoint): void {
    const { agent, auxiliaries } = this.#parts;
    assignStored(trainableVariables(agent, auxiliaries), weights, path);
    assignStored(this.#optimizer.slots, optimizer, path);
    this.#program.push();
    const recurrent = [...acting].flatMap(([name, tensor]) =>
      name.startsWith('state/') ? [[name.slice(6), toTensor(tensor)] as const] : [],
    );
    const agentState = Object.fromEntries(recurrent) as Record<string, tf.Tensor2D>;
    const { stepsPerEnvironment: step, steps: agentSteps } = state;
    this.#collector.restore({ step, agentSteps }, agentState);
    tf.dispose(agentState);
    this.#collector.episodes.restore(state.openEpisodes);
    state.environments.forEach((snapshot, environment) => {
      if (snapshot === null) this.#collector.episodes.restart(environment); // it begins anew
    });
    this.#updates = state.updates;
    this.#episodes = state.episodes;
    this.#earlierSeconds = state.seconds;
    this.#earlierDropped = state.droppedMessages;
  }

  /** What went before the first observation is the agent's input too, and only the learner knows it. */
  #restoreFirstRow(acting: StoredTensors): void {
    const data = (name: string) => acting.get(name)!.data;
    this.#collector.buffer.restoreFirstRow({
      lastActions: Int32Array.from(data('lastActions')),
      lastRewards: Float32Array.from(data('lastRewards')),
      episodeStarts: Float32Array.from(data('episodeStarts')),
    });
  }
}

function expectFinite(metrics: ReadMetrics, updates: number): void {
  for (const name of ['loss', 'gradientNorm']) {
    const value = metrics[name];
    if (typeof value === 'number' && Number.isFinite(value)) continue;
    throw new TrainingError(
      `update ${updates}: ${name} is ${value === null ? 'not a number' : String(value)}: training ` +
        'has diverged. Begin a new run with a lower agent.learningRate or a higher ' +
        `agent.rmsPropEpsilon; the last checkpoint is as it was.${blame(metrics)}`,
    );
  }
}

/** Names the auxiliary losses that are no longer a number. */
function blame(metrics: ReadMetrics): string {
  const losses = Object.keys(metrics).filter((name) => /^auxiliary\/[^/]+\/meanLoss$/.test(name));
  const broken = losses.filter((name) => !Number.isFinite(metrics[name] ?? NaN));
  return broken.length > 0 ? ` No longer a number, too: ${broken.join(', ')}.` : '';
}
