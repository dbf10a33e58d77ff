import type { Env } from '@rl-tools/env';
import { runActor } from '../../src/actor/index.js';
import type { AuxiliaryLoss } from '../../src/auxiliary/index.js';
import { ActorHub, Trainer } from '../../src/learner/index.js';
import type {
  ActorHubOptions,
  Agent,
  LearnerSettings,
  LoadedCheckpoint,
} from '../../src/learner/index.js';
import { createRunFolder, EpisodeLog, MetricsLog } from '../../src/metrics/index.js';
import type { RunFolder } from '../../src/metrics/index.js';

/** What {@link openTraining} trains with; the agent and the losses stay the caller's. */
export interface TrainingOptions {
  /** The run folder; must not exist. */
  readonly out: string;
  readonly make: () => Env;
  readonly environments: number;
  readonly agent: Agent;
  readonly auxiliaries?: readonly AuxiliaryLoss[];
  readonly settings: Partial<LearnerSettings> & Pick<LearnerSettings, 'unrollLength'>;
  readonly hub?: Partial<ActorHubOptions>;
  readonly staggerFirst?: boolean;
  readonly resumeFrom?: LoadedCheckpoint;
}

/** A training whose actors run in this process, over real sockets all the same. */
export interface OpenTraining {
  readonly trainer: Trainer;
  readonly hub: ActorHub;
  readonly run: RunFolder;
  close(): Promise<void>;
}

/** Settings under which a small network learns within hundreds of updates. */
const SETTINGS: Omit<LearnerSettings, 'unrollLength'> = {
  seed: 1,
  totalFrames: 1e9,
  learningRate: 1e-3,
  learningRateSchedule: 'constant',
  rmsProp: { decay: 0.99, epsilon: 1e-5, initialMeanSquare: 0 },
  gradientClip: 40,
  bootstrapTimeLimits: false,
};

/** Opens the learner's address, starts the actors, and begins. */
export async function openTraining(options: TrainingOptions): Promise<OpenTraining> {
  const { out, make, agent, auxiliaries = [], staggerFirst = false, resumeFrom } = options;
  const settings = { ...SETTINGS, ...options.settings };
  const hub = await ActorHub.listen({
    env: { id: 'Test/InProcess-v0', count: options.environments },
    processes: 1,
    groups: Math.min(2, options.environments),
    seed: settings.seed,
    runId: 'in-process',
    ...options.hub,
  });
  const actors = Array.from({ length: options.hub?.processes ?? 1 }, () =>
    runActor({ connect: hub.address, make }),
  );
  const run = createRunFolder({ configName: 'test', out });
  const logs = {
    episodeLog: new EpisodeLog(run.episodes),
    metricsLog: new MetricsLog(run.metrics),
  };
  const description = await hub.describe();
  const environments = { id: 'Test/InProcess-v0', hub, description, staggerFirst };
  const startedAt = '2024-01-01T00:00:00.000Z';
  const parts = { settings, agent, auxiliaries, environments, run, startedAt, ...logs };
  const trainer = new Trainer({ ...parts, resumeFrom });
  await trainer.begin();
  return {
    trainer,
    hub,
    run,
    close: async () => {
      trainer.dispose();
      await hub.close();
      await Promise.allSettled(actors); // how an actor takes the end is tested elsewhere
      for (const log of Object.values(logs)) log.close();
    },
  };
}
