import { createBillboard, rocketTexture, type Billboard } from '../../engine/index.js';
import type { LevelState } from '../level.js';
import { isFields, isWholeBelow } from '../stateChecks.js';
import { createRay, type Ray } from './sight.js';

/** A rocket flies 16 cells in under two seconds: four fighters never have more in the air. */
const CAPACITY = 16;

/** World units across. */
const SIZE = 16;

const RAY_NUMBERS = ['x', 'y', 'z', 'dx', 'dy', 'slope'] as const;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A place in the pool of rockets. */
export interface Rocket {
  /** Where it is and where it flies. */
  readonly ray: Ray;
  /** Index of the fighter who shot it. */
  owner: number;
  flying: boolean;
}

/** A rocket in flight, as it is saved. */
type SavedRocket = Readonly<Record<(typeof RAY_NUMBERS)[number] | 'slot' | 'owner', number>>;

/** Rockets in flight. */
export class Rockets {
  readonly all: readonly Rocket[] = Array.from({ length: CAPACITY }, () => ({
    ray: createRay(),
    owner: 0,
    flying: false,
  }));
  /** Belong in the scene. */
  readonly billboards: readonly Billboard[];
  private readonly own: readonly Mutable<Billboard>[];

  constructor() {
    const texture = rocketTexture();
    this.own = this.all.map(() => createBillboard([0, 0], { texture, size: SIZE, height: 0 }));
    this.billboards = this.own;
    this.clear();
  }

  clear(): void {
    for (const rocket of this.all) rocket.flying = false;
    this.showAll();
  }

  /** A rocket leaves; without effect if all are in flight. */
  launch(ray: Ray, owner: number): void {
    for (const rocket of this.all) {
      if (!rocket.flying) {
        Object.assign(rocket.ray, ray);
        rocket.owner = owner;
        rocket.flying = true;
        return;
      }
    }
  }

  /** Puts the pictures where the rockets are. */
  showAll(): void {
    for (let i = 0; i < CAPACITY; i++) {
      const { ray, flying } = this.all[i]!;
      const billboard = this.own[i]!;
      billboard.visible = flying;
      billboard.x = ray.x;
      billboard.y = ray.y;
      billboard.bottom = ray.z - SIZE / 2;
      billboard.top = ray.z + SIZE / 2;
    }
  }

  saveState(): LevelState[] {
    return this.all.flatMap(({ ray, owner, flying }, slot) =>
      flying ? [{ slot, owner, ...ray }] : [],
    );
  }

  /** Whether `saveState` can have written this. @param fighters - How many there are. */
  fits(state: unknown, fighters: number): state is readonly SavedRocket[] {
    return (
      Array.isArray(state) &&
      state.every(
        (rocket) =>
          isFields(rocket) &&
          isWholeBelow(rocket.slot, CAPACITY) &&
          isWholeBelow(rocket.owner, fighters) &&
          RAY_NUMBERS.every((name) => Number.isFinite(rocket[name])),
      )
    );
  }

  /** Takes up a state that {@link Rockets.fits}. */
  loadState(state: readonly SavedRocket[]): void {
    this.clear();
    for (const saved of state) {
      const rocket = this.all[saved.slot]!;
      for (const name of RAY_NUMBERS) rocket.ray[name] = saved[name];
      rocket.owner = saved.owner;
      rocket.flying = true;
    }
    this.showAll();
  }
}
