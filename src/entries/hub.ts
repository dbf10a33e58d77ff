/**
 * `@rl-tools/cpc/hub`: the learner's end of the wire, to which environments in other processes and on other
 * machines connect. Needs the peer packages `zeromq` and `msgpackr`.
 *
 * @packageDocumentation
 */
export { ActorHub, HubError, spawnLocalActors } from '../learner/index.js';
export type {
  ActorHubOptions,
  ActorInfo,
  Fault,
  FaultCounts,
  GroupObservations,
  HubEvent,
  LocalActors,
  LocalActorsOptions,
  LossCause,
  Snapshots,
} from '../learner/index.js';
export {
  generateKeyPairFile,
  readKeyPairFile,
  readPublicKeysFile,
  TransportError,
} from '../transport/index.js';
export type { CurveKeyPair, EnvironmentDescription, LearnerCurve } from '../transport/index.js';
