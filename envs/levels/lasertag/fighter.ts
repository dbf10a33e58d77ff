import { BODY_RADIUS, createBody, type Body } from '../../engine/index.js';
import { RAPID, WEAPONS, type Weapon } from './weapons.js';

/** Health and armour rest at this; what is above wears off by 1 a second. */
export const FULL_HEALTH = 100;

/** Health after a respawn of who has the usual {@link FULL_HEALTH}. */
export const SPAWN_HEALTH = 125;

/** Most armour one can wear, and the share of damage it takes; Quake 3 Arena, `g_combat.c`. */
export const MAX_ARMOUR = 200;
const ARMOUR_SHARE = 0.66;

/** From a tag to the respawn: 1.7 s, as in Quake 3 Arena, `player_die`. */
export const AWAY_TICKS = 102;

/** How long a hit is shown. */
export const HURT_TICKS = 10;

/** The space a fighter takes: Quake's box is 30 wide and 56 high. World units. */
export const HIT_RADIUS = 17; // a circle of the same area as the box
export const FIGHTER_HEIGHT = 56;

/** A place on the floor plan, world units. */
export type Place = Pick<Body, 'x' | 'y'>;

/** The player or a bot. Mutable; all numbers are whole except those of the body. */
export interface Fighter {
  readonly body: Body;
  health: number;
  armour: number;
  /** Rounds left in the rapid gadget. */
  rapidRounds: number;
  /** Rounds left in the weapon taken from the floor; 0 where there is none. */
  foundRounds: number;
  /** Ticks until the next shot. */
  reloadTicks: number;
  /** Ticks until the respawn; 0 while in play. */
  awayTicks: number;
  /** Ticks for which the last hit is still shown. */
  hurtTicks: number;
  /** Others tagged by this one, times it was tagged by others, and by itself. */
  tags: number;
  tagged: number;
  selfTags: number;
  /** 1 + index of whoever hit this one last; 0 if nobody has since it last looked. */
  hitBy: number;
}

/** The numbers of a fighter, for saving. */
export const FIGHTER_NUMBERS = [
  'health',
  'armour',
  'rapidRounds',
  'foundRounds',
  'reloadTicks',
  'awayTicks',
  'hurtTicks',
  'tags',
  'tagged',
  'selfTags',
  'hitBy',
] as const;

export function createFighter(): Fighter {
  return {
    body: createBody(),
    health: 0,
    armour: 0,
    rapidRounds: 0,
    foundRounds: 0,
    reloadTicks: 0,
    awayTicks: 0,
    hurtTicks: 0,
    tags: 0,
    tagged: 0,
    selfTags: 0,
    hitBy: 0,
  };
}

/** Ready for play, with fresh health and rounds, wherever the body is. */
export function refresh(fighter: Fighter, health: number): void {
  fighter.health = health;
  fighter.armour = 0;
  fighter.rapidRounds = WEAPONS[RAPID]!.rounds;
  fighter.foundRounds = 0;
  fighter.reloadTicks = 0;
  fighter.awayTicks = 0;
  fighter.hurtTicks = 0;
  fighter.hitBy = 0;
}

export function inPlay(fighter: Fighter): boolean {
  return fighter.awayTicks === 0;
}

/** What a fighter holds: the weapon found, at `found` in {@link WEAPONS}, while it has rounds. */
export function heldWeapon(fighter: Fighter, found: number): Weapon {
  return WEAPONS[fighter.foundRounds > 0 ? found : RAPID]!;
}

/** Takes damage; armour takes its share, rounded up. @returns whether that was the last of the health. */
export function takeDamage(fighter: Fighter, damage: number): boolean {
  const saved = Math.min(fighter.armour, Math.ceil(damage * ARMOUR_SHARE));
  fighter.armour -= saved;
  fighter.health -= damage - saved;
  fighter.hurtTicks = HURT_TICKS;
  return fighter.health <= 0;
}

/** One second of wear: health and armour above {@link FULL_HEALTH} sink by 1. */
export function wearOff(fighter: Fighter): void {
  if (fighter.health > FULL_HEALTH) fighter.health--;
  if (fighter.armour > FULL_HEALTH) fighter.armour--;
}

/** One tick of reloading and of showing the last hit. */
export function countDown(fighter: Fighter): void {
  if (fighter.reloadTicks > 0) fighter.reloadTicks--;
  if (fighter.hurtTicks > 0) fighter.hurtTicks--;
}

/** Square of the distance between two places, world units. */
export function squaredDistance(a: Place, b: Place): number {
  const [dx, dy] = [a.x - b.x, a.y - b.y];
  return dx * dx + dy * dy;
}

/** Distance that two bodies keep: they are solid to each other. */
export const APART = 2 * BODY_RADIUS;
