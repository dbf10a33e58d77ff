import {
  EYE_HEIGHT,
  HEADINGS_PER_DEGREE,
  Renderer,
  moveOneTick,
  seesItem,
} from '../engine/index.js';
import {
  Box,
  Discrete,
  Random,
  StateError,
  assertAction,
  decodeState,
  encodeState,
  type Frame,
  type Info,
  type ResetOptions,
  type StatefulEnv,
  type StepResult,
} from '../src/index.js';
import { ACTION_SETS, type Action } from './actions.js';
import type { Level, LevelDefinition, Overlay } from './level.js';
import { readLevelOptions, type LevelOptions } from './levelOptions.js';
import { isBody, isFields, isRandomState } from './stateChecks.js';

const NO_OVERLAYS: readonly Overlay[] = [];

/** Version of the bytes of `saveState`; raised whenever their meaning changes. */
const STATE_VERSION = 2;

/**
 * A level as an environment: a set of actions ({@link ACTION_SETS}), each repeated `actionRepeat` ticks, and
 * the view after the last tick as observation, `[height, width, 3]` uint8.
 *
 * Episodes have no end of their own here; the registry's `TimeLimit` truncates them. Before the first
 * seed the generator stands as if seeded with 0.
 */
export class LevelEnv implements StatefulEnv<Uint8Array, number> {
  readonly observationSpace: Box<'uint8'>;
  readonly actionSpace: Discrete;
  readonly #id: string;
  readonly #options: LevelOptions;
  readonly #actions: readonly Action[];
  readonly #level: Level;
  readonly #renderer: Renderer;
  readonly #camera = { x: 0, y: 0, eyeHeight: EYE_HEIGHT, heading: 0, pitch: 0 };
  readonly #random = new Random(0);
  #largeRenderer: Renderer | undefined;

  /** @throws {@link EnvError} if an option is unknown or out of range. */
  constructor(definition: LevelDefinition, options?: Readonly<Record<string, unknown>>) {
    this.#id = definition.id;
    this.#options = readLevelOptions(definition, options);
    this.#level = definition.build(this.#options.size, this.#options.own);
    this.#actions = ACTION_SETS[this.#options.actionSet];
    this.actionSpace = new Discrete(this.#actions.length);
    const { width, height } = this.#options;
    this.#renderer = new Renderer({ width, height });
    const shape = [height, width, 3];
    this.observationSpace = new Box({ low: 0, high: 255, shape, dtype: 'uint8' });
  }

  reset({ seed }: ResetOptions = {}): [observation: Uint8Array, info: Info] {
    if (seed !== undefined) {
      this.#random.setState(new Random(seed).getState());
    }
    this.#level.startEpisode(this.#random);
    return [this.#draw(this.#renderer), this.#info()];
  }

  /** @throws {@link InvalidActionError} if it is not the index of an action. */
  step(index: number): StepResult<Uint8Array> {
    assertAction(this.actionSpace, index, `${this.#id}: step`);
    const level = this.#level;
    const action = this.#actions[index]!;
    let reward = 0;
    let terminated = false;
    for (let tick = 0; tick < this.#options.actionRepeat && !terminated; tick++) {
      moveOneTick(level.player, action, level.scene.walls);
      reward += level.afterTick(action);
      terminated = level.isOver?.() ?? false;
    }
    return [this.#draw(this.#renderer), reward, terminated, false, this.#info()];
  }

  /** The current view, drawn anew at `renderWidth` × `renderHeight`. */
  render(): Frame {
    const { renderWidth: width, renderHeight: height } = this.#options;
    this.#largeRenderer ??= new Renderer({ width, height });
    return { width, height, data: this.#draw(this.#largeRenderer).slice() };
  }

  /** Whether an item is in view, such as a fruit, goal, key, opponent or risen platform; for probes. */
  seesItem(): boolean {
    return seesItem(this.#level.scene, this.#level.player);
  }

  close(): void {
    this.#largeRenderer = undefined;
  }

  saveState(): Uint8Array {
    const value = {
      options: this.#stateOptions(),
      player: { ...this.#level.player },
      random: this.#random.getState(),
      level: this.#level.saveState(),
    };
    return encodeState({ kind: this.#stateKind(), value });
  }

  /**
   * @throws {@link StateError} if the bytes come from another level, version or set of options, or
   *   are damaged; the environment goes on as it was then.
   */
  loadState(state: Uint8Array): Uint8Array {
    const { value } = decodeState(state, this.#stateKind());
    const { options, player, random, level } = isFields(value) ? value : {};
    this.#requireOptions(options);
    if (!isBody(player) || !isRandomState(random) || !isFields(level)) {
      throw this.#damaged();
    }
    if (!this.#level.loadState(level)) {
      throw this.#damaged();
    }
    Object.assign(this.#level.player, player);
    this.#random.setState(random);
    return this.#draw(this.#renderer);
  }

  #draw(renderer: Renderer): Uint8Array {
    const { player, scene, overlays = NO_OVERLAYS } = this.#level;
    this.#camera.x = player.x;
    this.#camera.y = player.y;
    this.#camera.eyeHeight = EYE_HEIGHT + player.z;
    this.#camera.heading = player.heading;
    this.#camera.pitch = player.pitch;
    renderer.draw(scene, this.#camera);
    for (const overlay of overlays) {
      if (overlay.visible) renderer.fill(overlay);
    }
    return renderer.pixels;
  }

  #info(): Info {
    const { x, y, heading, pitch } = this.#level.player;
    const headingDegrees = heading / HEADINGS_PER_DEGREE;
    const pitchDegrees = pitch / HEADINGS_PER_DEGREE;
    return { x, y, headingDegrees, pitchDegrees, ...this.#level.info() };
  }

  #stateKind(): string {
    return `${this.#id}/${STATE_VERSION}`;
  }

  /** Options that shape the simulation or its observations; the picture for people does not. */
  #stateOptions(): Partial<LevelOptions> {
    const { size, width, height, actionRepeat, actionSet, own } = this.#options;
    const shared = { size, width, height, actionRepeat, actionSet };
    return Object.keys(own).length > 0 ? { ...shared, own } : shared;
  }

  #requireOptions(options: unknown): void {
    const [ours, theirs] = [this.#stateOptions(), options].map((each) => JSON.stringify(each));
    if (ours !== theirs) {
      throw new StateError(
        `${this.#id}: loadState: expected a state of an environment made with ${ours!}, got one of ` +
          `${theirs ?? 'nothing'}. Make this environment with the same options.`,
      );
    }
  }

  #damaged(): StateError {
    return new StateError(
      `${this.#id}: loadState: expected player, generator and level as saveState wrote them, got a ` +
        'damaged state. Pass what saveState returned, whole and unchanged.',
    );
  }
}
