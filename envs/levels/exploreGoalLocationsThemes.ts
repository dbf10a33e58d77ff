import {
  brickTexture,
  decalTexture,
  once,
  panelTexture,
  plankTexture,
  stoneTexture,
  tileTexture,
  type Plane,
  type Texture,
  type WallStyle,
} from '../engine/index.js';
import { MAZE_HEIGHT, TEXELS_PER_UNIT } from './maze/index.js';

/** What the maze of an episode is built of. */
export interface MazeTheme {
  readonly floor: Plane;
  readonly wall: WallStyle;
  /** The wall with picture `number` on it; the same object for the same number. */
  decal(number: number): WallStyle;
}

/** All themes, painted at first use. */
export const MAZE_THEMES: readonly (() => MazeTheme)[] = [
  theme(
    () => panelTexture([96, 168, 92], [236, 226, 190]),
    () => tileTexture([214, 138, 62]),
  ),
  theme(
    () => panelTexture([78, 126, 200], [228, 232, 240]),
    () => tileTexture([150, 156, 168]),
  ),
  theme(
    () => panelTexture([206, 92, 84], [80, 48, 52]),
    () => tileTexture([204, 186, 140]),
  ),
  theme(
    () => brickTexture([168, 104, 76]),
    () => tileTexture([112, 128, 116]),
  ),
  theme(
    () => stoneTexture([142, 138, 170]),
    () => tileTexture([168, 116, 116]),
  ),
  theme(
    () => plankTexture([186, 144, 92]),
    () => tileTexture([92, 140, 148]),
  ),
];

function theme(wallTexture: () => Texture, floorTexture: () => Texture): () => MazeTheme {
  return once(() => {
    const wall = styleOf(wallTexture());
    const decals = new Map<number, WallStyle>();
    const decal = (number: number): WallStyle => {
      const style = decals.get(number) ?? styleOf(decalTexture(wall.texture, number));
      decals.set(number, style);
      return style;
    };
    const floor = { height: 0, texture: floorTexture(), texelsPerUnit: TEXELS_PER_UNIT };
    return { floor, wall, decal };
  });
}

function styleOf(texture: Texture): WallStyle {
  return { texture, height: MAZE_HEIGHT, texelsPerUnit: TEXELS_PER_UNIT };
}
