import type { Env, Frame } from '@rl-tools/env';
import type { Seen } from '../evaluation/index.js';
import { encodeGif, writeFileDurably } from '../metrics/index.js';
import { UsageError } from './usageError.js';

/** Agent steps per second of play: 60 ticks per second, 4 ticks per step. */
const STEPS_PER_SECOND = 15;

/** Takes pictures of the first episode that the first environment plays. */
export class Film {
  readonly #frames: Frame[] = [];
  readonly #mostSteps: number;
  #isOver = false;

  /** @param mostSteps - Longest film, agent steps. */
  constructor(mostSteps: number) {
    this.#mostSteps = mostSteps;
  }

  /** Call it with the first moment and with what follows every step. */
  take({ episodeStarts }: Seen, [environment]: readonly Env[]): void {
    if (this.#frames.length > 0 && episodeStarts[0] === 1) this.#isOver = true;
    if (this.#isOver || this.#frames.length >= this.#mostSteps) return;
    this.#frames.push(picture(environment!));
  }

  /** Writes the film as an animated GIF; an existing file is replaced. */
  write(path: string): void {
    writeFileDurably(path, encodeGif(this.#frames, { fps: STEPS_PER_SECOND }));
  }
}

/** A copy of the current view: an environment reuses its picture's memory. */
function picture(environment: Env): Frame {
  const frame = environment.render();
  if (!frame) throw new UsageError('This environment has no picture to show.');
  return { ...frame, data: frame.data.slice() };
}
