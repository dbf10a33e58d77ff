import {
  BODY_RADIUS,
  HEADINGS,
  REACH,
  createBody,
  type Billboard,
  type Colour,
  type Scene,
} from '../../engine/index.js';
import { Random, type Info, type RandomState } from '../../src/index.js';
import type { Level, LevelState, Overlay } from '../level.js';
import { isRandomState } from '../stateChecks.js';
import { KEY_COLOURS } from './colours.js';
import { gapOf, startPoint, touchesCell, type Gap } from './floorPlan.js';
import { generatePuzzle } from './generatePuzzle.js';
import { NONE, TICKS_AFTER_GOAL, noProgress, readProgress, type Progress } from './progress.js';
import type { Puzzle, PuzzleRules } from './puzzle.js';
import { PuzzleScene } from './puzzleScene.js';

const KEY_REWARD = 1;
const DOOR_REWARD = 1;
const GOAL_REWARD = 50;

/** The rules of keys, doors and goal, played on one puzzle per episode. */
export class KeysDoorsLevel implements Level {
  readonly player = createBody();
  /** The held key's colour: 48 pixels wide, 12 from the corner of a picture of 288 × 216. */
  private readonly heldKeyOverlay = {
    left: 12 / 288,
    top: 12 / 216,
    width: 48 / 288,
    height: 48 / 216,
    colour: [0, 0, 0] as Colour,
    visible: false,
  };
  readonly overlays: readonly Overlay[] = [this.heldKeyOverlay];
  private readonly view: PuzzleScene;
  /** Where the generator stood before it drew the puzzle: all there is to save of the layout. */
  private origin: RandomState;
  private puzzle: Puzzle;
  private gaps: readonly Gap[] = [];
  /** As {@link Progress} has them; which keys are left, their billboards tell. */
  private open: boolean[] = [];
  private heldKey = NONE;
  private ticksSinceGoal = NONE;

  constructor(private readonly rules: PuzzleRules) {
    const random = new Random(0);
    this.origin = random.getState();
    this.puzzle = generatePuzzle(random, rules);
    this.view = new PuzzleScene(this.puzzle);
    this.takeUp(noProgress(this.puzzle));
  }

  get scene(): Scene {
    return this.view.scene;
  }

  startEpisode(random: Random): void {
    this.origin = random.getState();
    this.puzzle = generatePuzzle(random, this.rules);
    this.view.show(this.puzzle);
    this.takeUp(noProgress(this.puzzle));
    const [x, y] = startPoint(this.puzzle);
    Object.assign(this.player, createBody(), { x, y, heading: random.integer(HEADINGS) });
  }

  afterTick(): number {
    if (this.ticksSinceGoal !== NONE) {
      this.ticksSinceGoal = Math.min(TICKS_AFTER_GOAL, this.ticksSinceGoal + 1);
    }
    return this.takeKeys() + this.openDoor() + this.takeGoal();
  }

  isOver(): boolean {
    return this.ticksSinceGoal === TICKS_AFTER_GOAL;
  }

  info(): Info {
    const { puzzle, view, heldKey, open } = this;
    return {
      coreLength: puzzle.core.length,
      heldKey: heldKey === NONE ? null : KEY_COLOURS[puzzle.keys[heldKey]!.colour]!.name,
      keysLeft: view.keys.filter(({ visible }) => visible).length,
      doorsOpened: open.filter((isOpen) => isOpen).length,
      goalTaken: this.ticksSinceGoal !== NONE,
    };
  }

  saveState(): LevelState {
    const { origin, open, heldKey, ticksSinceGoal, view } = this;
    const keysLeft = view.keys.map(({ visible }) => visible);
    return { origin, keysLeft, open: [...open], heldKey, ticksSinceGoal };
  }

  loadState(state: Readonly<Record<string, unknown>>): boolean {
    const { origin } = state;
    if (!isRandomState(origin)) return false;
    const random = new Random(0);
    random.setState(origin);
    const puzzle = generatePuzzle(random, this.rules);
    const progress = readProgress(state, puzzle);
    if (progress === undefined) return false;
    this.origin = origin;
    this.puzzle = puzzle;
    this.view.show(puzzle);
    this.takeUp(progress);
    return true;
  }

  /** Puts the puzzle just shown into a state. */
  private takeUp({ keysLeft, open, heldKey, ticksSinceGoal }: Progress): void {
    const { puzzle, view } = this;
    this.gaps = puzzle.passages.map((passage) => gapOf(puzzle, passage));
    this.open = [...open];
    this.ticksSinceGoal = ticksSinceGoal;
    view.keys.forEach((key, i) => (key.visible = keysLeft[i]!));
    view.goal.visible = ticksSinceGoal === NONE;
    view.showDoors(open);
    this.hold(heldKey);
  }

  /** Takes every key within reach; the last one is held, and what was held before is gone. */
  private takeKeys(): number {
    const { keys } = this.view;
    let reward = 0;
    for (let i = 0; i < keys.length; i++) {
      if (this.take(keys[i]!)) {
        this.hold(i);
        reward += KEY_REWARD;
      }
    }
    return reward;
  }

  private takeGoal(): number {
    if (!this.take(this.view.goal)) return 0;
    this.ticksSinceGoal = 0;
    return GOAL_REWARD;
  }

  /** Opens the door of the held key's colour whose cell the player touches; the key is used up. */
  private openDoor(): number {
    if (this.heldKey === NONE) return 0;
    const { gaps, open, puzzle } = this;
    const { colour } = puzzle.keys[this.heldKey]!;
    for (let i = 0; i < gaps.length; i++) {
      const fits = puzzle.passages[i]!.door === colour && !open[i]!;
      if (fits && touchesCell(this.player, gaps[i]!.cell, BODY_RADIUS)) {
        open[i] = true;
        this.view.showDoors(open);
        this.hold(NONE);
        return DOOR_REWARD;
      }
    }
    return 0;
  }

  /** Takes a thing if it is there and within reach. @returns whether it was. */
  private take(thing: Billboard): boolean {
    const dx = thing.x - this.player.x;
    const dy = thing.y - this.player.y;
    const taken = thing.visible && dx * dx + dy * dy <= REACH * REACH;
    if (taken) thing.visible = false;
    return taken;
  }

  private hold(key: number): void {
    this.heldKey = key;
    this.heldKeyOverlay.visible = key !== NONE;
    if (key !== NONE) this.heldKeyOverlay.colour = KEY_COLOURS[this.puzzle.keys[key]!.colour]!.rgb;
  }
}
