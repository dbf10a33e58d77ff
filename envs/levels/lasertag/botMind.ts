import { HEADINGS_PER_DEGREE, TICKS_PER_SECOND } from '../../engine/index.js';
import { isFields, isWholeBelow } from '../stateChecks.js';

/** How well a bot plays. Ticks and heading units. */
export interface BotTraits {
  /** From the first sight of an opponent to the first shot. */
  readonly reactionTicks: number;
  /** Standard deviation of the aim. */
  readonly aimError: number;
  /** Fastest turn per tick. */
  readonly turnPerTick: number;
  /** Half of the field of view. */
  readonly halfView: number;
  /** Distances it keeps in a fight, world units: it comes nearer than `far` and stays beyond `near`. */
  readonly near: number;
  readonly far: number;
  /** Share of the time in a fight in which it steps aside, 0 … 1. */
  readonly dodging: number;
}

/** Quake's skills run from 1 to 5. */
export const MIN_SKILL = 1;
export const MAX_SKILL = 5;

/**
 * Traits of a skill level, all linear in it. The figures are our own: at 5 a bot shoots 0.2 s after it
 * sees, straying by 1°; at 1 after 1.2 s, straying by 11°, it comes closer and does not dodge.
 *
 * @throws RangeError if the skill is not a number from 1 to 5.
 */
export function traitsOfSkill(skill: number): BotTraits {
  if (!(skill >= MIN_SKILL && skill <= MAX_SKILL)) {
    throw new RangeError(`traitsOfSkill: expected a skill from 1 to 5, got ${skill}.`);
  }
  const missing = MAX_SKILL - skill;
  const degrees = (value: number): number => Math.round(value * HEADINGS_PER_DEGREE);
  return {
    reactionTicks: Math.round((0.2 + 0.25 * missing) * TICKS_PER_SECOND),
    aimError: degrees(1 + 2.5 * missing),
    turnPerTick: degrees((480 - 90 * missing) / TICKS_PER_SECOND),
    halfView: degrees(75 - 7.5 * missing),
    near: 166 - 28 * missing,
    far: 500 - 100 * missing,
    dodging: 1 - 0.25 * missing,
  };
}

/** What a bot knows and wants. Mutable; whole numbers but for the place. */
export interface BotMind {
  /** Number of the cell it walks to, and ticks until it wants another. */
  goal: number;
  goalTicks: number;
  /** 1 + index of the opponent it is after; 0 for none. */
  enemy: number;
  /** Ticks for which it has been seeing that opponent without a break; 0 when it does not. */
  sightTicks: number;
  /** Ticks until it forgets where it last saw or felt the opponent. */
  memoryTicks: number;
  /** That place, world units. */
  lastX: number;
  lastY: number;
  /** Heading units by which it aims amiss, and ticks until that is drawn anew. */
  aimError: number;
  aimTicks: number;
  /** Direction of its dodging, −1, 0 or 1 (right), and ticks until that is drawn anew. */
  dodge: number;
  dodgeTicks: number;
}

const WHOLE = ['goal', 'goalTicks', 'enemy', 'sightTicks', 'memoryTicks', 'aimTicks', 'dodgeTicks'];
const NUMBERS = [...WHOLE, 'lastX', 'lastY', 'aimError', 'dodge'].sort();

export function createMind(): BotMind {
  const none = { goal: 0, goalTicks: 0, enemy: 0, sightTicks: 0, memoryTicks: 0 };
  return { ...none, lastX: 0, lastY: 0, aimError: 0, aimTicks: 0, dodge: 0, dodgeTicks: 0 };
}

const BLANK: Readonly<BotMind> = createMind();

/** Nothing known, nothing wanted. */
export function clearMind(mind: BotMind): void {
  Object.assign(mind, BLANK);
}

/** Whether a value read from a state is a mind in a maze of so many cells among so many fighters. */
export function isMind(
  value: unknown,
  limits: { readonly cells: number; readonly fighters: number },
): value is BotMind {
  return (
    isFields(value) &&
    Object.keys(value).sort().join() === NUMBERS.join() &&
    Object.values(value).every(Number.isFinite) &&
    WHOLE.every((name) => isWholeBelow(value[name], Infinity)) &&
    isWholeBelow(value.goal, limits.cells) &&
    isWholeBelow(value.enemy, limits.fighters + 1) &&
    Number.isInteger(value.aimError) &&
    [-1, 0, 1].includes(value.dodge as number) // a number, as above
  );
}
