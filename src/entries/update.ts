/**
 * `@rl-tools/cpc/update`: what an agent is to the learner, unrolls, and one update, for a training loop of
 * one's own. Runs in browsers too; `@rl-tools/cpc/learner` has the whole loop.
 *
 * @packageDocumentation
 */
export {
  actionNoise,
  drawsOf,
  trainableVariables,
  UnrollBuffer,
  update,
} from '../learner/index.js';
export type {
  ActInputs,
  Agent,
  AgentState,
  Arrival,
  Decision,
  Draws,
  NoiseKey,
  Percept,
  Percepts,
  UnrollBatch,
  UnrollResult,
  UnrollShape,
  UpdateInputs,
  UpdateParts,
} from '../learner/index.js';
