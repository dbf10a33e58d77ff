/**
 * `@rl-tools/cpc/actor`: steps environments for a learner, at the other end of the wire from
 * `@rl-tools/cpc/hub`. Needs no TensorFlow.js, but the peer packages `zeromq`, `msgpackr` and `@rl-tools/env`.
 *
 * @packageDocumentation
 */
export { ActorError, endWithParent, runActor } from '../actor/index.js';
export type { ActorOptions, LossMode, MakeEnv } from '../actor/index.js';
export {
  generateKeyPairFile,
  readKeyPairFile,
  readPublicKeysFile,
  TransportError,
} from '../transport/index.js';
export type { ActorCurve, CurveKeyPair } from '../transport/index.js';
