import type { Body } from './body.js';
import { createBillboard, type Billboard, type Point } from './scene.js';
import type { Texture } from './texture.js';

/**
 * How near a walker's centre must come to take an item, in world units.
 *
 * Quake 3's `BG_PlayerTouchesItem` reaches 36 to 50 units along the axes; a circle of 40 covers about
 * the same ground and favours no direction.
 */
export const REACH = 40;

/** Items that look alike and give the same reward. */
export interface PickupKind {
  readonly places: readonly Point[];
  readonly texture: Texture;
  /** World units across; also of the picture's height. */
  readonly size: number;
  /** World units from the floor to the middle of the picture. */
  readonly height: number;
  /** Given to whoever takes one. */
  readonly reward: number;
}

/** Items lying about, to be taken by walking near them. They do not come back by themselves. */
export class Pickups {
  /** All items, kind after kind; a taken one is not visible. Belong in the scene. */
  readonly billboards: readonly Billboard[];
  private readonly rewards: readonly number[];
  private readonly byKind: readonly (readonly Billboard[])[];

  constructor(kinds: readonly PickupKind[]) {
    this.byKind = kinds.map((kind) => kind.places.map((place) => createBillboard(place, kind)));
    this.billboards = this.byKind.flat();
    this.rewards = kinds.flatMap(({ places, reward }) => places.map(() => reward));
  }

  /** Takes every item within reach of `body`. @returns the sum of their rewards. */
  take(body: Body): number {
    const { billboards, rewards } = this;
    let reward = 0;
    for (let i = 0; i < billboards.length; i++) {
      const billboard = billboards[i]!;
      const dx = billboard.x - body.x;
      const dy = billboard.y - body.y;
      if (billboard.visible && dx * dx + dy * dy <= REACH * REACH) {
        billboard.visible = false;
        reward += rewards[i]!;
      }
    }
    return reward;
  }

  /** How many items of a kind, by its index, have not been taken. */
  left(kind: number): number {
    let count = 0;
    for (const billboard of this.byKind[kind]!) {
      count += billboard.visible ? 1 : 0;
    }
    return count;
  }

  /** Puts every item back. */
  restore(): void {
    for (const billboard of this.billboards) {
      billboard.visible = true;
    }
  }

  /** For each item whether it is still there. */
  saveState(): boolean[] {
    return this.billboards.map(({ visible }) => visible);
  }

  /** Takes up what `saveState` gave; false, with nothing changed, for anything else. */
  loadState(state: unknown): boolean {
    const legal =
      Array.isArray(state) &&
      state.length === this.billboards.length &&
      state.every((visible) => typeof visible === 'boolean');
    if (legal) {
      this.billboards.forEach((billboard, i) => (billboard.visible = state[i]!));
    }
    return legal;
  }
}
