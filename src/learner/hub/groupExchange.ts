import type { Lane } from './lane.js';
import type { EnvironmentRange } from './partition.js';

/** What one step brought for all environments of a group, in the order of their indices. */
export interface GroupObservations {
  readonly sequence: number;
  /** `[n, …shape]` uint8; valid until the next `receive` of this group. */
  readonly observations: Uint8Array;
  /** `[n]` float32, unclipped, of the action before. */
  readonly rewards: Float32Array;
  /** `[n]` 0/1: the action before ended the episode. */
  readonly terminated: Uint8Array;
  /** `[n]` 0/1: the action before reached the time limit. */
  readonly truncated: Uint8Array;
  /** `[n]` 0/1: this observation is the first of an episode. */
  readonly episodeStarts: Uint8Array;
  /** Row → `[…shape]` uint8: the observation with which the ended episode closed. */
  readonly finalObservations: ReadonlyMap<number, Uint8Array>;
  /** `[n]` 0: the environment's actor is lost and the row is all zeros. */
  readonly present: Uint8Array;
  /** `[n]` 1: the environment's actor was replaced; the transition before is unknown. */
  readonly restarted: Uint8Array;
  /** How long the slowest actor stepped its environments; absent where an actor does not say. */
  readonly stepMilliseconds?: number | undefined;
}

/** Gathers one group's observations from all lanes and keeps the group's sequence number. */
export class GroupExchange {
  private observations = new Uint8Array(0);
  private unanswered = false;

  constructor(
    readonly range: EnvironmentRange,
    readonly lanes: readonly Lane[],
    private due: number,
  ) {}

  /** Sequence number of the next delivery. */
  get nextSequence(): number {
    return this.due;
  }

  /** Delivered observations still want actions. */
  get awaitsActions(): boolean {
    return this.unanswered;
  }

  /** Number of environments. */
  get rows(): number {
    return this.range.end - this.range.start;
  }

  /** Whether a delivery can be made: something arrived, and nothing else is worth waiting for. */
  get complete(): boolean {
    const settled = this.lanes.every((lane) => lane.arrived !== null || lane.masked);
    return settled && this.lanes.some((lane) => lane.arrived !== null);
  }

  /** Nothing arrived and nobody is left who could send it. */
  get deserted(): boolean {
    return this.lanes.every((lane) => lane.masked);
  }

  /** Hands over what arrived. Call it only when {@link complete}. */
  deliver(observationBytes: number): GroupObservations {
    if (this.observations.length === 0) {
      this.observations = new Uint8Array(this.rows * observationBytes);
    }
    const batch = emptyBatch(this.due, this.observations, this.rows);
    const stepMilliseconds = slowestStep(this.lanes);
    for (const lane of this.lanes) fillRows(batch, lane, observationBytes);
    this.due++;
    this.unanswered = true;
    return { ...batch, stepMilliseconds };
  }

  /** Notes that the delivered observations were answered. */
  answered(): void {
    this.unanswered = false;
  }
}

/** Of what has arrived; undefined if anyone is silent about it. */
function slowestStep(lanes: readonly Lane[]): number | undefined {
  const steps = lanes.flatMap(({ arrived }) => (arrived ? [arrived.stepMilliseconds] : []));
  return steps.reduce((slowest, step) =>
    slowest === undefined || step === undefined ? undefined : Math.max(slowest, step),
  );
}

type WritableBatch = GroupObservations & { readonly finalObservations: Map<number, Uint8Array> };

function emptyBatch(sequence: number, observations: Uint8Array, rows: number): WritableBatch {
  return {
    sequence,
    observations,
    rewards: new Float32Array(rows),
    terminated: new Uint8Array(rows),
    truncated: new Uint8Array(rows),
    episodeStarts: new Uint8Array(rows),
    finalObservations: new Map(),
    present: new Uint8Array(rows),
    restarted: new Uint8Array(rows),
  };
}

function fillRows(batch: WritableBatch, lane: Lane, observationBytes: number): void {
  const { arrived, firstRow, rows } = lane;
  const start = firstRow * observationBytes;
  if (!arrived) {
    batch.observations.fill(0, start, start + rows * observationBytes);
    return;
  }
  batch.observations.set(arrived.observations, start);
  batch.rewards.set(arrived.rewards, firstRow);
  batch.terminated.set(arrived.terminated, firstRow);
  batch.truncated.set(arrived.truncated, firstRow);
  batch.episodeStarts.set(arrived.episodeStarts, firstRow);
  for (const [row, last] of arrived.finalObservations) {
    batch.finalObservations.set(firstRow + row, last);
  }
  batch.present.fill(1, firstRow, firstRow + rows);
  if (lane.restarted) {
    batch.restarted.fill(1, firstRow, firstRow + rows);
    batch.episodeStarts.fill(1, firstRow, firstRow + rows); // whatever a foreign actor says
  }
  lane.restarted = false;
  lane.arrived = null;
  lane.awaitsActions = true;
}
