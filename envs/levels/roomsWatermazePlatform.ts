import {
  BODY_RADIUS,
  TICKS_PER_SECOND,
  createSlab,
  metalPlateTexture,
  setSlabTop,
  type Body,
  type Point,
  type Slab,
} from '../engine/index.js';
import { regularPolygon } from './roomsWatermazePool.js';

const SIDES = 8;

/** World units from the platform's middle to each of its sides. */
const PLATFORM_HALF_WIDTH = 64;

/** Height of the top above the floor at rest and raised; it travels 96 units. */
const LOWERED_TOP = -2;
const RAISED_TOP = 94;

/** Ticks from contact until it moves: the 50 ms by which every mover of Quake 3 starts late. */
const RISE_DELAY_TICKS = 3;

/** 700 units per second. */
const RISE_PER_TICK = 700 / TICKS_PER_SECOND;

/**
 * Ticks from contact to the first trigger, and from each to the next.
 *
 * In the original a button of 192 units that hangs about the platform moves up by 136 units at 700
 * units per second, 50 ms after it is touched, then back, and can be touched again: 15 ticks up,
 * 14 back. Each time it is up it switches a timer on or off, and switching on is a trigger.
 */
const FIRST_TRIGGER_TICK = 15;
const TICKS_BETWEEN_TRIGGERS = 2 * 29;

/** Triggers that give a reward; the one after them restarts the map. */
const REWARDED_TRIGGERS = 5;

/** Ticks from contact to the trigger that restarts the map: 5.1 s. */
export const LAST_TRIGGER_TICK = FIRST_TRIGGER_TICK + REWARDED_TRIGGERS * TICKS_BETWEEN_TRIGGERS;

/** Share of a diagonal's length along either axis. */
const DIAGONAL = Math.SQRT1_2;

/** What the platform does in a tick. */
export type PlatformEvent = 'none' | 'reward' | 'restart';

/**
 * The hidden platform: an octagon below the water that rises under whoever touches it and holds
 * them in its middle until the last trigger.
 */
export class Platform {
  /** Belongs in the scene; another one after every {@link Platform.place}. */
  slab = hiddenSlab([0, 0]);
  /** Its middle, world units. */
  x = 0;
  y = 0;
  /** Ticks since it was touched; −1 while it lies hidden. */
  ticksHeld = -1;

  /** Puts it somewhere else, lowered. */
  place([x, y]: Point): void {
    this.x = x;
    this.y = y;
    this.slab = hiddenSlab([x, y]);
    this.ticksHeld = -1;
  }

  /** Hides it (−1) or raises it as far as it is that many ticks after contact. */
  setTicksHeld(ticks: number): void {
    this.ticksHeld = ticks;
    const risen = Math.max(0, ticks - RISE_DELAY_TICKS) * RISE_PER_TICK;
    setSlabTop(this.slab, Math.min(RAISED_TOP, LOWERED_TOP + risen));
  }

  /** One tick: waits for contact, or lifts and holds the player. */
  tick(player: Body): PlatformEvent {
    if (this.ticksHeld < 0 && !this.touches(player)) {
      return 'none';
    }
    this.setTicksHeld(this.ticksHeld + 1);
    this.hold(player);
    return this.eventNow();
  }

  private eventNow(): PlatformEvent {
    const since = this.ticksHeld - FIRST_TRIGGER_TICK;
    if (since < 0 || since % TICKS_BETWEEN_TRIGGERS !== 0) return 'none';
    return this.ticksHeld < LAST_TRIGGER_TICK ? 'reward' : 'restart';
  }

  /** Whether a body's circle reaches the octagon (its corners, by at most 3 units, not quite so). */
  private touches({ x, y }: Body): boolean {
    const reach = PLATFORM_HALF_WIDTH + BODY_RADIUS;
    const dx = Math.abs(x - this.x);
    const dy = Math.abs(y - this.y);
    return dx <= reach && dy <= reach && (dx + dy) * DIAGONAL <= reach;
  }

  private hold(player: Body): void {
    player.x = this.x;
    player.y = this.y;
    player.z = Math.max(0, this.slab.lid.height);
    player.velocityX = 0;
    player.velocityY = 0;
  }
}

/** The platform's slab around a point, lowered. */
function hiddenSlab(middle: Point): Slab {
  const slab = createSlab(regularPolygon(SIDES, PLATFORM_HALF_WIDTH, middle), {
    side: metalPlateTexture(),
    lid: metalPlateTexture(),
    top: RAISED_TOP,
    texelsPerUnit: 0.5,
  });
  setSlabTop(slab, LOWERED_TOP);
  return slab;
}
