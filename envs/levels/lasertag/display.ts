import type { Colour } from '../../engine/index.js';
import type { Overlay } from '../level.js';
import { MAX_ARMOUR, SPAWN_HEALTH, heldWeapon, inPlay, type Fighter } from './fighter.js';
import type { Weapon } from './weapons.js';

type Rectangle = { -readonly [Key in keyof Overlay]: Overlay[Key] };

/** Shares of the picture: left, top, width, height. */
type Area = readonly [left: number, top: number, width: number, height: number];

function rectangle([left, top, width, height]: Area, colour: Colour): Rectangle {
  return { left, top, width, height, colour, visible: true };
}

const WEAPON_COLOURS: Readonly<Record<Weapon['name'], Colour>> = {
  rapid: [255, 205, 80],
  rocket: [120, 220, 90],
  lightning: [110, 180, 255],
  rail: [225, 120, 255],
};

/** Ticks of a muzzle flash: as many as an agent's step. */
const FLASH_TICKS = 4;

/** Shares of the picture. */
const BAR_WIDTH = 0.26;

/** What the player sees of itself: the gadget, a dot to aim by, health, armour and rounds, and hits. */
export class Display {
  readonly overlays: readonly Overlay[];
  private readonly flash = rectangle([0.545, 0.7, 0.13, 0.1], [255, 244, 180]);
  private readonly gadget = [
    rectangle([0.565, 0.745, 0.09, 0.09], [52, 56, 66]),
    rectangle([0.585, 0.81, 0.16, 0.1], [74, 78, 90]),
    rectangle([0.605, 0.885, 0.22, 0.115], [46, 48, 56]),
    rectangle([0.595, 0.81, 0.035, 0.19], [122, 128, 142]),
  ];
  private readonly lamp = rectangle([0.58, 0.765, 0.045, 0.04], WEAPON_COLOURS.rapid);
  private readonly aim = rectangle([0.49, 0.486, 0.02, 0.028], [140, 255, 160]);
  private readonly health = rectangle([0.03, 0.87, BAR_WIDTH, 0.03], [220, 50, 50]);
  private readonly armour = rectangle([0.03, 0.91, BAR_WIDTH, 0.03], [236, 196, 40]);
  private readonly rounds = rectangle([0.03, 0.95, BAR_WIDTH, 0.03], [255, 205, 80]);
  private readonly back = rectangle([0.02, 0.855, BAR_WIDTH + 0.02, 0.14], [28, 30, 36]);
  private readonly frame = [
    rectangle([0, 0, 1, 0.04], [210, 20, 20]),
    rectangle([0, 0.96, 1, 0.04], [210, 20, 20]),
    rectangle([0, 0.04, 0.03, 0.92], [210, 20, 20]),
    rectangle([0.97, 0.04, 0.03, 0.92], [210, 20, 20]),
  ];

  constructor() {
    const held = [this.flash, ...this.gadget, this.lamp, this.aim];
    this.overlays = [...this.frame, ...held, this.back, this.health, this.armour, this.rounds];
  }

  /** @param found - Index in `WEAPONS` of the weapon that lies about. */
  show(player: Fighter, found: number): void {
    const playing = inPlay(player);
    const weapon = heldWeapon(player, found);
    const rounds = player.foundRounds > 0 ? player.foundRounds : player.rapidRounds;
    for (const part of this.gadget) part.visible = playing;
    this.lamp.visible = playing;
    this.aim.visible = playing;
    const sinceShot = weapon.reloadTicks - player.reloadTicks; // below 0 if another weapon's last round was shot
    this.flash.visible = playing && sinceShot >= 0 && sinceShot < FLASH_TICKS;
    for (const side of this.frame) side.visible = player.hurtTicks > 0 || !playing;
    this.lamp.colour = this.rounds.colour = WEAPON_COLOURS[weapon.name];
    this.health.width = share(player.health, SPAWN_HEALTH);
    this.armour.width = share(player.armour, MAX_ARMOUR);
    this.rounds.width = share(rounds, weapon.rounds);
  }
}

/** Width of a bar. */
function share(value: number, most: number): number {
  return BAR_WIDTH * Math.min(1, Math.max(0, value / most));
}
