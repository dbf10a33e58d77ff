export { PROTOCOL_VERSION, encodeActorMessage, parseActorMessage } from './actorMessages.js';
export type { ActorHeader, ActorHeaderOf } from './actorMessages.js';
export { ActorSocket } from './actorSocket.js';
export type { ActorCurve, LinkEvent } from './actorSocket.js';
export { createIpcAddress, isLocalAddress } from './address.js';
export type { IpcAddress } from './address.js';
export {
  expectBytes,
  int32Bytes,
  joinSized,
  readInt32,
  splitSized,
  WORD_BYTES,
} from './buffers.js';
export { generateKeyPairFile, readKeyPairFile, readPublicKeysFile } from './curveKeys.js';
export type { CurveKeyPair } from './curveKeys.js';
export { Deferred } from './deferred.js';
export { descriptionDifference, observationBytes } from './description.js';
export type { EnvironmentDescription } from './description.js';
export { DROP_REASONS, ProtocolError, TransportError } from './errors.js';
export type { DropReason } from './errors.js';
export type { Frames, ParsedMessage } from './header.js';
export { encodeLearnerMessage, parseLearnerMessage } from './learnerMessages.js';
export type { GroupAssignment, LearnerHeader, LearnerHeaderOf } from './learnerMessages.js';
export { LearnerSocket } from './learnerSocket.js';
export type { ConnectionEvent, LearnerCurve, Peer, SendResult } from './learnerSocket.js';
export { decodeObservations, encodeObservations } from './observationRows.js';
export type { ObservationRows } from './observationRows.js';
