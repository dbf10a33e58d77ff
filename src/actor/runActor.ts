import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ActorOptions, LossMode } from './actorOptions.js';
import { ActorError } from './errors.js';
import { Session } from './session.js';
import type { SessionEnd } from './session.js';

/** How long to look for a learner at first. */
const CONNECT_TIMEOUT_MS = 60_000;

/** Pause before another hello, so that two sides that cannot agree do not spin. */
const PAUSE_MS = 500;

/**
 * Carries environments for a learner until it says stop or the signal aborts.
 *
 * An actor holds no network: it sends what its environments show and takes the actions that come
 * back. If the learner is lost it ends, or with `wait` it looks for one at the same address again.
 *
 * @throws {@link ActorError} if the learner refuses it, cannot be found or is lost; whatever an
 *   environment raises, after the learner was told.
 */
export async function runActor(options: ActorOptions): Promise<void> {
  const actor = randomUUID();
  const log = options.log ?? ((): void => undefined);
  let mode: LossMode = options.onLearnerLost ?? 'exit';
  while (!options.signal?.aborted) {
    const timeoutMs = mode === 'wait' ? null : (options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS);
    const end = await Session.run(options, actor, timeoutMs);
    if (end.type === 'stopped') {
      log(`stopped: ${end.reason}`);
      return;
    }
    if (end.type === 'lost') mode = options.onLearnerLost ?? end.mode ?? mode;
    if (isFinal(end, mode)) throw endError(end, options.connect);
    log(`${end.reason}; saying hello again at ${options.connect}`);
    await pause(options.signal);
  }
}

function isFinal(end: SessionEnd, mode: LossMode): boolean {
  return end.type === 'refused' || (end.type === 'lost' && mode === 'exit');
}

function endError(end: SessionEnd, address: string): ActorError {
  if (end.type === 'refused') {
    return new ActorError(`the learner at ${address} refused this actor: ${end.reason}`);
  }
  return new ActorError(
    `${end.reason}. Start it again when the learner is back; an actor waits for that by itself ` +
      'where the learner was started with actors.onLearnerLost: wait.',
  );
}

async function pause(signal: AbortSignal | undefined): Promise<void> {
  // An abort only shortens the pause: the loop sees it.
  await sleep(PAUSE_MS, undefined, signal ? { signal } : {}).catch(() => undefined);
}
