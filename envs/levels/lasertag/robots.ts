import {
  BOT_PICTURE_SIZE,
  botTextures,
  createBillboard,
  headingOf,
  pictureIndex,
  type Billboard,
  type Texture,
} from '../../engine/index.js';
import { inPlay, type Fighter, type Place } from './fighter.js';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Pictures of the bots: each turns the side to the viewer that the viewer would see. */
export class Robots {
  /** Belong in the scene. */
  readonly billboards: readonly Billboard[];
  private readonly own: readonly Mutable<Billboard>[];
  private textures: readonly Texture[];

  constructor(private readonly bots: readonly Fighter[]) {
    this.textures = botTextures(0);
    const look = {
      texture: this.textures[0]!,
      size: BOT_PICTURE_SIZE,
      height: BOT_PICTURE_SIZE / 2,
    };
    this.own = bots.map(() => createBillboard([0, 0], look));
    this.billboards = this.own;
  }

  /** Gives all bots a hue, 0 to `BOT_HUES` − 1. */
  paint(hue: number): void {
    this.textures = botTextures(hue);
  }

  /** Puts the pictures where the bots are. */
  show(viewer: Place): void {
    for (let i = 0; i < this.own.length; i++) {
      const fighter = this.bots[i]!;
      const { x, y, heading } = fighter.body;
      const billboard = this.own[i]!;
      billboard.x = x;
      billboard.y = y;
      billboard.visible = inPlay(fighter);
      const bearing = headingOf(viewer.x - x, viewer.y - y) - heading;
      billboard.texture = this.textures[pictureIndex(bearing)]!;
    }
  }
}
