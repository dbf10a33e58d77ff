import { COS, SIN, wrapHeading } from './angles.js';
import { TICKS_PER_SECOND, type Body } from './body.js';
import { slide } from './collision.js';
import type { Wall } from './scene.js';
import { MAX_PITCH } from './view.js';

/** World units per second; `g_speed` of Quake 3 Arena and DeepMind Lab. */
export const TOP_SPEED = 320;

/** Share of the speed lost per second; `pm_friction`. */
const FRICTION = 6;

/** Below this speed friction acts as if the body moved at it, so that bodies stop; `pm_stopspeed`. */
const STOP_SPEED = 100;

/** Share of the wished speed gained per second; `pm_accelerate`. */
const ACCELERATION = 10;

/** World units per second below which Quake calls a body at rest. */
const REST_SPEED = 1;

const SECONDS = 1 / TICKS_PER_SECOND;

/** What a walker wants to do during a tick. */
export interface Command {
  /** 1 forward, −1 back. */
  readonly forward: -1 | 0 | 1;
  /** 1 to the right, −1 to the left. */
  readonly strafe: -1 | 0 | 1;
  /** Heading units to turn per tick; positive is to the left. */
  readonly turn: number;
  /** Heading units by which the view rises per tick; none if left out. */
  readonly lookUp?: number;
}

/** One tick of ground movement as in Quake 3 Arena (`PM_WalkMove`): turn, friction, acceleration, slide. */
export function moveOneTick(body: Body, command: Command, walls: readonly Wall[]): void {
  body.heading = wrapHeading(body.heading + command.turn);
  body.pitch = Math.min(MAX_PITCH, Math.max(-MAX_PITCH, body.pitch + (command.lookUp ?? 0)));
  applyFriction(body);
  accelerate(body, command);
  slide(body, walls, SECONDS);
}

/** v ← v · max(0, 1 − max(|v|, stop) · friction · Δt / |v|). */
function applyFriction(body: Body): void {
  const { velocityX, velocityY } = body;
  const speed = Math.sqrt(velocityX * velocityX + velocityY * velocityY);
  if (speed < REST_SPEED) {
    body.velocityX = 0;
    body.velocityY = 0;
    return;
  }
  const drop = Math.max(speed, STOP_SPEED) * FRICTION * SECONDS;
  const kept = Math.max(0, speed - drop) / speed;
  body.velocityX = velocityX * kept;
  body.velocityY = velocityY * kept;
}

/** v ← v + min(top − v·ŵ, acceleration · top · Δt) ŵ, for the wished direction ŵ. */
function accelerate(body: Body, { forward, strafe }: Command): void {
  if (forward === 0 && strafe === 0) {
    return;
  }
  const cos = COS[body.heading]!;
  const sin = SIN[body.heading]!;
  const scale = forward !== 0 && strafe !== 0 ? Math.SQRT1_2 : 1;
  const wishX = (forward * cos + strafe * sin) * scale;
  const wishY = (forward * sin - strafe * cos) * scale;
  const missing = TOP_SPEED - (body.velocityX * wishX + body.velocityY * wishY);
  if (missing > 0) {
    const gain = Math.min(missing, ACCELERATION * TOP_SPEED * SECONDS);
    body.velocityX += gain * wishX;
    body.velocityY += gain * wishY;
  }
}
