import { SyncVectorEnv } from '@rl-tools/env';
import type { Env, VectorReset, VectorStep } from '@rl-tools/env';
import type { GroupAssignment, ObservationRows } from '../transport/index.js';

/** The environments of one group that this actor carries, and what it said of them last. */
export class EnvironmentGroup {
  /** What was, or is to be, sent last. Holds until the next {@link step}. */
  rows: ObservationRows;
  private sequence: number;

  private constructor(
    private readonly assignment: GroupAssignment,
    private readonly vector: SyncVectorEnv,
  ) {
    const { seeds } = assignment;
    this.rows = firstRows(vector.reset({ seeds }));
    this.sequence = assignment.sequence;
  }

  /**
   * Resets environments with their seeds, or takes up their saved states.
   *
   * @param envs - in row order; the group owns them from now on.
   * @param states - one per environment, `null` for those that begin anew; or none at all.
   */
  static begin(
    assignment: GroupAssignment,
    envs: readonly Env[],
    states: readonly (Uint8Array | null)[] | null,
  ): EnvironmentGroup {
    const firstEpisodeSteps = assignment.firstEpisodeFractions.map((fraction, row) =>
      firstEpisodeLength(fraction, envs[row]?.spec?.maxEpisodeSteps),
    );
    const makers = envs.map((env) => () => env);
    const vector = new SyncVectorEnv(makers, { firstEpisodeSteps });
    const group = new EnvironmentGroup(assignment, vector);
    states?.forEach((state, row) => {
      if (state) vector.loadState(row, state);
    });
    return group;
  }

  /** Where the exchange of this group stands. */
  get place(): { readonly group: number; readonly sequence: number } {
    return { group: this.assignment.group, sequence: this.sequence };
  }

  /** Number of environments. */
  get size(): number {
    return this.vector.numEnvs;
  }

  /** Takes one action in every environment; {@link rows} and {@link place} are the next ones then. */
  step(actions: Int32Array): void {
    const start = performance.now();
    const rows = stepRows(this.vector.step(actions));
    this.rows = { ...rows, stepMilliseconds: performance.now() - start };
    this.sequence++;
  }

  /** Each environment's state; `null` throughout where they cannot be saved. */
  saveStates(): (Uint8Array | null)[] {
    const { canSaveState } = this.vector;
    return Array.from({ length: this.size }, (_, row) =>
      canSaveState ? this.vector.saveState(row) : null,
    );
  }

  close(): void {
    this.vector.close();
  }
}

/** A fraction of the longest episode, at least one step; nothing to cut where there is no limit. */
function firstEpisodeLength(
  fraction: number | null,
  maxEpisodeSteps: number | undefined,
): number | undefined {
  if (fraction === null || maxEpisodeSteps === undefined) return undefined;
  return Math.ceil(fraction * maxEpisodeSteps);
}

/** Nothing was done yet: no rewards, no ends. The arrays stay the vector's, so states loaded later show. */
function firstRows({ observations, episodeStarts }: VectorReset): ObservationRows {
  const size = episodeStarts.length;
  return {
    observations: asBytes(observations),
    rewards: new Float32Array(size),
    terminated: new Uint8Array(size),
    truncated: new Uint8Array(size),
    episodeStarts,
    finalObservations: new Map(),
  };
}

function stepRows(step: VectorStep): ObservationRows {
  const finals = [...step.finalObservations];
  return {
    ...step,
    observations: asBytes(step.observations),
    rewards: Float32Array.from(step.rewards),
    finalObservations: new Map(finals.map(([row, observation]) => [row, asBytes(observation)])),
  };
}

/** Observations are uint8: `describeEnv` has checked it. */
function asBytes(observations: VectorStep['observations']): Uint8Array {
  return observations as Uint8Array;
}
