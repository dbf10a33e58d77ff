import { HEADINGS_PER_DEGREE, type Command } from '../engine/index.js';

/** One entry of an action set. */
export interface Action extends Command {
  readonly name: string;
  /** Pulls the trigger; without effect in levels without a weapon. */
  readonly fire: boolean;
}

/** Degrees turned per tick by a look of 20 pixels: DeepMind Lab turns 6.3° per second and pixel. */
const LOOK_DEGREES = 2.1;

const LOOK = Math.round(LOOK_DEGREES * HEADINGS_PER_DEGREE);

/** Looks of 10 and of 60 pixels. */
const SMALL_LOOK = LOOK / 2;
const LARGE_LOOK = 3 * LOOK;

const STILL = { forward: 0, strafe: 0, turn: 0, lookUp: 0, fire: false } as const;

/**
 * The nine actions of IMPALA (arXiv:1802.01561, Table D.2), in its order. There is none for standing
 * still. Looks are −20 (left) and +20 (right) pixels of DeepMind Lab: 8.4° in four ticks.
 */
export const ACTIONS: readonly Action[] = [
  { ...STILL, name: 'forward', forward: 1 },
  { ...STILL, name: 'backward', forward: -1 },
  { ...STILL, name: 'strafe left', strafe: -1 },
  { ...STILL, name: 'strafe right', strafe: 1 },
  { ...STILL, name: 'look left', turn: LOOK },
  { ...STILL, name: 'look right', turn: -LOOK },
  { ...STILL, name: 'forward and look left', forward: 1, turn: LOOK },
  { ...STILL, name: 'forward and look right', forward: 1, turn: -LOOK },
  { ...STILL, name: 'fire', fire: true },
];

/**
 * The fifteen actions of R2D2 and PopArt-IMPALA (Kapturowski et al. 2019, appendix; arXiv:1809.04474): looks of
 * 10 and of 60 pixels, up and down too.
 */
export const WIDE_ACTIONS: readonly Action[] = [
  ...ACTIONS.slice(0, 4),
  { ...STILL, name: 'look left a little', turn: SMALL_LOOK },
  { ...STILL, name: 'look right a little', turn: -SMALL_LOOK },
  { ...STILL, name: 'look far left', turn: LARGE_LOOK },
  { ...STILL, name: 'look far right', turn: -LARGE_LOOK },
  { ...STILL, name: 'look down', lookUp: -SMALL_LOOK },
  { ...STILL, name: 'look up', lookUp: SMALL_LOOK },
  { ...STILL, name: 'forward and look left a little', forward: 1, turn: SMALL_LOOK },
  { ...STILL, name: 'forward and look right a little', forward: 1, turn: -SMALL_LOOK },
  { ...STILL, name: 'forward and look far left', forward: 1, turn: LARGE_LOOK },
  { ...STILL, name: 'forward and look far right', forward: 1, turn: -LARGE_LOOK },
  { ...STILL, name: 'fire', fire: true },
];

/** The sets an environment can be made with, by the value of its option `actionSet`. */
export const ACTION_SETS = { nine: ACTIONS, fifteen: WIDE_ACTIONS } as const;
