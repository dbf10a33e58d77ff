import {
  REACH,
  SUPPLY_PICTURE_SIZE,
  armourTexture,
  createBillboard,
  healthTexture,
  lightningWeaponTexture,
  railWeaponTexture,
  rocketWeaponTexture,
  type Billboard,
  type Texture,
} from '../../engine/index.js';
import { cellCentre, type Maze } from '../maze/index.js';
import { isWholeBelow } from '../stateChecks.js';
import { FULL_HEALTH, MAX_ARMOUR, squaredDistance, type Fighter } from './fighter.js';
import { WEAPONS } from './weapons.js';

/** What lies about. */
export type SupplyKind = 'weapon' | 'health' | 'armour';

/** Ticks until a supply is back: 5, 35 and 25 s (Quake 3 and DeepMind Lab, `g_items.c`). */
const BACK_TICKS: Readonly<Record<SupplyKind, number>> = {
  weapon: 300,
  health: 2100,
  armour: 1500,
};

/** What large health and combat armour give; Quake 3, `bg_misc.c`. */
const HEALTH = 50;
const ARMOUR = 50;

/** Most rounds of a weapon found; Quake 3, `Add_Ammo`. */
const MAX_ROUNDS = 200;

const WEAPON_TEXTURES: readonly (() => Texture)[] = [
  rocketWeaponTexture, // the rapid gadget never lies about
  rocketWeaponTexture,
  lightningWeaponTexture,
  railWeaponTexture,
];

/** A supply's place in the layout. */
export interface SupplyPlace {
  readonly kind: SupplyKind;
  readonly cell: number;
}

/** A weapon, health and armour in the cells of one episode; each comes back a while after it was taken. */
export class Supplies {
  /** Belong in the scene. */
  readonly billboards: readonly Billboard[];
  /** Their cells; the weapon's is the first. */
  readonly cells: readonly number[];
  readonly count: number;
  /** For each the ticks until it is back; 0 while it is there. */
  private readonly ticks: Int32Array;

  /** @param found - Index of the weapon in `WEAPONS`. */
  constructor(
    maze: Maze,
    private readonly places: readonly SupplyPlace[],
    private readonly found: number,
  ) {
    const textures = { health: healthTexture, armour: armourTexture };
    this.billboards = places.map(({ kind, cell }) =>
      createBillboard(cellCentre(maze, cell), {
        texture: kind === 'weapon' ? WEAPON_TEXTURES[found]!() : textures[kind](),
        size: SUPPLY_PICTURE_SIZE,
        height: SUPPLY_PICTURE_SIZE / 2,
      }),
    );
    this.cells = places.map(({ cell }) => cell);
    this.count = places.length;
    this.ticks = new Int32Array(places.length);
  }

  /** One tick of waiting. */
  passTime(): void {
    for (let i = 0; i < this.count; i++) {
      if (this.ticks[i]! > 0) this.ticks[i]!--;
      this.billboards[i]!.visible = this.ticks[i] === 0;
    }
  }

  /** Gives a fighter all that is within reach and of use to it. */
  offer(fighter: Fighter): void {
    for (let i = 0; i < this.count; i++) {
      const near = squaredDistance(this.billboards[i]!, fighter.body) <= REACH * REACH;
      if (near && this.ticks[i] === 0 && this.give(this.places[i]!.kind, fighter)) {
        this.ticks[i] = BACK_TICKS[this.places[i]!.kind];
        this.billboards[i]!.visible = false;
      }
    }
  }

  /** @returns whether the fighter could use it. */
  private give(kind: SupplyKind, fighter: Fighter): boolean {
    switch (kind) {
      case 'health':
        if (fighter.health >= FULL_HEALTH) return false;
        fighter.health = Math.min(FULL_HEALTH, fighter.health + HEALTH);
        return true;
      case 'armour':
        if (fighter.armour >= MAX_ARMOUR) return false;
        fighter.armour = Math.min(MAX_ARMOUR, fighter.armour + ARMOUR);
        return true;
      case 'weapon': {
        // Fills up to what a fresh one holds; who has that much gets one round more (`Pickup_Weapon`).
        const { rounds } = WEAPONS[this.found]!;
        fighter.foundRounds = Math.min(MAX_ROUNDS, Math.max(rounds, fighter.foundRounds + 1));
        return true;
      }
    }
  }

  /** For each supply the ticks until it is back. */
  saveState(): number[] {
    return [...this.ticks];
  }

  /** Whether `saveState` can have written this. */
  fits(state: unknown): state is readonly number[] {
    return (
      Array.isArray(state) &&
      state.length === this.count &&
      state.every((ticks, i) => isWholeBelow(ticks, BACK_TICKS[this.places[i]!.kind] + 1))
    );
  }

  /** Takes up a state that {@link Supplies.fits}. */
  loadState(state: readonly number[]): void {
    this.ticks.set(state);
    this.billboards.forEach((billboard, i) => (billboard.visible = state[i] === 0));
  }
}
