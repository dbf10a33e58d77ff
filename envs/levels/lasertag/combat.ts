import { COS, EYE_HEIGHT, HEADINGS, SIN, wrapHeading } from '../../engine/index.js';
import type { Random } from '../../src/index.js';
import {
  AWAY_TICKS,
  FIGHTER_HEIGHT,
  HIT_RADIUS,
  heldWeapon,
  inPlay,
  squaredDistance,
  takeDamage,
  type Fighter,
} from './fighter.js';
import { BLAST, type Lights } from './lights.js';
import type { Rocket, Rockets } from './rockets.js';
import { ShotLights } from './shotLights.js';
import { createRay, type Ray, type Sight } from './sight.js';
import { NOBODY, Tracer } from './tracer.js';
import {
  ROCKET,
  ROCKET_UNITS_PER_TICK,
  SPLASH_DAMAGE,
  SPLASH_RADIUS,
  SPREAD_DISTANCE,
  WEAPONS,
} from './weapons.js';

/** Index of the player among the fighters; the bots come after. */
export const PLAYER = 0;

/** What is shot in: changes with the episode. */
export interface Ground {
  readonly sight: Sight;
  /** Index in `WEAPONS` of the weapon that lies about. */
  readonly found: number;
}

/** Shots, hits and tags. */
export class Combat {
  /** The player's since it was last set to 0: +1 for each tag of another, −1 for each of itself. */
  reward = 0;
  private readonly tracer: Tracer;
  private readonly shotLights: ShotLights;
  private readonly ray = createRay();

  constructor(
    private readonly fighters: readonly Fighter[],
    private readonly effects: { readonly lights: Lights; readonly rockets: Rockets },
    private readonly chance: Random,
  ) {
    this.tracer = new Tracer(fighters);
    this.shotLights = new ShotLights(effects.lights);
  }

  /** Fires a fighter's weapon, if it is in play, loaded and has rounds. */
  pullTrigger(shooter: number, { sight, found }: Ground): void {
    const fighter = this.fighters[shooter]!;
    const isFound = fighter.foundRounds > 0;
    const rounds = isFound ? fighter.foundRounds : fighter.rapidRounds;
    if (!inPlay(fighter) || fighter.reloadTicks > 0 || rounds === 0) return;
    const weapon = heldWeapon(fighter, found);
    fighter[isFound ? 'foundRounds' : 'rapidRounds']--;
    fighter.reloadTicks = weapon.reloadTicks;
    this.aim(fighter, weapon.spread);
    if (weapon === WEAPONS[ROCKET]) {
      this.effects.rockets.launch(this.ray, shooter);
      return;
    }
    const { tracer } = this;
    tracer.trace(this.ray, sight, { shooter, range: weapon.range });
    const { distance, victim } = tracer;
    const hitsPlayer = victim === PLAYER;
    this.shotLights.show(weapon, { shooter: fighter, ray: this.ray, distance, hitsPlayer });
    if (victim !== NOBODY) this.hurt(victim, shooter, weapon.damage);
  }

  /** One tick of flight for every rocket. */
  moveRockets(sight: Sight): void {
    for (const rocket of this.effects.rockets.all) {
      if (rocket.flying) this.moveRocket(rocket, sight);
    }
    this.effects.rockets.showAll();
  }

  private moveRocket(rocket: Rocket, sight: Sight): void {
    const { tracer } = this;
    tracer.trace(rocket.ray, sight, { shooter: rocket.owner, range: ROCKET_UNITS_PER_TICK });
    // One unit short of what it meets, so that what stands before a wall is seen from there.
    const met = tracer.distance < ROCKET_UNITS_PER_TICK;
    const ground = met ? Math.max(0, tracer.distance - 1) : ROCKET_UNITS_PER_TICK;
    advance(rocket.ray, ground);
    if (met) this.burst(rocket, sight, tracer.victim);
  }

  /** Full damage to whoever was met, less with distance to all others in sight; half to the owner. */
  private burst(rocket: Rocket, sight: Sight, met: number): void {
    const { ray, owner } = rocket;
    rocket.flying = false;
    this.effects.lights.show(BLAST, ray);
    if (met !== NOBODY) this.hurt(met, owner, WEAPONS[ROCKET]!.damage);
    for (let i = 0; i < this.fighters.length; i++) {
      const { body } = this.fighters[i]!;
      const distance = distanceToBody(ray, this.fighters[i]!);
      if (i === met || distance >= SPLASH_RADIUS || !sight.canSee(ray, body)) continue;
      const damage = Math.trunc(SPLASH_DAMAGE * (1 - distance / SPLASH_RADIUS));
      this.hurt(i, owner, i === owner ? Math.trunc(damage / 2) : damage);
    }
  }

  /** Deals damage; if it was the last, the victim is tagged. */
  hurt(victim: number, attacker: number, damage: number): void {
    const fighter = this.fighters[victim]!;
    if (!inPlay(fighter) || damage === 0) return;
    fighter.hitBy = attacker + 1;
    if (!takeDamage(fighter, damage)) return;
    fighter.awayTicks = AWAY_TICKS;
    fighter.body.velocityX = 0;
    fighter.body.velocityY = 0;
    this.ray.x = fighter.body.x;
    this.ray.y = fighter.body.y;
    this.ray.z = FIGHTER_HEIGHT / 2;
    this.effects.lights.show(BLAST, this.ray);
    this.score(victim, attacker);
  }

  private score(victim: number, attacker: number): void {
    if (victim === attacker) {
      this.fighters[victim]!.selfTags++;
      if (attacker === PLAYER) this.reward--;
      return;
    }
    this.fighters[victim]!.tagged++;
    this.fighters[attacker]!.tags++;
    if (attacker === PLAYER) this.reward++;
  }

  /** Sets `ray` to a shot along the fighter's view; it strays as in Quake 3 (`Bullet_Fire`). */
  private aim({ body }: Fighter, spread: number): void {
    const { ray, chance } = this;
    const [cos, sin] = [COS[body.heading]!, SIN[body.heading]!];
    const up = wrapHeading(body.pitch);
    let [right, rise] = [0, SIN[up]! / COS[up]!];
    if (spread > 0) {
      const turn = chance.integer(HEADINGS);
      right = (COS[turn]! * chance.uniform(-spread, spread)) / SPREAD_DISTANCE;
      rise += (SIN[turn]! * chance.uniform(-spread, spread)) / SPREAD_DISTANCE;
    }
    const length = Math.sqrt(1 + right * right);
    ray.x = body.x;
    ray.y = body.y;
    ray.z = EYE_HEIGHT;
    ray.dx = (cos + right * sin) / length;
    ray.dy = (sin - right * cos) / length;
    ray.slope = rise / length;
  }
}

/** Moves the start of a ray along it. */
function advance(ray: Ray, ground: number): void {
  ray.x += ray.dx * ground;
  ray.y += ray.dy * ground;
  ray.z += ray.slope * ground;
}

/** From a place to the nearest point of a fighter's cylinder, world units. */
function distanceToBody(place: Ray, { body }: Fighter): number {
  const aside = Math.max(0, Math.sqrt(squaredDistance(place, body)) - HIT_RADIUS);
  const above = Math.max(0, place.z - FIGHTER_HEIGHT);
  return Math.sqrt(aside * aside + above * above);
}
