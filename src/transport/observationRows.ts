import { encodeActorMessage } from './actorMessages.js';
import type { ActorHeaderOf } from './actorMessages.js';
import { WORD_BYTES, expectBytes, float32Bytes, readFloat32 } from './buffers.js';
import { ProtocolError } from './errors.js';
import type { ParsedMessage } from './header.js';

/** Bits of the flags buffer, one byte per row. */
const TERMINATED = 1;
const TRUNCATED = 2;
const EPISODE_START = 4;
const ALL_FLAGS = TERMINATED | TRUNCATED | EPISODE_START;

/** One step's outcome for the n environments of one group that one actor carries. */
export interface ObservationRows {
  /** `[n, …shape]` uint8. Where an episode ended, already the next one's first observation. */
  readonly observations: Uint8Array;
  /** `[n]` float32, unclipped, of the action before. */
  readonly rewards: Float32Array;
  /** `[n]` 0/1: the action before ended the episode. */
  readonly terminated: Uint8Array;
  /** `[n]` 0/1: the action before reached the time limit. */
  readonly truncated: Uint8Array;
  /** `[n]` 0/1: this observation is the first of an episode. */
  readonly episodeStarts: Uint8Array;
  /** Row → `[…shape]` uint8: the observation that the ended episode closed with. */
  readonly finalObservations: ReadonlyMap<number, Uint8Array>;
  /** How long the environments were stepped for it, where the actor says so. */
  readonly stepMilliseconds?: number | undefined;
}

/** Writes an `observations` message. The observations are not copied: see docs/protocol.md. */
export function encodeObservations(
  place: { readonly group: number; readonly sequence: number },
  rows: ObservationRows,
): Uint8Array[] {
  const finals = [...rows.finalObservations.keys()].sort((a, b) => a - b);
  const finalObservations = finals.map((row) => rows.finalObservations.get(row)!);
  const { stepMilliseconds } = rows;
  const measured = stepMilliseconds === undefined ? {} : { stepMilliseconds };
  return encodeActorMessage({ type: 'observations', ...place, finals, ...measured }, [
    rows.observations,
    float32Bytes(rows.rewards),
    flagBytes(rows),
    Buffer.concat(finalObservations),
  ]);
}

/**
 * Reads an `observations` message.
 *
 * @param size - rows that the sender carries in that group, and bytes of one observation.
 * @throws {@link ProtocolError} if a buffer has another length or holds an impossible value.
 */
export function decodeObservations(
  message: ParsedMessage<ActorHeaderOf<'observations'>>,
  size: { readonly rows: number; readonly observationBytes: number },
): ObservationRows {
  const [observations, rewardBytes, flags, finalBytes] = message.body;
  const { finals, stepMilliseconds } = message.header;
  expectBytes(observations!, size.rows * size.observationBytes, 'observations');
  expectBytes(rewardBytes!, size.rows * WORD_BYTES, 'rewards');
  expectBytes(flags!, size.rows, 'flags');
  expectBytes(finalBytes!, finals.length * size.observationBytes, 'final observations');
  checkFlags(flags!);
  checkFinals(finals, flags!);
  const rewards = readFloat32(rewardBytes!);
  checkRewards(rewards);
  return {
    observations: observations!,
    rewards,
    terminated: bit(flags!, TERMINATED),
    truncated: bit(flags!, TRUNCATED),
    episodeStarts: bit(flags!, EPISODE_START),
    finalObservations: splitFinals(finals, finalBytes!, size.observationBytes),
    stepMilliseconds,
  };
}

function flagBytes(rows: ObservationRows): Uint8Array {
  return rows.terminated.map(
    (terminated, i) =>
      (terminated ? TERMINATED : 0) |
      (rows.truncated[i] ? TRUNCATED : 0) |
      (rows.episodeStarts[i] ? EPISODE_START : 0),
  );
}

function checkFlags(flags: Uint8Array): void {
  const row = flags.findIndex((flag) => (flag & ~ALL_FLAGS) !== 0);
  if (row >= 0) {
    throw new ProtocolError('range', `flags: row ${row} is ${flags[row]!}, at most ${ALL_FLAGS}`);
  }
  // Environments reset in the step that ends an episode; a missing start would leak LSTM state.
  const unreset = flags.findIndex((flag) => hasEnded(flag) && (flag & EPISODE_START) === 0);
  if (unreset >= 0) {
    throw new ProtocolError('range', `flags: row ${unreset} ended but starts no new episode`);
  }
}

function hasEnded(flag: number): boolean {
  return (flag & (TERMINATED | TRUNCATED)) !== 0;
}

/** A final observation belongs to an episode that ended; each row has at most one. */
function checkFinals(finals: readonly number[], flags: Uint8Array): void {
  finals.forEach((row, i) => {
    const ascending = i === 0 || row > finals[i - 1]!;
    if (row < flags.length && hasEnded(flags[row]!) && ascending) return;
    throw new ProtocolError(
      'range',
      `finals[${i}]: ${row} is no row below ${flags.length} that ended, in ascending order`,
    );
  });
}

function checkRewards(rewards: Float32Array): void {
  const row = rewards.findIndex((reward) => !Number.isFinite(reward));
  if (row >= 0) {
    throw new ProtocolError('range', `rewards: row ${row} is ${rewards[row]!}, not finite`);
  }
}

function bit(flags: Uint8Array, mask: number): Uint8Array {
  return flags.map((flag) => ((flag & mask) === 0 ? 0 : 1));
}

/** Copies, because a receiver may keep them longer than the message. */
function splitFinals(
  finals: readonly number[],
  bytes: Uint8Array,
  observationBytes: number,
): Map<number, Uint8Array> {
  return new Map(
    finals.map((row, i) => [
      row,
      Uint8Array.from(bytes.subarray(i * observationBytes, (i + 1) * observationBytes)),
    ]),
  );
}
