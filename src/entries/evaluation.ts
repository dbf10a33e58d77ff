/**
 * `@rl-tools/cpc/evaluation`: plays whole episodes with an agent or at random.
 *
 * @packageDocumentation
 */
export { agentPolicy, playEpisodes, randomPolicy } from '../evaluation/index.js';
export type { PlayedEpisode, PlayOptions, Policy, PolicyOptions } from '../evaluation/index.js';
