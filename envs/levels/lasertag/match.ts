import {
  HEADINGS,
  TICKS_PER_SECOND,
  createBody,
  slide,
  type Billboard,
  type Body,
  type Wall,
} from '../../engine/index.js';
import { Random } from '../../src/index.js';
import { cellCentre } from '../maze/index.js';
import { Bot } from './bot.js';
import { traitsOfSkill } from './botMind.js';
import { Combat, PLAYER } from './combat.js';
import {
  APART,
  SPAWN_HEALTH,
  countDown,
  createFighter,
  inPlay,
  refresh,
  squaredDistance,
  wearOff,
  type Fighter,
  type Place,
} from './fighter.js';
import type { LasertagLayout } from './lasertagLayout.js';
import { Lights } from './lights.js';
import { Robots } from './robots.js';
import { Rockets } from './rockets.js';

/** Who plays. */
export interface MatchRules {
  readonly bots: number;
  /** Of the bots, 1 to 5; see `traitsOfSkill`. */
  readonly skill: number;
  /** Of a bot after a respawn; the player's is {@link SPAWN_HEALTH}. */
  readonly botHealth: number;
  /** Whether bots shoot at all. */
  readonly botsShoot: boolean;
}

/** A tagged player's eye is so much below its usual place. World units. */
const FALLEN = 30;

/** Cells drawn for a respawn; the one farthest from all others in play is taken. */
const SPAWN_DRAWS = 3;

/** The player and the bots, everyone against everyone, on the layout of an episode. */
export class Match {
  readonly fighters: readonly Fighter[];
  readonly bots: readonly Bot[];
  readonly lights = new Lights();
  readonly rockets = new Rockets();
  /** All chance within an episode, apart from the layout's. */
  readonly chance = new Random(0);
  /** Where the player lies while it is out of play. */
  readonly fallen = createBody();
  /** Since the episode began. */
  ticks = 0;
  private readonly robots: Robots;
  private readonly combat: Combat;

  /** @param layout - Where it is played; replaced by {@link Match.enter}. */
  constructor(
    private readonly rules: MatchRules,
    public layout: LasertagLayout,
  ) {
    const fighters = Array.from({ length: 1 + rules.bots }, createFighter);
    const { chance } = this;
    const combat = new Combat(fighters, this, chance);
    const traits = traitsOfSkill(rules.skill);
    const shared = { fighters, chance, combat, traits, shoots: rules.botsShoot };
    this.fighters = fighters;
    this.combat = combat;
    this.bots = fighters.slice(1).map((_, i) => new Bot({ ...shared, index: i + 1 }));
    this.robots = new Robots(fighters.slice(1));
  }

  /** Everything that can be seen beside the layout's walls. */
  billboards({ world }: LasertagLayout): readonly Billboard[] {
    const sources = [this.robots, world.supplies, this.rockets, this.lights];
    return sources.flatMap(({ billboards }) => billboards);
  }

  /** Moves to another layout and leaves everyone as they are. */
  enter(layout: LasertagLayout): void {
    this.layout = layout;
    this.robots.paint(layout.hue);
  }

  /** Begins a match on the current layout. */
  begin(seed: number): void {
    this.chance.setState(new Random(seed).getState());
    this.ticks = 0;
    this.lights.clear();
    this.rockets.clear();
    for (const fighter of this.fighters) {
      Object.assign(fighter, { awayTicks: 1, tags: 0, tagged: 0, selfTags: 0 });
    }
    for (let i = 0; i < this.fighters.length; i++) this.respawn(i);
    this.show();
  }

  /** One tick, after the player's own motion. @returns the player's reward. */
  tick(fire: boolean): number {
    const { combat, bots, layout } = this;
    const { world } = layout;
    this.ticks++;
    combat.reward = 0;
    this.lights.age();
    world.supplies.passTime();
    this.countDown();
    this.keepApart(world.walls);
    if (fire) combat.pullTrigger(PLAYER, world);
    for (const bot of bots) bot.act(world, this.ticks);
    combat.moveRockets(world.sight);
    this.supply();
    this.layPlayerDown();
    this.show();
    return combat.reward;
  }

