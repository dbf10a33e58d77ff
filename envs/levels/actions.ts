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

const STILL = { forward: 0, strafe: 0, turn: 0, fire: false } as const;

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
