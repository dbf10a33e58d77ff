import { z } from 'zod';
import { PROTOCOL_VERSION } from './actorMessages.js';
import { encodeHeader, parseMessage } from './header.js';
import type { Frames, ParsedMessage } from './header.js';

/** Longest legal header from the learner, bytes: a welcome lists every environment of an actor. */
const MAX_HEADER_BYTES = 1 << 20;

const count = z.int().min(0);

const groupAssignment = z.object({
  group: count,
  /** Sequence number that the first observations of this group carry. */
  sequence: count,
  /** Global indices of the environments, in row order. */
  environments: z.array(count).min(1).readonly(),
  seeds: z.array(z.int().min(0).max(0xffffffff)).readonly(),
  /** In (0, 1]: the first episode ends after ceil(fraction · maxEpisodeSteps) agent steps. */
  firstEpisodeFractions: z.array(z.number().positive().max(1).nullable()).readonly(),
  /** Bytes of each row's snapshot in this group's buffer, 0 for none; `null` for none at all. */
  snapshots: z.array(count).readonly().nullable(),
});

/** The part of one group that an actor carries. */
export type GroupAssignment = z.infer<typeof groupAssignment>;

const welcome = z.object({
  type: z.literal('welcome'),
  version: z.literal(PROTOCOL_VERSION),
  runId: z.string(),
  slot: count,
  env: z.object({ id: z.string(), options: z.record(z.string(), z.unknown()).readonly() }),
  groups: z.array(groupAssignment).min(1).readonly(),
  /** Both sides send something at least this often. */
  heartbeatMs: z.int().min(1),
  /** After this long without a word from the learner the actor takes it for lost. */
  learnerSilenceMs: z.int().min(1),
  onLearnerLost: z.enum(['exit', 'wait']),
});

const learnerHeader = z.discriminatedUnion('type', [
  welcome,
  z.object({ type: z.literal('refused'), reason: z.string(), retry: z.boolean() }),
  z.object({ type: z.literal('actions'), group: count, sequence: count }),
  z.object({ type: z.literal('snapshot'), request: count }),
  z.object({ type: z.literal('stop'), reason: z.string() }),
  z.object({ type: z.literal('heartbeat') }),
]);

/** Header of a message from the learner to an actor. */
export type LearnerHeader = z.infer<typeof learnerHeader>;

/** The header of one type of message from the learner. */
export type LearnerHeaderOf<Type extends LearnerHeader['type']> = Extract<
  LearnerHeader,
  { type: Type }
>;

function bodyFrames(header: LearnerHeader): number {
  if (header.type === 'welcome') return header.groups.length;
  return header.type === 'actions' ? 1 : 0;
}

/**
 * Reads a message from the learner.
 *
 * @throws {@link ProtocolError} if it is none.
 */
export function parseLearnerMessage(frames: Frames): ParsedMessage<LearnerHeader> {
  return parseMessage(frames, {
    schema: learnerHeader,
    maxHeaderBytes: MAX_HEADER_BYTES,
    bodyFrames,
  });
}

/** Writes a message from the learner. */
export function encodeLearnerMessage(header: LearnerHeader, body: Frames = []): Uint8Array[] {
  return [encodeHeader(header), ...body];
}
