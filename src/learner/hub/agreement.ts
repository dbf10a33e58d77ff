import { Deferred, descriptionDifference, observationBytes } from '../../transport/index.js';
import type { EnvironmentDescription } from '../../transport/index.js';
import { HubError } from './errors.js';
import type { ExchangeSizes } from './lockstep.js';
import type { Roster } from './roster.js';

/** What all actors say of their environments: the first one's word, which the others must match. */
export class Agreement {
  /** Settles when every slot's actor was ready once, or when two disagree. */
  readonly complete = new Deferred<EnvironmentDescription>();
  /** Whether {@link complete} is fulfilled. */
  reached = false;
  private agreed: EnvironmentDescription | null = null;

  constructor(
    private readonly roster: Roster,
    private readonly maxMessageBytes: number,
  ) {}

  /** What is agreed; `null` until the first actor is ready. */
  get description(): EnvironmentDescription | null {
    return this.agreed;
  }

  /** Sizes that follow from {@link description}. */
  get sizes(): ExchangeSizes | null {
    if (!this.agreed) return null;
    return { actions: this.agreed.actions, observationBytes: observationBytes(this.agreed) };
  }

  /**
   * Compares an actor's environments with those known.
   *
   * @returns What is wrong with them, for the actor to hear, or `null`.
   */
  objection(description: EnvironmentDescription): string | null {
    const difference = this.agreed && descriptionDifference(this.agreed, description);
    if (difference === null) return this.tooLarge(description);
    return `the environments differ between actors: ${difference}. Start all actors from the same release and settings.`;
  }

  /** Takes an actor's word. Call it when that actor is marked ready. */
  accept(description: EnvironmentDescription): void {
    this.agreed ??= description;
    if (this.reached || !this.roster.slots.every((slot) => slot.holder?.ready === true)) return;
    this.reached = true;
    this.complete.resolve(this.agreed);
  }

  /** Ends the start of the run: it cannot go on with what an actor offers. */
  refuse(objection: string): void {
    if (!this.reached) this.complete.reject(new HubError(objection));
  }

  private tooLarge(description: EnvironmentDescription): string | null {
    const rows = Math.max(...this.roster.slots.flatMap((slot) => slot.lanes.map((l) => l.rows)));
    const bytes = rows * observationBytes(description);
    if (bytes <= this.maxMessageBytes) return null;
    return (
      `one actor's observations of one group take ${bytes} bytes, a message at most ` +
      `maxMessageBytes = ${this.maxMessageBytes}: use more actors.processes, or smaller observations.`
    );
  }
}
