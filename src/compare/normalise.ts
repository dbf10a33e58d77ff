import type { Scores } from './aggregates.js';
import { CompareError } from './errors.js';
import type { NormalisationKind, ReferenceScores } from './types.js';

/** The linear map that turns the scores of a level into normalised ones. */
export interface Normalisation {
  /** Score that becomes 0. */
  readonly zero: number;
  /** Score that becomes 1. */
  readonly one: number;
}

/**
 * Normalised scores:  (x − zero) / (one − zero).
 *
 * Source: Mnih et al. 2015, "Human-level control through deep reinforcement learning", Methods, where
 * zero is a random player and one a person; arXiv:2108.13264 §2.
 *
 * @throws {@link CompareError} if both references are the same score.
 */
export function normalise(scores: Scores, { zero, one }: Normalisation): Float64Array {
  if (!(Math.abs(one - zero) > 0)) {
    throw new CompareError(
      `normalise: expected two different reference scores, got ${zero}, ${one}.`,
    );
  }
  return Float64Array.from(scores, (score) => (score - zero) / (one - zero));
}

/**
 * What is 0 and what is 1:
 *
 * - `human`: the random policy's mean return, and people's;
 * - `scripted`: the random policy's mean return, and a scripted player's;
 * - `random`: the random policy's mean return, and one standard deviation of its returns above it, so
 *   that a score says by how many of them it is better than chance.
 *
 * @returns `null` where the table lacks a score that is needed.
 */
export function normalisationOf(
  references: ReferenceScores | null,
  kind: NormalisationKind,
): Normalisation | null {
  if (references?.random == null) return null;
  const zero = references.random;
  const one = {
    human: references.human,
    scripted: references.scripted,
    random: references.randomDeviation === null ? null : zero + references.randomDeviation,
  }[kind];
  return one === null ? null : { zero, one };
}
