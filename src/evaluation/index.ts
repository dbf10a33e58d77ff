export type { StepFeatures } from './agentTrack.js';
export { playEpisodes } from './playEpisodes.js';
export type { PlayedEpisode, PlayOptions, Seen } from './playEpisodes.js';
export { agentPolicy, randomPolicy } from './policy.js';
export type { ActionSelection, AgentPolicyOptions, Policy, PolicyOptions } from './policy.js';