  /** Brings the pictures up to date. */
  show(): void {
    this.robots.show(this.fighters[PLAYER]!.body);
  }

  /** Reloading, wear, and the wait for the respawn, during which the player stays where it fell. */
  private countDown(): void {
    const { fighters } = this;
    if (!inPlay(fighters[PLAYER]!)) copyBody(this.fallen, fighters[PLAYER]!.body);
    for (let i = 0; i < fighters.length; i++) {
      const fighter = fighters[i]!;
      countDown(fighter);
      if (this.ticks % TICKS_PER_SECOND === 0) wearOff(fighter);
      if (fighter.awayTicks === 1) this.respawn(i);
      else if (fighter.awayTicks > 1) fighter.awayTicks--;
    }
  }

  /** Puts a fighter out of play back into it, in the middle of a spawn cell, looking anywhere. */
  private respawn(index: number): void {
    const fighter = this.fighters[index]!;
    const [x, y] = cellCentre(this.layout.world.maze, this.drawSpawn());
    const { body } = fighter;
    body.x = x;
    body.y = y;
    body.z = 0;
    body.velocityX = 0;
    body.velocityY = 0;
    body.heading = this.chance.integer(HEADINGS);
    body.pitch = 0;
    refresh(fighter, index === PLAYER ? SPAWN_HEALTH : this.rules.botHealth);
    if (index !== PLAYER) this.bots[index - 1]!.forget();
  }

  private drawSpawn(): number {
    const { spawns, world } = this.layout;
    let [best, farthest] = [spawns[0]!, -1];
    for (let draw = 0; draw < SPAWN_DRAWS; draw++) {
      const cell = spawns[this.chance.integer(spawns.length)]!;
      const [x, y] = cellCentre(world.maze, cell);
      const distance = this.squaredDistanceToNearest({ x, y });
      if (distance > farthest) [best, farthest] = [cell, distance];
    }
    return best;
  }

  private squaredDistanceToNearest(place: Place): number {
    let nearest = Infinity;
    for (const fighter of this.fighters) {
      if (inPlay(fighter)) nearest = Math.min(nearest, squaredDistance(fighter.body, place));
    }
    return nearest;
  }

  /** Fighters are solid: two that overlap are pushed apart, half of the way each, but not into walls. */
  private keepApart(walls: readonly Wall[]): void {
    const { fighters } = this;
    for (let i = 0; i < fighters.length; i++) {
      for (let j = i + 1; j < fighters.length; j++) {
        if (inPlay(fighters[i]!) && inPlay(fighters[j]!)) {
          pushApart(fighters[i]!.body, fighters[j]!.body, walls);
        }
      }
    }
  }

  private supply(): void {
    const { supplies } = this.layout.world;
    for (const fighter of this.fighters) {
      if (inPlay(fighter)) supplies.offer(fighter);
    }
  }

  private layPlayerDown(): void {
    const player = this.fighters[PLAYER]!;
    if (inPlay(player)) return;
    player.body.z = -FALLEN;
    copyBody(player.body, this.fallen);
  }
}

/** Field by field: `Object.assign` would be slower. */
function copyBody(from: Body, to: Body): void {
  to.x = from.x;
  to.y = from.y;
  to.z = from.z;
  to.velocityX = from.velocityX;
  to.velocityY = from.velocityY;
  to.heading = from.heading;
  to.pitch = from.pitch;
}

function pushApart(a: Body, b: Body, walls: readonly Wall[]): void {
  const squared = squaredDistance(a, b);
  if (squared >= APART * APART || squared === 0) return;
  const distance = Math.sqrt(squared);
  const half = (APART - distance) / 2 / distance;
  const [x, y] = [(b.x - a.x) * half, (b.y - a.y) * half];
  pushBy(a, { x: -x, y: -y }, walls);
  pushBy(b, { x, y }, walls);
}

/** A push no longer than a radius cannot pass a wall; `slide` moves the body out again. */
function pushBy(body: Body, { x, y }: Place, walls: readonly Wall[]): void {
  body.x += x;
  body.y += y;
  slide(body, walls, 0);
}
