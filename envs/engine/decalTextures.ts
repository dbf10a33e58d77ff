import { DECAL_SHAPES } from './decalShapes.js';
import { createTexture, rgb, type Texture } from './texture.js';
import type { Colour } from './wallTextures.js';

const SIZE = 64;

/** Texels from the wall's edge to the picture's frame, and the frame's width. */
const MARGIN = 10;
const FRAME = 2;

/** Background and figure of a picture; each pair can be told apart from afar. */
const PALETTES: readonly (readonly [ground: Colour, figure: Colour])[] = [
  [
    [240, 236, 222],
    [196, 30, 40],
  ],
  [
    [28, 44, 110],
    [250, 210, 60],
  ],
  [
    [22, 120, 112],
    [250, 250, 245],
  ],
  [
    [250, 160, 40],
    [40, 24, 80],
  ],
];

/** Number of different pictures. */
export const DECALS = DECAL_SHAPES.length * PALETTES.length;

/** Light on the frame and its shadow. */
const FRAME_COLOUR = rgb(36, 32, 30);

/**
 * A wall texture with a framed picture hung in its middle.
 *
 * @param wall - 64 texels a side.
 * @param number - Which picture, 0 … {@link DECALS} − 1.
 */
export function decalTexture(wall: Texture, number: number): Texture {
  const inside = DECAL_SHAPES[number % DECAL_SHAPES.length]!;
  const [ground, figure] = PALETTES[Math.floor(number / DECAL_SHAPES.length)]!;
  return createTexture(SIZE, SIZE, (column, row) => {
    const toEdge = Math.min(column, row, SIZE - 1 - column, SIZE - 1 - row) - MARGIN;
    if (toEdge < 0) {
      return wall.texels[column * SIZE + row]!;
    }
    if (toEdge < FRAME) {
      return FRAME_COLOUR;
    }
    return rgb(...(inside(centred(column), centred(row)) ? figure : ground));
  });
}

/** Picture coordinate −1 … 1 of a texel. */
function centred(texel: number): number {
  return (texel + 0.5 - SIZE / 2) / (SIZE / 2 - MARGIN - FRAME);
}
