import { AuxiliaryWatch, WARNING_TEXTS } from '../auxiliary/index.js';
import type { AuxiliaryLoss, MetricValues } from '../auxiliary/index.js';
import { tf } from '../compute/index.js';
import { scheduledRate } from '../optim/index.js';
import type { ReadMetrics } from './readMetrics.js';
import type { DetachedFeature } from './update.js';

/** What a detached feature means to people. */
const DETACHED_TEXTS: Readonly<Record<DetachedFeature, string>> = {
  embeddings:
    "features.embeddings do not depend on any of the agent's variables: auxiliary losses cannot teach the " +
    "torso. Return the torso's own output from Agent.unroll.",
  contexts:
    "features.contexts do not depend on any of the agent's variables: auxiliary losses cannot teach the " +
    "recurrent core. Return the core's own output from Agent.unroll.",
};

const DETACHED_NAMES = {
  embeddings: 'detachedEmbeddings',
  contexts: 'detachedContexts',
} as const satisfies Record<DetachedFeature, string>;

/** What is added to the metrics of an update. */
export interface AuxiliaryReport {
  /** `auxiliary/<name>/weight`, and `auxiliary/<name>/warning/<warning>` = 1 where one holds. */
  readonly metrics: ReadMetrics;
  /** Warnings that hold for the first time, as sentences. */
  readonly warnings: readonly string[];
}

/** Weights of the auxiliary losses as they move over a run, and what looks wrong with them. */
export class AuxiliaryReporter {
  readonly #auxiliaries: readonly AuxiliaryLoss[];
  readonly #watches: ReadonlyMap<string, AuxiliaryWatch>;
  readonly #detached = new Set<DetachedFeature>();
  readonly #told = new Set<string>();

  constructor(auxiliaries: readonly AuxiliaryLoss[]) {
    this.#auxiliaries = auxiliaries;
    this.#watches = new Map(auxiliaries.map(({ name }) => [name, new AuxiliaryWatch()]));
  }

  /** To be handed to `update`. */
  readonly onDetached = (feature: DetachedFeature): void => {
    this.#detached.add(feature);
  };

  /**
   * Factors for the losses whose weight is not constant, as arguments of a compiled update; the caller
   * disposes them.
   *
   * @param progress - Part of the run that is done, 0 to 1.
   */
  weightFactors(progress: number): Record<string, tf.Scalar> {
    const scheduled = this.#auxiliaries.filter(({ weightSchedule = 'constant' }) => weightSchedule !== 'constant'); // prettier-ignore
    return Object.fromEntries(
      scheduled.map((auxiliary) => [auxiliary.name, tf.scalar(weightAt(auxiliary, progress, 1))]),
    );
  }

  /** Takes the metrics of one more update, which ran at `progress`. */
  see(metrics: ReadMetrics, progress: number): AuxiliaryReport {
    const added: Record<string, number> = {};
    const warnings: string[] = [];
    for (const auxiliary of this.#auxiliaries) {
      const { name, weight } = auxiliary;
      added[`auxiliary/${name}/weight`] = weightAt(auxiliary, progress, weight);
      for (const [warning, text] of this.#warningsOf(name, metrics)) {
        const key = `auxiliary/${name}/warning/${warning}`;
        added[key] = 1;
        if (this.#told.has(key)) continue;
        this.#told.add(key);
        warnings.push(`auxiliary loss '${name}': warning ${warning}: ${text}`);
      }
    }
    return { metrics: added, warnings };
  }

  #warningsOf(name: string, metrics: ReadMetrics): [warning: string, text: string][] {
    const lasting = Array.from(this.#detached, (feature): [string, string] => [
      DETACHED_NAMES[feature],
      DETACHED_TEXTS[feature],
    ]);
    const seen = this.#watches.get(name)!.see(ownMetrics(name, metrics));
    return [...lasting, ...seen.map((warning): [string, string] => [warning, WARNING_TEXTS[warning]])]; // prettier-ignore
  }
}

function weightAt(
  { weightSchedule = 'constant' }: AuxiliaryLoss,
  progress: number,
  initialRate: number,
): number {
  return scheduledRate({ schedule: weightSchedule, initialRate, progress });
}

/** The metrics of one loss, under the names it gave them. */
function ownMetrics(name: string, metrics: ReadMetrics): MetricValues {
  const prefix = `auxiliary/${name}/`;
  const own = Object.entries(metrics).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}
