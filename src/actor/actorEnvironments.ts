import type { Env } from '@rl-tools/env';
import {
  WORD_BYTES,
  encodeActorMessage,
  encodeObservations,
  expectBytes,
  joinSized,
  readInt32,
  splitSized,
} from '../transport/index.js';
import type { EnvironmentDescription, Frames, LearnerHeaderOf } from '../transport/index.js';
import type { MakeEnv } from './actorOptions.js';
import { describeEnv } from './describeEnv.js';
import { EnvironmentGroup } from './environmentGroup.js';
import { ActorError } from './errors.js';

/** All environments that a welcome asked for, by group. */
export class ActorEnvironments {
  private constructor(
    private readonly groups: readonly EnvironmentGroup[],
    readonly description: EnvironmentDescription,
  ) {}

  /**
   * Builds the environments and resets them, or takes up their saved states.
   *
   * @param snapshots - one buffer per group of the welcome.
   * @throws Whatever making or resetting an environment raises; those made before are closed.
   */
  static async build(
    welcome: LearnerHeaderOf<'welcome'>,
    snapshots: Frames,
    make: MakeEnv,
  ): Promise<ActorEnvironments> {
    const { id, options } = welcome.env;
    const made: Env[][] = welcome.groups.map(() => []);
    try {
      for (const [i, { environments }] of welcome.groups.entries()) {
        while (made[i]!.length < environments.length) made[i]!.push(await make(id, options));
      }
      const description = describeEnv(made[0]![0]!, id); // a group has at least one environment
      const groups = welcome.groups.map((assignment, i) => {
        const states = assignment.snapshots && splitSized(assignment.snapshots, snapshots[i]!);
        return EnvironmentGroup.begin(assignment, made[i]!, states);
      });
      return new ActorEnvironments(groups, description);
    } catch (error) {
      for (const env of made.flat()) env.close();
      throw error;
    }
  }

  /** Number of environments. */
  get count(): number {
    return this.groups.reduce((sum, group) => sum + group.size, 0);
  }

  /** The messages that follow `ready`. */
  firstObservations(): Uint8Array[][] {
    return this.groups.map((group) => encodeObservations(group.place, group.rows));
  }

  /**
   * Steps one group.
   *
   * @returns The reply; for actions that were carried out before, the same reply once more; `null`
   *   for older ones and for ones that are not due.
   * @throws {@link ProtocolError} if the actions have another number or range.
   */
  act(header: LearnerHeaderOf<'actions'>, bytes: Uint8Array): Uint8Array[] | null {
    const group = this.groups.find((candidate) => candidate.place.group === header.group);
    if (!group) throw new ActorError(`actions: this actor has no part in group ${header.group}`);
    const { sequence } = group.place;
    if (header.sequence === sequence) {
      expectBytes(bytes, group.size * WORD_BYTES, 'actions');
      group.step(readInt32(bytes));
    } else if (header.sequence !== sequence - 1) return null;
    return encodeObservations(group.place, group.rows);
  }

  /** Writes all environments' states, in the order of the welcome. */
  snapshot(request: number): Uint8Array[] {
    const states = this.groups.flatMap((group) => group.saveStates());
    const { sizes, bytes } = joinSized(states);
    return encodeActorMessage({ type: 'snapshot', request, sizes }, [bytes]);
  }

  close(): void {
    for (const group of this.groups) group.close();
  }
}
