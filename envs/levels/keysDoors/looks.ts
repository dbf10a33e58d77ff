import {
  brickTexture,
  diamondTile,
  fenceTexture,
  hedgeTexture,
  once,
  pavingTile,
  plankTexture,
  slabTile,
  stoneTexture,
  type Colour,
  type Texture,
  type WallStyle,
} from '../../engine/index.js';
import { KEY_COLOURS, type ColourIndex } from './colours.js';
import { CELL } from './floorPlan.js';

/** World units. Low enough to look over: the eye is at 50. */
const KERB_HEIGHT = 24;

/** World units; as high as a cell of DeepMind Lab. */
const DOOR_HEIGHT = 100;

/** World units; above the doors, so that the outer wall ends every view. */
const OUTER_HEIGHT = 128;

/** How a room looks. */
export interface RoomLook {
  readonly kerb: WallStyle;
  /** One cell of its floor. */
  readonly tile: Texture;
}

/** Colours that no key has. */
const ROOM_COLOURS: readonly Colour[] = [
  [214, 140, 62], // orange, the floor of the original
  [122, 158, 176], // slate blue
  [196, 176, 96], // straw
  [168, 112, 140], // plum
  [108, 160, 140], // sea green
  [206, 156, 138], // salmon
  [140, 130, 186], // lavender
  [150, 150, 120], // olive
  [176, 124, 92], // clay
];

const roomLooks = once((): readonly RoomLook[] => {
  const tiles = [slabTile, diamondTile, pavingTile];
  const walls = [brickTexture, plankTexture, stoneTexture];
  return ROOM_COLOURS.map((colour, i) => ({
    tile: tiles[i % tiles.length]!(colour),
    kerb: { texture: walls[i % walls.length]!(colour), height: KERB_HEIGHT },
  }));
});

/** @param look - 0 … 8. */
export function lookOf(look: number): RoomLook {
  return roomLooks()[look]!;
}

/** Ground between rooms and in the ways through. */
export const groundTile = once(() => slabTile([128, 128, 122]));

/** Walls around the map: each side of another material. */
export const outerStyles = once((): readonly WallStyle[] =>
  [
    brickTexture([150, 96, 74]),
    plankTexture([172, 130, 84]),
    hedgeTexture([84, 150, 70]),
    stoneTexture([120, 130, 150]),
  ].map((texture) => ({ texture, height: OUTER_HEIGHT })),
);

const doorStyles = once(() =>
  KEY_COLOURS.map(({ rgb }): WallStyle => {
    const texture = fenceTexture(rgb);
    return { texture, height: DOOR_HEIGHT, texelsPerUnit: texture.width / CELL };
  }),
);

export function doorStyle(colour: ColourIndex): WallStyle {
  return doorStyles()[colour]!;
}
