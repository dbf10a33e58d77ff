import { headingOf, moveOneTick, type Wall } from '../../engine/index.js';
import type { Random } from '../../src/index.js';
import { cellAt, cellCentre, type Maze, type MazePaths } from '../maze/index.js';
import { clearMind, createMind, type BotMind, type BotTraits } from './botMind.js';
import type { Combat, Ground } from './combat.js';
import { heldWeapon, inPlay, squaredDistance, type Fighter } from './fighter.js';
import { createSteering, headingDifference, turnTowards, walkTowards } from './steering.js';
import type { Supplies } from './supplies.js';
import { ROCKET, WEAPONS } from './weapons.js';

/** Ticks between two looks around: bots think ten times a second, as Quake 3's do (`bot_thinktime`). */
const THINK_TICKS = 6;

/** A bot keeps walking to one place for so long, and looks for a lost opponent for so long. */
const GOAL_TICKS = 900;
const MEMORY_TICKS = 240;

const AIM_TICKS = 30;
const DODGE_TICKS = 40;

/** Nearer than this bots shoot no rockets. World units. */
const ROCKET_SAFETY = 140;

/** How far the target may be from the view for a shot, world units at the target. */
const AIM_WIDTH = 40;

/** Shots leave at eye height; bots aim for the middle of the body. World units. */
const AIM_DROP = 20;

/** The episode's world as bots know it. */
export interface BotWorld extends Ground {
  readonly maze: Maze;
  readonly paths: MazePaths;
  readonly walls: readonly Wall[];
  /** Numbers of the open cells. */
  readonly cells: readonly number[];
  readonly supplies: Supplies;
}

/** Who a bot is and whom it plays with. */
export interface BotPlace {
  readonly index: number;
  readonly fighters: readonly Fighter[];
  readonly traits: BotTraits;
  /** Whether it pulls the trigger; otherwise it only goes about as if it did. */
  readonly shoots: boolean;
  readonly chance: Random;
  readonly combat: Combat;
}

/** One bot: it looks around, walks, turns, aims and shoots under the same rules as the player. */
export class Bot {
  readonly mind: BotMind = createMind();
  private readonly fighter: Fighter;
  private readonly steering = createSteering();

  constructor(private readonly place: BotPlace) {
    this.fighter = place.fighters[place.index]!;
  }

  forget(): void {
    clearMind(this.mind);
  }

  /** One tick. @param tick - Number of the tick within the episode. */
  act(world: BotWorld, tick: number): void {
    if (!inPlay(this.fighter)) return;
    this.passTime();
    // Bots take turns, so that no tick is slower than others.
    if ((tick + 2 * this.place.index) % THINK_TICKS === 0) this.lookAround(world);
    if (this.mind.sightTicks > 0) {
      this.fight(world);
    } else {
      this.travel(world);
    }
  }

  private passTime(): void {
    const { mind } = this;
    if (mind.goalTicks > 0) mind.goalTicks--;
    if (mind.memoryTicks > 0) mind.memoryTicks--;
    if (mind.sightTicks > 0) mind.sightTicks++;
    if (mind.aimTicks > 0) mind.aimTicks--;
    if (mind.dodgeTicks > 0) mind.dodgeTicks--;
  }

  /** Finds the nearest opponent in view; failing that, remembers whoever hit it. */
  private lookAround(world: BotWorld): void {
    const { mind, fighter } = this;
    const seen = this.isArmed() ? this.nearestInView(world) : 0;
    if (seen === 0) {
      mind.sightTicks = 0;
      if (fighter.hitBy > 0 && fighter.hitBy !== this.place.index + 1) this.remember(fighter.hitBy);
    } else {
      if (seen !== mind.enemy || mind.sightTicks === 0) mind.sightTicks = 1;
      this.remember(seen);
    }
    fighter.hitBy = 0;
  }

  private remember(enemy: number): void {
    const { mind } = this;
    const { body } = this.place.fighters[enemy - 1]!;
    mind.enemy = enemy;
    mind.lastX = body.x;
    mind.lastY = body.y;
    mind.memoryTicks = MEMORY_TICKS;
    mind.goalTicks = 0;
  }

  private isArmed(): boolean {
    return this.fighter.foundRounds > 0 || this.fighter.rapidRounds > 0;
  }

