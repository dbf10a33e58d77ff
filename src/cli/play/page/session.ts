import { TICKS_PER_SECOND } from '@rl-tools/env/engine';
import { FreePlay } from '../freePlay.js';
import type { Controls } from './controls.js';
import { announce, showEpisode, showFigures, showOverlay, type Choice } from './panel.js';
import { Screen } from './screen.js';
import { postScore } from './server.js';
import { TickClock } from './tickClock.js';

/** `ready`: the episode has not begun; `over`: it has ended, and the next is to be asked for. */
type Phase = 'ready' | 'playing' | 'paused' | 'over';

/** Frames after which the agent's view and the map are drawn anew. */
const FRAMES_PER_STEP = 4;

const LARGEST_SEED = Number.MAX_SAFE_INTEGER;

/** Episodes of one level at one size, one after another, with seeds that count up. */
export class Session {
  readonly #game: FreePlay;
  readonly #screen: Screen;
  readonly #clock = new TickClock(TICKS_PER_SECOND);
  #phase: Phase = 'ready';
  #episode = 1;
  #seed: number;

  constructor(
    private readonly choice: Choice,
    private readonly context: { readonly controls: Controls; readonly recording: boolean },
  ) {
    const { level, size, seed } = choice;
    this.#game = new FreePlay(level, size);
    this.#screen = new Screen(level.sizes[size]!);
    this.#seed = Math.min(LARGEST_SEED, Math.max(0, Math.trunc(seed)));
    this.#startEpisode();
  }

  get isPlaying(): boolean {
    return this.#phase === 'playing';
  }

  /** Goes on: begins, ends a pause, or begins the next episode. */
  play(): void {
    if (this.#phase === 'playing') return;
    if (this.#phase === 'over') this.#nextSeed();
    this.#setPhase('playing');
  }

  pause(): void {
    if (this.#phase === 'playing') this.#setPhase('paused');
  }

  togglePause(): void {
    if (this.#phase === 'playing') this.pause();
    else this.play();
  }

  /** Gives the episode up, unrecorded, and begins the next. */
  newEpisode(): void {
    this.#nextSeed();
    this.#setPhase('playing');
  }

  /** Plays the ticks that are due and shows the result. */
  advance(nowMs: number): void {
    if (this.#phase !== 'playing') return;
    const due = this.#clock.ticksDue(nowMs);
    for (let tick = 0; tick < due && !this.#game.isOver; tick++) this.#tick();
    if (due > 0) this.#screen.showView(this.#game);
    showFigures(this.#game);
    if (this.#game.isOver) this.#end();
  }

  #tick(): void {
    const game = this.#game;
    const reward = game.tick(this.context.controls.take());
    if (reward !== 0) {
      announce(`${reward > 0 ? '+' : '−'}${Math.abs(reward)}, score ${game.score}`);
    }
    if (game.frames % FRAMES_PER_STEP === 0) this.#screen.showStep(game);
  }

  #nextSeed(): void {
    this.#episode++;
    this.#seed = this.#seed === LARGEST_SEED ? 0 : this.#seed + 1;
    this.#startEpisode();
  }

  #startEpisode(): void {
    this.#game.start(this.#seed);
    announce('');
    showEpisode(this.#episode, this.#seed);
    showFigures(this.#game);
    this.#screen.showView(this.#game);
    this.#screen.showStep(this.#game);
    this.#setPhase('ready');
  }

  #end(): void {
    this.#screen.showStep(this.#game);
    this.#setPhase('over');
    announce(`Episode ${this.#episode} is over. Score ${this.#game.score}.`);
    if (this.context.recording) void this.#record();
  }

  async #record(): Promise<void> {
    const { score, frames } = this.#game;
    const { level, size } = this.choice;
    const posted = { level: level.id, size, seed: this.#seed, return: score, frames };
    try {
      await postScore(posted);
      announce(`Episode over. Score ${score}, recorded.`);
    } catch (error) {
      announce(`Score ${score} is not recorded: ${error instanceof Error ? error.message : ''}`);
    }
  }

  #setPhase(phase: Phase): void {
    this.#phase = phase;
    this.#clock.restart();
    this.context.controls.releaseAll();
    const score = this.#game.score;
    const words = {
      ready: 'Play (click or Enter)',
      playing: undefined,
      paused: 'Paused. Go on (click or Enter)',
      over: `Score ${score}. Next episode (click or Enter)`,
    };
    showOverlay(words[phase]);
  }
}
