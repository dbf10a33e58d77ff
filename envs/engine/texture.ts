/**
 * A picture for walls, floors, skies and billboards, with ever smaller copies of itself (mip levels).
 *
 * Texels are stored column by column, since walls are drawn by columns, and level after level. A
 * texel is `0x01BBGGRR`; 0 is transparent.
 */
export interface Texture {
  /** Texels across; a power of two. */
  readonly width: number;
  /** Texels down; a power of two. Row 0 is the top. */
  readonly height: number;
  /** log₂ of `height`: a column of level m starts at `levelStart[m] + (column << (heightBits − m))`. */
  readonly heightBits: number;
  readonly texels: Int32Array;
  /** Index in `texels` of each level's first texel; level m halves both sides m times. */
  readonly levelStart: Int32Array;
  /** No texel is transparent: what lies behind cannot be seen. */
  readonly opaque: boolean;
}

/** Colour of texel (column, row) of level 0: a value of {@link rgb}, or {@link TRANSPARENT}. */
export type TexelPainter = (column: number, row: number) => number;

export const TRANSPARENT = 0;

const OPAQUE = 0x01000000;

/** Packs a colour; components are cut to 0 … 255 and rounded. */
export function rgb(red: number, green: number, blue: number): number {
  return OPAQUE | toByte(red) | (toByte(green) << 8) | (toByte(blue) << 16);
}

function toByte(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}

/**
 * Paints a texture and its mip levels.
 *
 * @throws RangeError if a side is not a power of two from 1 to 4096.
 */
export function createTexture(width: number, height: number, paint: TexelPainter): Texture {
  const widthBits = bitsOf('width', width);
  const heightBits = bitsOf('height', height);
  const levels = Math.min(widthBits, heightBits) + 1;
  const levelStart = startsOfLevels(width * height, levels);
  const texels = new Int32Array(levelStart[levels]!);
  for (let column = 0; column < width; column++) {
    for (let row = 0; row < height; row++) {
      texels[column * height + row] = paint(column, row);
    }
  }
  const opaque = !texels.subarray(0, width * height).includes(TRANSPARENT);
  const starts = levelStart.slice(0, levels);
  const texture = { width, height, heightBits, texels, levelStart: starts, opaque };
  for (let level = 1; level < levels; level++) {
    halve(texture, level);
  }
  return texture;
}

function bitsOf(side: string, size: number): number {
  const bits = 31 - Math.clz32(size);
  if (!Number.isInteger(size) || size < 1 || size > 4096 || 1 << bits !== size) {
    throw new RangeError(
      `createTexture: ${side} must be a power of two from 1 to 4096, got ${size}.`,
    );
  }
  return bits;
}

/** Start of every level, and behind them the total: each level has a quarter of the one before. */
function startsOfLevels(texelCount: number, levels: number): Int32Array {
  const starts = new Int32Array(levels + 1);
  for (let level = 0; level < levels; level++) {
    starts[level + 1] = starts[level]! + (texelCount >> (2 * level));
  }
  return starts;
}

/** Fills one level with the means of 2×2 texels of the level before. */
function halve(texture: Texture, level: number): void {
  const { texels, levelStart, width, height } = texture;
  const from = levelStart[level - 1]!;
  const to = levelStart[level]!;
  const rows = height >> level;
  for (let column = 0; column < width >> level; column++) {
    for (let row = 0; row < rows; row++) {
      const left = from + 2 * column * 2 * rows + 2 * row;
      const right = left + 2 * rows;
      const four = [texels[left]!, texels[left + 1]!, texels[right]!, texels[right + 1]!];
      texels[to + column * rows + row] = meanColour(four);
    }
  }
}

/** Mean of the opaque texels; transparent where fewer than two of the four are opaque. */
function meanColour(four: readonly number[]): number {
  const opaque = four.filter((texel) => texel !== TRANSPARENT);
  if (opaque.length < 2) {
    return TRANSPARENT;
  }
  const mean = (shift: number): number =>
    opaque.reduce((sum, texel) => sum + ((texel >> shift) & 255), 0) / opaque.length;
  return rgb(mean(0), mean(8), mean(16));
}

/** The sharpest mip level that does not skip texels, for a step of `texelsPerPixel` in level 0. */
export function mipLevel(texture: Texture, texelsPerPixel: number): number {
  const coarsest = texture.levelStart.length - 1;
  let level = 0;
  let step = texelsPerPixel;
  while (step > MOST_TEXELS_PER_PIXEL && level < coarsest) {
    step /= 2;
    level++;
  }
  return level;
}

// Between 1 (soft) and 2 (neighbouring texels are skipped, distant texture flickers).
const MOST_TEXELS_PER_PIXEL = 1.5;
