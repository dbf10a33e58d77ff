import { randomUUID } from 'node:crypto';
import { ActorHub, spawnLocalActors } from '../learner/index.js';
import type { HubEvent, LocalActors } from '../learner/index.js';
import { readKeyPairFile, readPublicKeysFile } from '../transport/index.js';
import type { LearnerCurve } from '../transport/index.js';
import type { ExperimentConfig } from './experimentConfig.js';
import { programPath } from './paths.js';
import type { PreparedRun } from './prepareRun.js';

/** The learner's address, open, and the actor processes it has started. */
export interface OpenEnvironments {
  readonly hub: ActorHub;
  /** Ends the actors and closes the address. */
  close(): Promise<void>;
}

/** Opens the learner's address and starts the local actors. */
export async function openEnvironments(
  { config, checkpoint }: PreparedRun,
  note: (text: string) => void,
): Promise<OpenEnvironments> {
  const { env, actors, transport, seed } = config;
  const environments = checkpoint?.state.environments;
  let closing = false;
  const hub = await ActorHub.listen({
    bind: transport.bind === 'auto' ? undefined : transport.bind,
    curve: await readCurve(transport.curve),
    env: { id: env.id, options: env.options, count: env.count },
    staggerFirstEpisode: env.staggerFirstEpisode,
    processes: actors.processes,
    groups: Math.min(2, env.count),
    seed,
    runId: randomUUID(),
    startSequence: checkpoint?.state.stepsPerEnvironment,
    snapshots: environments?.map(fromBase64),
    heartbeatMs: actors.heartbeatMs,
    lostAfterMs: actors.lostAfterMs,
    onLearnerLost: actors.onLearnerLost,
    onEvent: (event) => {
      if (!closing && isWorthSaying(event)) note(event.message);
    },
  });
  if (environments?.includes(null)) {
    note(
      'Some environments cannot save their state: they begin new episodes, this resume is not exact.',
    );
  }
  if (!actors.spawn) note(`Waiting for ${actors.processes} actors at ${hub.address}`);
  const local = actors.spawn ? startActors(config, { hub, note }) : undefined;
  return {
    hub,
    close: async () => {
      closing = true; // that actors leave now is no news
      await Promise.all([hub.close(), local?.close()]); // together: who is told to stop is not restarted
    },
  };
}

function startActors(
  { actors }: ExperimentConfig,
  { hub, note }: { readonly hub: ActorHub; readonly note: (text: string) => void },
): LocalActors {
  const command = [process.execPath, programPath, 'actor', '--connect', hub.address];
  if (actors.onLearnerLost === 'exit') command.push('--end-with-parent');
  return spawnLocalActors({
    command,
    processes: actors.processes,
    onRestart: note,
    onGiveUp: (error) => {
      hub.fail(error);
    },
  });
}

async function readCurve(
  keys: ExperimentConfig['transport']['curve'],
): Promise<LearnerCurve | undefined> {
  if (!keys) return undefined;
  const { publicKey, secretKey } = await readKeyPairFile(keys.serverKeys);
  const allowed = await Promise.all(keys.clientKeys.map((file) => readPublicKeysFile(file)));
  return { publicKey, secretKey, allowedClientKeys: allowed.flat() };
}

/** Joining is the normal case and not worth a line. */
function isWorthSaying(event: HubEvent): boolean {
  return event.type !== 'joined';
}

function fromBase64(state: string | null): Uint8Array | null {
  return state === null ? null : new Uint8Array(Buffer.from(state, 'base64'));
}