  /** 1 + index of the nearest opponent that can be seen, 0 if there is none. */
  private nearestInView({ sight }: BotWorld): number {
    const { fighters, index, traits } = this.place;
    const { body } = this.fighter;
    let [nearest, found] = [Infinity, 0];
    for (let i = 0; i < fighters.length; i++) {
      const other = fighters[i]!;
      const distance = squaredDistance(body, other.body);
      if (i === index || !inPlay(other) || distance >= nearest) continue;
      const aside = headingDifference(this.headingTo(other.body.x, other.body.y), body.heading);
      const isWatched = i + 1 === this.mind.enemy && this.mind.sightTicks > 0;
      if ((isWatched || Math.abs(aside) <= traits.halfView) && sight.canSee(body, other.body)) {
        nearest = distance;
        found = i + 1;
      }
    }
    return found;
  }

  private headingTo(x: number, y: number): number {
    return headingOf(x - this.fighter.body.x, y - this.fighter.body.y);
  }

  /** Turns to the opponent, keeps a middle distance, dodges, and shoots when it points about right. */
  private fight(world: BotWorld): void {
    const { mind, steering, fighter, place } = this;
    const { traits } = place;
    const { body } = fighter;
    const [dx, dy] = [mind.lastX - body.x, mind.lastY - body.y];
    const distance = Math.max(1, Math.sqrt(dx * dx + dy * dy));
    this.drawWhims();
    const wanted = headingOf(dx, dy) + mind.aimError;
    turnTowards(steering, body, { wanted, most: traits.turnPerTick });
    steering.forward = distance > traits.far ? 1 : distance < traits.near ? -1 : 0;
    steering.strafe = mind.dodge as -1 | 0 | 1; // nothing else is ever put there
    moveOneTick(body, steering, world.walls);
    body.pitch = -headingOf(Math.max(distance, AIM_DROP), AIM_DROP);
    if (mind.sightTicks >= traits.reactionTicks && this.isOnTarget(wanted, distance)) {
      if (this.mayShoot(world, distance)) place.combat.pullTrigger(place.index, world);
    }
  }

  /** Draws the aim's error and the dodging anew when their time is up. */
  private drawWhims(): void {
    const { mind } = this;
    const { chance, traits } = this.place;
    if (mind.aimTicks === 0) {
      mind.aimError = Math.round(chance.normal() * traits.aimError);
      mind.aimTicks = AIM_TICKS;
    }
    if (mind.dodgeTicks === 0) {
      const dodges = chance.float() < traits.dodging;
      mind.dodge = dodges ? 2 * chance.integer(2) - 1 : 0;
      mind.dodgeTicks = DODGE_TICKS;
    }
  }

  /** Whether it points where it means to, to within {@link AIM_WIDTH}. */
  private isOnTarget(wanted: number, distance: number): boolean {
    const aside = headingDifference(wanted, this.fighter.body.heading);
    return Math.abs(aside) <= headingOf(distance, AIM_WIDTH);
  }

  /** It must be one that shoots, lightning must reach, and a rocket must not burst at one's own feet. */
  private mayShoot({ found }: Ground, distance: number): boolean {
    const weapon = heldWeapon(this.fighter, found);
    return (
      this.place.shoots &&
      distance < weapon.range &&
      (weapon !== WEAPONS[ROCKET] || distance > ROCKET_SAFETY)
    );
  }

  /** Walks along the shortest way to its goal, looking ahead. */
  private travel(world: BotWorld): void {
    const { mind, steering, fighter } = this;
    const { body } = fighter;
    const here = cellAt(world.maze, body.x, body.y);
    if (mind.goalTicks === 0 || here === mind.goal) this.chooseGoal(world, here);
    const [x, y] = cellCentre(world.maze, world.paths.next(here, mind.goal));
    const direction = this.headingTo(x, y);
    turnTowards(steering, body, { wanted: direction, most: this.place.traits.turnPerTick });
    walkTowards(steering, body, direction);
    body.pitch = 0;
    moveOneTick(body, steering, world.walls);
  }

  /** Where an opponent was last seen; else, by turns of chance, a supply that is there or any place. */
  private chooseGoal(world: BotWorld, here: number): void {
    const { mind } = this;
    const { chance } = this.place;
    mind.goalTicks = GOAL_TICKS;
    if (mind.memoryTicks > 0 && this.isArmed()) {
      mind.goal = cellAt(world.maze, mind.lastX, mind.lastY);
      if (mind.goal !== here) return;
      mind.memoryTicks = 0;
    }
    const supply = world.supplies.cells[this.isArmed() ? chance.integer(world.supplies.count) : 0]!;
    const any = world.cells[chance.integer(world.cells.length)]!;
    mind.goal = this.isArmed() && chance.integer(2) === 0 ? any : supply;
  }
}
