import {
  beadTexture,
  blastTexture,
  createBillboard,
  once,
  type Billboard,
  type Texture,
} from '../../engine/index.js';
import { isFields, isWholeBelow } from '../stateChecks.js';
import type { LevelState } from '../level.js';

/** A kind of short-lived light. */
interface LightKind {
  readonly texture: () => Texture;
  /** World units across. */
  readonly size: number;
  readonly ticks: number;
}

/** Long enough to be in at least one observation: an agent sees every fourth tick. */
const SHORT = 4;

const LIGHT_KINDS: readonly LightKind[] = [
  { texture: once(() => beadTexture([255, 220, 90])), size: 2.5, ticks: SHORT },
  { texture: once(() => beadTexture([90, 170, 255])), size: 5, ticks: SHORT },
  { texture: once(() => beadTexture([220, 90, 255])), size: 5, ticks: 30 },
  { texture: once(() => beadTexture([255, 240, 190])), size: 9, ticks: 6 },
  { texture: blastTexture, size: 70, ticks: 16 },
];

/** Indices of the kinds of light. */
export const TRACER = 0;
export const LIGHTNING_BEAD = 1;
export const RAIL_BEAD = 2;
export const SPARK = 3;
export const BLAST = 4;

/** Lights at once; the oldest goes out when there are more. */
const CAPACITY = 192;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Tracers, beams, sparks and blasts: lights that go out by themselves. */
export class Lights {
  /** Belong in the scene. */
  readonly billboards: readonly Billboard[];
  private readonly own: readonly Mutable<Billboard>[];
  private readonly kinds = new Int32Array(CAPACITY);
  private readonly ticks = new Int32Array(CAPACITY);
  private next = 0;

  constructor() {
    const texture = LIGHT_KINDS[0]!.texture();
    this.own = Array.from({ length: CAPACITY }, () =>
      createBillboard([0, 0], { texture, size: 1, height: 0 }),
    );
    this.billboards = this.own;
    this.clear();
  }

  clear(): void {
    this.ticks.fill(0);
    this.next = 0;
    for (const billboard of this.own) billboard.visible = false;
  }

  /** Lights one at a place, world units. */
  show(kind: number, place: { x: number; y: number; z: number }): void {
    const slot = this.next;
    this.next = (slot + 1) % CAPACITY;
    this.kinds[slot] = kind;
    this.ticks[slot] = LIGHT_KINDS[kind]!.ticks;
    this.put(slot, place);
  }

  /** One tick passes. */
  age(): void {
    const { ticks, own } = this;
    for (let slot = 0; slot < CAPACITY; slot++) {
      if (ticks[slot]! > 0) {
        ticks[slot]!--;
        own[slot]!.visible = ticks[slot]! > 0;
      }
    }
  }

  saveState(): LevelState {
    const lit = this.own.flatMap(({ x, y, bottom }, slot) =>
      this.ticks[slot]! > 0
        ? [{ slot, kind: this.kinds[slot]!, ticks: this.ticks[slot]!, x, y, bottom }]
        : [],
    );
    return { next: this.next, lit };
  }

  /** Whether `saveState` can have written this. */
  fits(state: unknown): state is { next: number; lit: readonly SavedLight[] } {
    return (
      isFields(state) &&
      isWholeBelow(state.next, CAPACITY) &&
      Array.isArray(state.lit) &&
      state.lit.every(isSavedLight)
    );
  }

  /** Takes up a state that {@link Lights.fits}. */
  loadState({ next, lit }: { next: number; lit: readonly SavedLight[] }): void {
    this.clear();
    this.next = next;
    for (const { slot, kind, ticks, x, y, bottom } of lit) {
      this.kinds[slot] = kind;
      this.ticks[slot] = ticks;
      this.put(slot, { x, y, z: 0 });
      this.own[slot]!.bottom = bottom;
      this.own[slot]!.top = bottom + LIGHT_KINDS[kind]!.size;
    }
  }

  private put(slot: number, { x, y, z }: { x: number; y: number; z: number }): void {
    const { texture, size } = LIGHT_KINDS[this.kinds[slot]!]!;
    const billboard = this.own[slot]!;
    billboard.texture = texture();
    billboard.x = x;
    billboard.y = y;
    billboard.width = size;
    billboard.bottom = z - size / 2;
    billboard.top = billboard.bottom + size;
    billboard.texelsPerUnit = billboard.texture.height / size;
    billboard.visible = true;
  }
}

/** A light as it is saved. */
interface SavedLight {
  readonly slot: number;
  readonly kind: number;
  readonly ticks: number;
  readonly x: number;
  readonly y: number;
  readonly bottom: number;
}

function isSavedLight(value: unknown): value is SavedLight {
  return (
    isFields(value) &&
    isWholeBelow(value.slot, CAPACITY) &&
    isWholeBelow(value.kind, LIGHT_KINDS.length) &&
    isWholeBelow(value.ticks, LIGHT_KINDS[value.kind]!.ticks + 1) &&
    [value.x, value.y, value.bottom].every(Number.isFinite)
  );
}
