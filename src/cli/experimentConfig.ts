import { z } from 'zod';
import { a2cConfig } from '../../agents/a2c/index.js';
import { AUXILIARY_LOSSES, auxiliaryConflicts, auxiliarySchema } from '../auxiliary/index.js';

/** The environments an agent is trained on. */
const environmentConfig = z.strictObject({
  /** A registered id, e.g. `RlTools/SeekAvoidArena-v0`. */
  id: z.string().min(1),
  /** B, environments in all. */
  count: z.int().min(1).max(65_536).default(16),
  /** What the level itself understands; its README lists it. */
  options: z.record(z.string(), z.unknown()).default({}),
  /**
   * Whether the first episode of every environment is cut at a random step and left out of the
   * statistics, where episodes have a fixed length. They would all end together otherwise.
   */
  staggerFirstEpisode: z.boolean().default(true),
});

/** The processes that carry the environments. */
const actorsConfig = z.strictObject({
  processes: z.int().min(1).max(1024).default(2),
  /** Whether the learner starts them itself; otherwise it waits for `cpc-rl actor` elsewhere. */
  spawn: z.boolean().default(true),
  /** How long the learner waits for an actor that went silent before it goes on without, ms. */
  lostAfterMs: z.int().min(100).default(20_000),
  /** What an actor does when the learner goes silent. */
  onLearnerLost: z.enum(['exit', 'wait']).default('exit'),
  /** How often each side shows that it lives, ms. */
  heartbeatMs: z.int().min(50).default(1_000),
});

const transportConfig = z.strictObject({
  /** `auto` (a socket file of its own), `ipc://<path>` or `tcp://<address>:<port>`. */
  bind: z.string().min(1).default('auto'),
  /** CURVE keys; needed for any address but loopback. `cpc-rl keys` makes them. */
  curve: z
    .strictObject({
      /** File with the learner's own key pair. */
      serverKeys: z.string().min(1),
      /** Files with the actors' public keys, or key pairs. */
      clientKeys: z.array(z.string().min(1)).min(1),
    })
    .nullable()
    .default(null),
});

const checkpointConfig = z.strictObject({
  /** Time between checkpoints, seconds. One is always written at the end. */
  intervalSeconds: z.number().positive().default(120),
  /** How many of the newest are kept. */
  keep: z.int().min(1).default(2),
});

/** What a run writes for other programs, beside its own logs. */
const metricsConfig = z.strictObject({
  /** Whether the scalars of metrics.jsonl are written as TensorBoard's event files too. */
  tensorBoard: z.boolean().default(true),
});

const engineConfig = z.strictObject({
  /** `auto` takes the fastest there is; docs/setup.md lists them. */
  name: z.enum(['auto', 'tensorflow', 'wasm', 'cpu']).default('auto'),
  /** Numbers in which the native engine takes products; `bfloat16` needs a CPU with such instructions. */
  precision: z.enum(['float32', 'bfloat16']).default('float32'),
  /** Threads of the native engine; all cores if left out. Equal bits come from equal numbers alone. */
  threads: z.int().min(1).max(1024).optional(),
  /** Whether the native engine's graphs go through XLA: minutes to start, meant for GPUs. */
  xla: z.boolean().default(false),
});

/**
 * A whole experiment: the one schema that sees agent, auxiliary losses and environments together.
 * Defaults and ranges live here and with the agent and losses, and nowhere else.
 */
export const experimentConfig = z
  .strictObject({
    env: environmentConfig,
    actors: actorsConfig.prefault({}),
    /** Simulator ticks of all environments together; an agent step is usually 4. */
    totalFrames: z.int().min(1),
    seed: z.int().min(0).max(0xffff_ffff).default(1),
    agent: a2cConfig.prefault({}),
    /** Settings of the auxiliary losses by name; none that is not null: plain A2C. */
    auxiliary: auxiliarySchema(AUXILIARY_LOSSES).prefault({}),
    transport: transportConfig.prefault({}),
    checkpoint: checkpointConfig.prefault({}),
    metrics: metricsConfig.prefault({}),
    engine: engineConfig.prefault({}),
  })
  .superRefine(({ auxiliary, agent, env }, context) => {
    const surroundings = { unrollLength: agent.unrollLength, environments: env.count };
    const given = { settings: auxiliary, surroundings };
    for (const { path, error } of auxiliaryConflicts(AUXILIARY_LOSSES, given)) {
      context.addIssue({ code: 'custom', path: ['auxiliary', ...path], message: error });
    }
  })
  .refine(({ actors, env }) => actors.processes <= Math.ceil(env.count / 2), {
    path: ['actors', 'processes'],
    error:
      'must not exceed half of env.count: while one half of the environments steps, the other is ' +
      'inferred, and every process carries a part of each',
  })
  .refine(({ actors }) => actors.lostAfterMs >= 3 * actors.heartbeatMs, {
    path: ['actors', 'lostAfterMs'],
    error: 'must be at least three times actors.heartbeatMs',
  });

/** Resolved {@link experimentConfig}. */
export type ExperimentConfig = z.infer<typeof experimentConfig>;
