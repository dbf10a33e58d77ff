import { blend, fractalNoise, hashNoise, valueNoise } from './noise.js';
import { createTexture, rgb, type Texture } from './texture.js';

const SIZE = 64;

/** A colour as red, green, blue, 0 … 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** Scales a colour; above 1 it is lighter. */
function lit([red, green, blue]: Colour, brightness: number): number {
  return rgb(red * brightness, green * brightness, blue * brightness);
}

/** How courses of blocks are laid: all in texels, dividing 64. */
interface Masonry {
  readonly blockWidth: number;
  readonly blockHeight: number;
  readonly joint: number;
  readonly block: Colour;
  readonly mortar: Colour;
  readonly seed: number;
}

/** Blocks in courses, every other course shifted by half a block, lit from above. */
function masonry({ blockWidth, blockHeight, joint, block, mortar, seed }: Masonry): Texture {
  return createTexture(SIZE, SIZE, (column, row) => {
    const course = Math.floor(row / blockHeight);
    const shifted = (column + (course % 2) * (blockWidth / 2)) % SIZE;
    const inX = shifted % blockWidth;
    const inY = row % blockHeight;
    const grain = fractalNoise(column / 8, row / 8, { seed, period: 8, octaves: 3 });
    if (inX < joint || inY < joint) {
      return lit(mortar, 0.75 + 0.4 * grain);
    }
    const tone = hashNoise(Math.floor(shifted / blockWidth), course, seed);
    const edge = inY === joint ? 1.15 : inY === blockHeight - 1 ? 0.8 : 1; // a bevel
    return lit(block, (0.72 + 0.3 * tone + 0.28 * grain) * edge);
  });
}

/** Small bricks with light joints. */
export function brickTexture(block: Colour): Texture {
  const mortar = [168, 160, 150] as const;
  return masonry({ blockWidth: 16, blockHeight: 8, joint: 1, block, mortar, seed: 11 });
}

/** Large hewn blocks with dark joints. */
export function stoneTexture(block: Colour): Texture {
  const mortar = [62, 62, 66] as const;
  return masonry({ blockWidth: 32, blockHeight: 16, joint: 2, block, mortar, seed: 23 });
}

/** Upright boards with grain and dark gaps. */
export function plankTexture(board: Colour): Texture {
  const boardWidth = 16;
  return createTexture(SIZE, SIZE, (column, row) => {
    const number = Math.floor(column / boardWidth);
    const inX = column % boardWidth;
    const grain = fractalNoise(column / 2, row / 16, { seed: 37 + number, period: 32, octaves: 2 });
    const gap = inX === 0 ? 0.4 : inX === 1 ? 1.15 : 1;
    return lit(board, (0.65 + 0.25 * hashNoise(number, 0, 37) + 0.35 * grain) * gap);
  });
}

/** A clipped hedge: leaves as bright cells over deep shade. */
export function hedgeTexture(leaf: Colour): Texture {
  return createTexture(SIZE, SIZE, (column, row) => {
    const leaves = valueNoise(column / 4, row / 4, { seed: 41, period: 16 });
    const depth = fractalNoise(column / 16, row / 16, { seed: 43, period: 4, octaves: 3 });
    const speck = hashNoise(column, row, 47);
    return lit(leaf, blend(0.3, 1.25, leaves * leaves) * (0.6 + 0.6 * depth) + 0.12 * speck);
  });
}
