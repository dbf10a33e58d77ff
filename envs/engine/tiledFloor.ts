import type { Texture } from './texture.js';

/** Columns and rows of tiles in a {@link TiledFloor}; powers of two. */
export interface FloorSize {
  readonly columns: number;
  readonly rows: number;
}

/**
 * A floor texture put together from square tiles, which can be laid anew at any time: copying a tile
 * with its mip levels is far cheaper than painting.
 *
 * Its coarsest level has one texel per tile, so that tiles never mix. Row 0 is the southern edge.
 */
export class TiledFloor {
  readonly texture: Texture;

  /**
   * @param tile - Laid everywhere at first. All tiles must be opaque squares of its size.
   * @throws RangeError if a count is not a power of two.
   */
  constructor(
    tile: Texture,
    readonly size: FloorSize,
  ) {
    const width = sideOf('columns', size.columns, tile);
    const height = sideOf('rows', size.rows, tile);
    const levelStart = new Int32Array(tile.levelStart.length);
    let texelCount = 0;
    for (let level = 0; level < levelStart.length; level++) {
      levelStart[level] = texelCount;
      texelCount += (width * height) >> (2 * level);
    }
    const texels = new Int32Array(texelCount);
    const heightBits = 31 - Math.clz32(height);
    this.texture = { width, height, heightBits, texels, levelStart, opaque: true };
    this.layAll(tile);
  }

  /** Covers the whole floor with one tile. */
  layAll(tile: Texture): void {
    for (let column = 0; column < this.size.columns; column++) {
      for (let row = 0; row < this.size.rows; row++) {
        this.lay(tile, column, row);
      }
    }
  }

  /** Puts a tile in place of another, in all mip levels. */
  lay(tile: Texture, column: number, row: number): void {
    const { texels, levelStart, height } = this.texture;
    for (let level = 0; level < levelStart.length; level++) {
      const side = tile.width >> level;
      const rows = height >> level;
      for (let across = 0; across < side; across++) {
        const to = levelStart[level]! + (column * side + across) * rows + row * side;
        const from = tile.levelStart[level]! + across * side;
        for (let i = 0; i < side; i++) {
          texels[to + i] = tile.texels[from + i]!;
        }
      }
    }
  }
}

/** Texels along one side of the floor. */
function sideOf(name: string, tiles: number, tile: Texture): number {
  if (!(tiles >= 1) || 2 ** (31 - Math.clz32(tiles)) !== tiles) {
    throw new RangeError(`TiledFloor: ${name} must be a power of two, got ${tiles}.`);
  }
  return tiles * tile.width;
}
