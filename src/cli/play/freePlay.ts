import { Random } from '@rl-tools/env';
import {
  EYE_HEIGHT,
  TICKS_PER_SECOND,
  moveOneTick,
  type MapRenderer,
  type Point,
  type Renderer,
} from '@rl-tools/env/engine';
import type { Action, Level, LevelDefinition } from '@rl-tools/env/levels';

/** What a person does in one tick; unlike an agent's actions, looks are free. */
export type PlayerInput = Omit<Action, 'name'>;

/** Ticks between two points of the path: one agent step. */
const TICKS_PER_POINT = 4;

/**
 * A level played tick by tick, with free looks, by the same rules, motion and time limit as
 * `LevelEnv`'s. An episode of a seed begins as `reset({ seed })` begins it.
 */
export class FreePlay {
  /** Sum of rewards so far. */
  score = 0;
  /** Ticks so far. */
  frames = 0;
  /** Ticks after which time is up. */
  readonly totalFrames: number;
  readonly #level: Level;
  readonly #path: Point[] = [];
  #endedByRules = false;

  constructor(definition: LevelDefinition, size: string) {
    const { episodeSeconds } = definition.sizes[size]!;
    this.totalFrames = Math.round(episodeSeconds * TICKS_PER_SECOND);
    this.#level = definition.build(size);
  }

  get isOver(): boolean {
    return this.#endedByRules || this.frames >= this.totalFrames;
  }

  get secondsLeft(): number {
    return (this.totalFrames - this.frames) / TICKS_PER_SECOND;
  }

  /** Where the player has been, oldest first, a point per agent step of four ticks. */
  get path(): readonly Point[] {
    return this.#path;
  }

  start(seed: number): void {
    this.score = 0;
    this.frames = 0;
    this.#endedByRules = false;
    this.#level.startEpisode(new Random(seed));
    this.#path.length = 0;
    this.#notePlace();
  }

  /** Plays one tick; without effect once the episode is over. @returns the tick's reward. */
  tick(input: PlayerInput): number {
    if (this.isOver) return 0;
    const level = this.#level;
    const action: Action = { ...input, name: 'free' };
    moveOneTick(level.player, action, level.scene.walls);
    const reward = level.afterTick(action);
    this.score += reward;
    this.frames++;
    this.#endedByRules = level.isOver?.() ?? false;
    if (this.frames % TICKS_PER_POINT === 0) this.#notePlace();
    return reward;
  }

  /** Draws what the player sees. @returns the renderer's pixels. */
  drawView(renderer: Renderer): Uint8Array {
    const { player, scene, overlays = [] } = this.#level;
    const { x, y, z, heading, pitch } = player;
    renderer.draw(scene, { x, y, eyeHeight: EYE_HEIGHT + z, heading, pitch });
    for (const overlay of overlays) {
      if (overlay.visible) renderer.fill(overlay);
    }
    return renderer.pixels;
  }

  /** Draws the level from above, with the player and its path. @returns the renderer's pixels. */
  drawMap(renderer: MapRenderer): Uint8Array {
    const { scene, player } = this.#level;
    return renderer.draw(scene, { player, path: this.#path });
  }

  #notePlace(): void {
    const { x, y } = this.#level.player;
    this.#path.push([x, y]);
  }
}
