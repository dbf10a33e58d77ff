/** A loss's metrics read back, by name: a number, or one per step; null (or NaN) where there is none. */
export type MetricValues = Readonly<
  Record<string, number | null | readonly (number | null)[] | undefined>
>;

/** A mistake that shows in the metrics; docs/auxiliary-losses.md has what each means and its cure. */
export type AuxiliaryWarning =
  | 'notFinite'
  | 'collapsedEmbeddings'
  | 'noEpisodeStarts'
  | 'invertedEpisodeStarts'
  | 'stepsWithoutAnchors';

/** What each warning says to people. */
export const WARNING_TEXTS: Readonly<Record<AuxiliaryWarning, string>> = {
  notFinite:
    'the loss is not a number. Look for NaN or infinity in observations and rewards, or lower the ' +
    'learning rate.',
  collapsedEmbeddings:
    'all embeddings are nearly the same. The torso is dead or its input constant: look at the observations ' +
    'and their scale (0 to 1), or lower the learning rate.',
  noEpisodeStarts:
    'not one observation opened an episode. Pass episodeStarts that are 1 where observation t is the first ' +
    'of an episode, unless the task really never ends.',
  invertedEpisodeStarts:
    'most observations open an episode. episodeStarts look inverted: 1 marks the first observation of an ' +
    'episode, 0 all others.',
  stepsWithoutAnchors:
    'some steps ahead never had an anchor. Time and batch may be swapped, or K (steps) reaches beyond the ' +
    'unroll (K ≥ T) or beyond every episode: set a smaller one.',
};

/** Updates after which something that never happened is taken for missing. */
const PATIENCE = 100;
/** Updates in a row after which a state is taken for lasting. */
const LASTING = 10;
/** Relative spread below which embeddings count as all the same; healthy ones have 0.1 or more. */
const COLLAPSED_SPREAD = 1e-3;
/** Share of observations that open an episode from which the mark looks inverted. */
const MOST = 0.5;

/**
 * Looks for mistakes in what an auxiliary loss reports, update by update: in numbers that were read back
 * anyway, so that it costs nothing. A metric that a loss does not have is not looked for.
 */
export class AuxiliaryWatch {
  #updates = 0;
  #sawStart = false;
  #collapsedFor = 0;
  #invertedFor = 0;
  #stepsSeen: boolean[] = [];

  /**
   * Takes the metrics of one more update, `meanLoss` (the loss itself) among them.
   *
   * @returns The warnings that hold now.
   */
  see({ meanLoss, embeddingSpread, episodeStarts, loss }: MetricValues): AuxiliaryWarning[] {
    this.#updates++;
    const starts = numberOf(episodeStarts);
    const spread = numberOf(embeddingSpread);
    this.#sawStart ||= starts === undefined || starts > 0;
    this.#collapsedFor = spread !== undefined && spread < COLLAPSED_SPREAD ? this.#collapsedFor + 1 : 0; // prettier-ignore
    this.#invertedFor = starts !== undefined && starts > MOST ? this.#invertedFor + 1 : 0;
    if (Array.isArray(loss)) {
      this.#stepsSeen = loss.map((value, k) => isNumber(value) || (this.#stepsSeen[k] ?? false));
    }
    const waited = this.#updates >= PATIENCE;
    const holds: Record<AuxiliaryWarning, boolean> = {
      notFinite: meanLoss !== undefined && !isNumber(meanLoss),
      collapsedEmbeddings: this.#collapsedFor >= LASTING,
      noEpisodeStarts: waited && !this.#sawStart,
      invertedEpisodeStarts: this.#invertedFor >= LASTING,
      stepsWithoutAnchors: waited && this.#stepsSeen.includes(false),
    };
    return (Object.keys(holds) as AuxiliaryWarning[]).filter((warning) => holds[warning]);
  }
}

/** A finite number; undefined for what is no number or missing. */
function numberOf(value: MetricValues[string]): number | undefined {
  return isNumber(value) ? value : undefined;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
