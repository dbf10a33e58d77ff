import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Trainer } from '../learner/index.js';
import type { TrainingStatus } from '../learner/index.js';
import {
  EpisodeLog,
  formatTimeSpent,
  listCheckpoints,
  MetricsLog,
  ProgressLine,
  readEpisodes,
  renderLearningCurve,
  TensorBoardLog,
  writeSummary,
} from '../metrics/index.js';
import type { RunFolder, RunSummary } from '../metrics/index.js';
import { createAgent, createAuxiliaries, learnerSettings } from './agents.js';
import { startEngine } from './engine.js';
import { openEnvironments } from './environments.js';
import type { OpenEnvironments } from './environments.js';
import { packageVersion } from './paths.js';
import { prepareRun } from './prepareRun.js';
import type { PreparedRun, TrainRequest } from './prepareRun.js';
import { progressOf } from './progressOf.js';
import { runEnvironment } from './runEnvironment.js';
import { RunMetrics } from './runMetrics.js';

/** How a training ended. */
export interface TrainOutcome {
  readonly folder: RunFolder;
  /** False where a signal ended it; `--resume` goes on. */
  readonly finished: boolean;
}

/** Trains as `cpc-rl train` does; `signal` ends it after the iteration that is under way. */
export async function trainRun(request: TrainRequest, signal: AbortSignal): Promise<TrainOutcome> {
  return await trainPrepared(prepareRun(request), signal);
}

/** Trains a run whose folder this process has taken, and gives the folder free. */
export async function trainPrepared(
  prepared: PreparedRun,
  signal: AbortSignal,
): Promise<TrainOutcome> {
  const progress = new ProgressLine({ stream: process.stderr });
  try {
    progress.note(`Run folder: ${prepared.folder.path}`);
    const engine = await startEngine(prepared.config.engine);
    const note = (text: string): void => {
      progress.note(text);
    };
    const environments = await openEnvironments(prepared, note);
    try {
      const session = new Session(prepared, { environments, progress, engine: engine.name });
      return { folder: prepared.folder, finished: await session.run(signal) };
    } finally {
      await environments.close();
    }
  } catch (error) {
    if (error !== signal.reason) throw error;
    return { folder: prepared.folder, finished: false }; // before the first update
  } finally {
    progress.done();
    prepared.lock.release();
  }
}

interface SessionParts {
  readonly environments: OpenEnvironments;
  readonly progress: ProgressLine;
  readonly engine: string;
}

/** One process's share of a run: from the beginning or a checkpoint to the end or a signal. */
class Session {
  readonly #prepared: PreparedRun;
  readonly #parts: SessionParts;
  readonly #episodeLog: EpisodeLog;
  readonly #metricsLog: MetricsLog;
  readonly #tensorBoard: TensorBoardLog | undefined;
  readonly #startedAt: string;
  readonly #environment = runEnvironment(process.argv.slice(2)); // now: a checkout may change meanwhile

  constructor(prepared: PreparedRun, parts: SessionParts) {
    this.#prepared = prepared;
    this.#parts = parts;
    const { folder, checkpoint, config } = prepared;
    this.#episodeLog = new EpisodeLog(folder.episodes);
    this.#metricsLog = new MetricsLog(folder.metrics);
    this.#episodeLog.truncateTo(checkpoint?.state.logBytes.episodes ?? 0);
    this.#metricsLog.truncateTo(checkpoint?.state.logBytes.metrics ?? 0);
    this.#tensorBoard = config.metrics.tensorBoard
      ? new TensorBoardLog(folder.tensorBoard, checkpoint?.state.frames ?? 0)
      : undefined;
    this.#startedAt = checkpoint?.state.startedAt ?? new Date().toISOString();
  }

  /** @returns Whether training came to its end. */
  async run(signal: AbortSignal): Promise<boolean> {
    const { config, folder, checkpoint } = this.#prepared;
    const { environments } = this.#parts;
    const description = await environments.hub.describe(signal);
    const agent = createAgent(config, description);
    const auxiliaries = createAuxiliaries(config, agent, description.observationShape);
    const trainer = new Trainer({
      settings: learnerSettings(config),
      agent,
      auxiliaries,
      environments: {
        id: config.env.id,
        hub: environments.hub,
        description,
        staggerFirst: config.env.staggerFirstEpisode && description.maxEpisodeSteps !== null,
      },
      run: folder,
      startedAt: this.#startedAt,
      episodeLog: this.#episodeLog,
      metricsLog: new RunMetrics({
        log: this.#metricsLog,
        tensorBoard: this.#tensorBoard,
        actors: () => environments.hub.presence,
      }),
      earlierReturns: readEpisodes(folder.episodes).map((episode) => episode.return),
      resumeFrom: checkpoint,
    });
    try {
      await trainer.begin();
      const status = await this.#iterate(trainer, signal);
      writeSummary(folder.summary, this.#summary(status));
      this.#parts.progress.note(formatTimeSpent(status.secondsSpent));
      await this.#drawLearningCurve();
      return trainer.isDone;
    } finally {
      trainer.dispose();
      for (const auxiliary of auxiliaries) auxiliary.dispose();
      agent.dispose();
      this.#episodeLog.close();
      this.#metricsLog.close();
      this.#tensorBoard?.close();
    }
  }

  /** Iterates to the end or the signal, with checkpoints on the way and one at the end. */
  async #iterate(trainer: Trainer, signal: AbortSignal): Promise<TrainingStatus> {
    const { config } = this.#prepared;
    const intervalMs = config.checkpoint.intervalSeconds * 1000;
    let savedMs = performance.now();
    let status = trainer.status();
    let savedUpdates = status.updates;
    const goesOn = (): boolean => !trainer.isDone && !signal.aborted;
    while (goesOn()) {
      status = await trainer.iterate();
      for (const warning of status.warnings) this.#parts.progress.note(warning);
      this.#parts.progress.update(progressOf(status, config.totalFrames));
      if (performance.now() - savedMs >= intervalMs && goesOn()) {
        await this.#checkpoint(trainer);
        savedMs = performance.now();
        savedUpdates = status.updates;
      }
      await setImmediate(); // signals and sockets get their turn even if nothing has to be awaited
    }
    if (status.updates > savedUpdates) await this.#checkpoint(trainer);
    return status;
  }

  async #checkpoint(trainer: Trainer): Promise<void> {
    const { config, folder } = this.#prepared;
    await trainer.checkpoint();
    const old = listCheckpoints(folder).slice(0, -config.checkpoint.keep);
    for (const { path } of old) rmSync(path, { recursive: true });
  }

  #summary(status: TrainingStatus): RunSummary {
    const { config } = this.#prepared;
    const { frames, steps, updates, episodes, seconds, meanReturn } = status;
    return {
      version: packageVersion(),
      engine: this.#parts.engine,
      level: config.env.id,
      seed: config.seed,
      frames,
      steps,
      updates,
      episodes,
      meanReturn,
      framesPerSecond: status.framesPerSecond ?? 0,
      seconds,
      secondsSpent: status.secondsSpent,
      droppedMessages: status.droppedMessages,
      startedAt: this.#startedAt,
      endedAt: new Date().toISOString(),
      environment: this.#environment,
    };
  }

  async #drawLearningCurve(): Promise<void> {
    const { folder, config } = this.#prepared;
    const title = `${config.env.id}, seed ${config.seed}`;
    const svg = await renderLearningCurve({ title, episodes: readEpisodes(folder.episodes) });
    writeFileSync(join(folder.path, 'learning-curve.svg'), svg);
  }
}
