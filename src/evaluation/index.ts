export { playEpisodes } from './playEpisodes.js';
export type { PlayedEpisode, PlayOptions } from './playEpisodes.js';
export { agentPolicy, randomPolicy } from './policy.js';
export type { Policy, PolicyOptions } from './policy.js';
