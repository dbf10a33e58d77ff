import { PROTOCOL_VERSION, encodeLearnerMessage, joinSized } from '../../transport/index.js';
import type { GroupAssignment } from '../../transport/index.js';
import type { ActorSlot } from './actorSlot.js';
import { environmentSeed, firstEpisodeFraction } from './environmentSeeds.js';
import type { SeedKey } from './environmentSeeds.js';
import type { GroupExchange } from './groupExchange.js';
import type { HubSettings } from './hubOptions.js';
import type { Lane } from './lane.js';

/** An episode cut at its full length is not cut. */
const WHOLE = (): number => 1;

/** Hands a slot's environments to the actor that has just taken it. */
export function beginLanes(slot: ActorSlot, exchanges: readonly GroupExchange[]): void {
  for (const lane of slot.lanes) {
    lane.begin(exchanges[lane.group]!.nextSequence, { restarted: slot.generation > 0 });
  }
}

/** Writes the `welcome` that tells an actor what to build. */
export function welcomeMessage(
  slot: ActorSlot,
  exchanges: readonly GroupExchange[],
  settings: HubSettings,
): Uint8Array[] {
  const parts = slot.lanes.map((lane) => assignment({ slot, lane, exchanges, settings }));
  const { heartbeatMs, learnerSilenceMs, onLearnerLost, runId } = settings;
  const env = { id: settings.env.id, options: settings.env.options };
  return encodeLearnerMessage(
    {
      type: 'welcome',
      version: PROTOCOL_VERSION,
      runId,
      slot: slot.index,
      env,
      groups: parts.map((part) => part.header),
      heartbeatMs,
      learnerSilenceMs,
      onLearnerLost,
    },
    parts.map((part) => part.snapshots),
  );
}

function assignment(place: {
  readonly slot: ActorSlot;
  readonly lane: Lane;
  readonly exchanges: readonly GroupExchange[];
  readonly settings: HubSettings;
}): { header: GroupAssignment; snapshots: Uint8Array } {
  const { slot, lane, settings } = place;
  const { start, end } = lane.environments;
  const environments = Array.from({ length: end - start }, (_, row) => start + row);
  const keys = environments.map((environment): SeedKey => {
    const { seed, startSequence } = settings;
    return { seed, environment, startSequence, generation: slot.generation };
  });
  // A snapshot is of the moment the run was resumed: a replacement begins anew.
  const saved = slot.generation === 0 ? (settings.snapshots?.slice(start, end) ?? null) : null;
  const { sizes, bytes } = joinSized(saved ?? []);
  return {
    header: {
      group: lane.group,
      sequence: place.exchanges[lane.group]!.nextSequence,
      environments,
      seeds: keys.map(environmentSeed),
      firstEpisodeFractions: keys.map(settings.staggerFirstEpisode ? firstEpisodeFraction : WHOLE),
      snapshots: saved && sizes,
    },
    snapshots: bytes,
  };
}
