import { COS, SIN } from '../../engine/index.js';
import { MAZE_HEIGHT } from '../maze/index.js';
import type { Fighter } from './fighter.js';
import { LIGHTNING_BEAD, RAIL_BEAD, SPARK, TRACER, type Lights } from './lights.js';
import type { Ray } from './sight.js';
import type { Weapon } from './weapons.js';

/** Where the gadget's end is, from the middle of whoever holds it. World units. */
const MUZZLE = { ahead: 20, right: 10, height: 36 };

/** How the way of a shot is drawn: beads so many world units apart, straying from the line. */
const BEADS: Readonly<Record<Weapon['name'], Beads | undefined>> = {
  rapid: { kind: TRACER, spacing: 24, stray: 0 },
  lightning: { kind: LIGHTNING_BEAD, spacing: 20, stray: 4 },
  rail: { kind: RAIL_BEAD, spacing: 16, stray: 0 },
  rocket: undefined, // a rocket is seen itself
};

interface Beads {
  readonly kind: number;
  readonly spacing: number;
  readonly stray: number;
}

/** Beads in one line at most; longer lines have them farther apart. */
const MOST_BEADS = 40;

/** An instant shot: how it was aimed and how far it came. */
interface Shot {
  readonly shooter: Fighter;
  readonly ray: Ray;
  readonly distance: number;
  /** It met the player, whose view a spark would fill; the display tells of the hit. */
  readonly hitsPlayer: boolean;
}

/** Draws instant shots: a line of lights from the gadget to where the shot ended, and a spark there. */
export class ShotLights {
  private readonly place = { x: 0, y: 0, z: 0 };

  constructor(private readonly lights: Lights) {}

  show(weapon: Weapon, shot: Shot): void {
    const beads = BEADS[weapon.name];
    if (beads !== undefined) this.showBeads(beads, shot);
    if (shot.distance < weapon.range && !shot.hitsPlayer) {
      this.moveTo(shot, 1);
      this.lights.show(SPARK, this.place);
    }
  }

  private showBeads({ kind, spacing, stray }: Beads, shot: Shot): void {
    const length = shot.distance - MUZZLE.ahead;
    const count = Math.min(MOST_BEADS, Math.floor(length / spacing));
    for (let i = 0; i < count; i++) {
      this.moveTo(shot, (i + 1) / (count + 1));
      this.place.z += i % 2 === 0 ? stray : -stray;
      this.lights.show(kind, this.place);
    }
  }

  /** Sets `place` on the line from the gadget (share 0) to the shot's end (share 1). */
  private moveTo({ shooter: { body }, ray, distance }: Shot, share: number): void {
    const [cos, sin] = [COS[body.heading]!, SIN[body.heading]!];
    const { ahead, right, height } = MUZZLE;
    const end = Math.max(0, distance - 2); // a little before the wall, not in it
    const kept = 1 - share;
    const endHeight = Math.min(MAZE_HEIGHT - 4, Math.max(4, ray.z + ray.slope * end));
    this.place.x = kept * (body.x + ahead * cos + right * sin) + share * (ray.x + ray.dx * end);
    this.place.y = kept * (body.y + ahead * sin - right * cos) + share * (ray.y + ray.dy * end);
    this.place.z = kept * height + share * endHeight;
  }
}
