import type { Body, Rectangle, Scene } from '../engine/index.js';
import type { Info, Random, StateValue } from '../src/index.js';
import type { Action } from './actions.js';

/** The changing part of a level, by names. */
export type LevelState = Readonly<Record<string, StateValue>>;

/** A rectangle of one colour over the view. */
export interface Overlay extends Rectangle {
  readonly visible: boolean;
}

/**
 * The world and the rules of one level. `LevelEnv` makes it an environment: it turns actions into
 * motion, repeats them, draws, and stores.
 */
export interface Level {
  /** What is seen and walked into; the rules may change it, or put another in its place, from tick to tick. */
  readonly scene: Scene;
  /** Drawn over the view, in this order; absent where nothing is. */
  readonly overlays?: readonly Overlay[];
  /** Moved by `LevelEnv`; the rules may put it elsewhere. */
  readonly player: Body;
  /** Begins an episode: everything in which episodes differ is drawn from `random`. */
  startEpisode(random: Random): void;
  /**
   * Applies the rules after one tick of motion.
   *
   * @param action - What the player did in the tick; its motion is already made.
   * @returns the tick's reward.
   */
  afterTick(action: Action): number;
  /** Whether the rules have ended the episode; absent where only time does. */
  isOver?(): boolean;
  /** Facts for people and probes, beyond the player's place, which `LevelEnv` reports. */
  info(): Info;
  /** All that `startEpisode` and `afterTick` may change, the player excepted. */
  saveState(): LevelState;
  /** Takes up what `saveState` gave; false where it cannot have given that. */
  loadState(state: Readonly<Record<string, unknown>>): boolean;
}

/** Picture and episode of one size of a level; users may override each number. */
export interface LevelSize {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly episodeSeconds: number;
}

/** Numbers an option may take. */
export interface NumberRule {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

/** Values of a level's own options, by name; what was left out is as the size says. */
export type OwnOptions = Readonly<Record<string, number>>;

/** A level as it is registered. */
export interface LevelDefinition<Size extends string = string> {
  readonly id: string;
  readonly sizes: Readonly<Record<Size, LevelSize>>;
  readonly defaultSize: Size;
  /** Options that this level alone understands, beside those of all levels. */
  readonly ownOptions?: Readonly<Record<string, NumberRule>>;
  /** Builds world and rules for one environment, which alone will change them. */
  build(size: Size, own?: OwnOptions): Level;
}
