export { ActorHub } from './actorHub.js';
export { HubError } from './errors.js';
export type { Fault, FaultCounts } from './faultLog.js';
export type { GroupObservations } from './groupExchange.js';
export type { ActorInfo, HubEvent, LossCause } from './hubEvents.js';
export type { ActorHubOptions } from './hubOptions.js';
export { groupRanges } from './partition.js';
export type { EnvironmentRange } from './partition.js';
export type { Snapshots } from './snapshotRequests.js';
