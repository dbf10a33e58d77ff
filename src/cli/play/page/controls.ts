import type { PlayerInput } from '../freePlay.js';

/** Heading units (0.05°) per pixel of the mouse: 0.1°. */
const UNITS_PER_PIXEL = 2;

/** Heading units per tick of a held look key: 2.1°, as the agents' looks. */
const UNITS_PER_TICK = 42;

type Control =
  'forward' | 'back' | 'left' | 'right' | 'turnLeft' | 'turnRight' | 'up' | 'down' | 'fire';

/** Keys by their place on the keyboard, whatever letters are printed there. */
const KEYS: Readonly<Record<string, Control>> = {
  KeyW: 'forward',
  KeyS: 'back',
  KeyA: 'left',
  KeyD: 'right',
  ArrowUp: 'forward',
  ArrowDown: 'back',
  ArrowLeft: 'turnLeft',
  ArrowRight: 'turnRight',
  PageUp: 'up',
  PageDown: 'down',
  Space: 'fire',
};

/** What is held down and how far the mouse has moved, as the input of the next tick. */
export class Controls {
  readonly #held = new Set<Control>();
  /** Fired since the last tick: a click shorter than a tick counts too. */
  #fired = false;
  #mouseX = 0;
  #mouseY = 0;

  /** @returns whether the key means something here. */
  press(code: string): boolean {
    const control = KEYS[code];
    if (control === undefined) return false;
    this.#held.add(control);
    if (control === 'fire') this.#fired = true;
    return true;
  }

  release(code: string): void {
    const control = KEYS[code];
    if (control !== undefined) this.#held.delete(control);
  }

  releaseAll(): void {
    this.#held.clear();
    this.#fired = false;
    this.#mouseX = 0;
    this.#mouseY = 0;
  }

  /** @param x - Pixels to the right. @param y - Pixels down. */
  moveMouse(x: number, y: number): void {
    this.#mouseX += x;
    this.#mouseY += y;
  }

  /** The input since the call before; the mouse's way is used up by it. */
  take(): PlayerInput {
    const turn = -Math.round(this.#mouseX * UNITS_PER_PIXEL);
    const lookUp = -Math.round(this.#mouseY * UNITS_PER_PIXEL);
    this.#mouseX = 0;
    this.#mouseY = 0;
    const fire = this.#fired || this.#held.has('fire');
    this.#fired = false;
    return {
      forward: this.#balance('forward', 'back'),
      strafe: this.#balance('right', 'left'),
      turn: turn + UNITS_PER_TICK * this.#balance('turnLeft', 'turnRight'),
      lookUp: lookUp + UNITS_PER_TICK * this.#balance('up', 'down'),
      fire,
    };
  }

  #balance(more: Control, less: Control): -1 | 0 | 1 {
    const [up, down] = [this.#held.has(more), this.#held.has(less)];
    if (up === down) return 0;
    return up ? 1 : -1;
  }
}
