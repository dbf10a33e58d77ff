/**
 * What fighters shoot with. Damage, rounds, reload times, spread and ranges are Quake 3 Arena's, on which
 * DeepMind Lab's gadgets are built (`bg_pmove.c`, `g_weapon.c`, `bg_misc.c`).
 */
export interface Weapon {
  readonly name: 'rapid' | 'rocket' | 'lightning' | 'rail';
  readonly damage: number;
  readonly reloadTicks: number;
  /** Rounds in it at a respawn (rapid), or that one taken from the floor holds. */
  readonly rounds: number;
  /** World units. */
  readonly range: number;
  /** Units by which a shot may stray in {@link SPREAD_DISTANCE}, both ways. */
  readonly spread: number;
}

/** World units ahead at which spread is measured. */
export const SPREAD_DISTANCE = 8192;

/** Fighters carry the first one always; the others lie about, one of them in each episode. */
export const WEAPONS: readonly Weapon[] = [
  { name: 'rapid', damage: 7, reloadTicks: 6, rounds: 100, range: 8192, spread: 200 },
  { name: 'rocket', damage: 100, reloadTicks: 48, rounds: 10, range: 8192, spread: 0 },
  { name: 'lightning', damage: 8, reloadTicks: 3, rounds: 100, range: 768, spread: 0 },
  { name: 'rail', damage: 100, reloadTicks: 90, rounds: 10, range: 8192, spread: 0 },
];

/** Indices in {@link WEAPONS}. */
export const RAPID = 0;
export const ROCKET = 1;
export const LIGHTNING = 2;
export const RAIL = 3;

/** A rocket in flight; Quake 3 Arena, `g_missile.c`, `fire_rocket`. */
export const ROCKET_UNITS_PER_TICK = 15; // 900 units per second
export const SPLASH_DAMAGE = 100;
export const SPLASH_RADIUS = 120;
