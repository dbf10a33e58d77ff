import { z } from 'zod';
import { environmentDescription } from './description.js';
import { ProtocolError } from './errors.js';
import { encodeHeader, parseMessage } from './header.js';
import type { Frames, ParsedMessage } from './header.js';

/** Version of the protocol that this package speaks (docs/protocol.md). */
export const PROTOCOL_VERSION = 1;

/** Longest legal header from an actor, bytes: room for thousands of rows in `finals` or `sizes`. */
const MAX_HEADER_BYTES = 65_536;

const count = z.int().min(0);

const hello = z.object({
  type: z.literal('hello'),
  version: z.literal(PROTOCOL_VERSION),
  /** Names one run of one actor process; a new one after every restart. */
  actor: z.string().min(1).max(64),
  pid: count,
  host: z.string().max(255).optional(),
});

const observations = z.object({
  type: z.literal('observations'),
  group: count,
  sequence: count,
  /** Rows that ended and have a final observation, ascending. */
  finals: z.array(count),
  /** How long the actor stepped its environments for them; for the learner's account of time. */
  stepMilliseconds: z.number().min(0).max(1e9).optional(),
});

const snapshot = z.object({ type: z.literal('snapshot'), request: count, sizes: z.array(count) });

const actorHeader = z.discriminatedUnion('type', [
  hello,
  z.object({ type: z.literal('ready'), description: environmentDescription }),
  observations,
  snapshot,
  z.object({ type: z.literal('heartbeat') }),
  z.object({ type: z.literal('failed'), message: z.string().max(4096) }),
]);

/** Header of a message from an actor to the learner. */
export type ActorHeader = z.infer<typeof actorHeader>;

/** The header of one type of message from an actor. */
export type ActorHeaderOf<Type extends ActorHeader['type']> = Extract<ActorHeader, { type: Type }>;

const BODY_FRAMES: Readonly<Record<ActorHeader['type'], number>> = {
  hello: 0,
  ready: 0,
  observations: 4,
  snapshot: 1,
  heartbeat: 0,
  failed: 0,
};

/**
 * Reads a message from an actor.
 *
 * @throws {@link ProtocolError} if it is none.
 */
export function parseActorMessage(frames: Frames): ParsedMessage<ActorHeader> {
  return parseMessage(frames, {
    schema: actorHeader,
    maxHeaderBytes: MAX_HEADER_BYTES,
    inspect: refuseOtherVersions,
    bodyFrames: (header) => BODY_FRAMES[header.type],
  });
}

/** Writes a message from an actor. */
export function encodeActorMessage(header: ActorHeader, body: Frames = []): Uint8Array[] {
  return [encodeHeader(header), ...body];
}

/** Another version's `hello` may have other fields: only its version is looked at. */
function refuseOtherVersions(header: unknown): void {
  if (typeof header !== 'object' || header === null) return;
  const { type, version } = header as { readonly type?: unknown; readonly version?: unknown };
  if (type !== 'hello' || !Number.isInteger(version) || version === PROTOCOL_VERSION) return;
  throw new ProtocolError(
    'version',
    `the actor speaks protocol version ${String(version)}, the learner version ` +
      `${PROTOCOL_VERSION}. Start both from the same release.`,
  );
}
