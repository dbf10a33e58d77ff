import { COS, SIN } from './angles.js';
import type { Body } from './body.js';
import { blend } from './noise.js';
import type { PictureSize } from './renderer.js';
import { RgbCanvas } from './rgbCanvas.js';
import type { Point, Scene, Slab, Wall } from './scene.js';
import { meanColour } from './textureColour.js';
import type { Colour } from './wallTextures.js';

/** What a map shows beside the scene. */
export interface MapMarks {
  readonly player?: Pick<Body, 'x' | 'y' | 'heading'> | undefined;
  /** Where the player has been, oldest first, world units. */
  readonly path?: readonly Point[] | undefined;
}

const BACKGROUND: Colour = [22, 24, 28];
const PLAYER: Colour = [255, 255, 255];
const PLAYER_EDGE: Colour = [0, 0, 0];
/** The path runs from the first colour, long ago, to the second, now. */
const OLD_PATH: Colour = [64, 96, 255];
const NEW_PATH: Colour = [255, 236, 64];

/** Pixels. */
const MARGIN = 10;
const PATH_WIDTH = 2;
const PLAYER_SIZE = 9;
const LEAST_WALL_WIDTH = 2;
const PANEL_WIDTH = 3;
const LEAST_ITEM_RADIUS = 2.5;

/** World units. */
const WALL_WIDTH = 10;

/** Floors are darkened, so that what stands on them can be seen. */
const FLOOR_SHADE = 0.6;

/** Points of a path farther apart than this, in world units, are a jump to a new place: not joined. */
const LONGEST_STEP = 64;

/**
 * Draws a scene from above, north up, as large as fits: floor, slabs, walls, panels and items in the mean colours of
 * their textures, the player as an arrow, its path from blue (old) to yellow (new).
 *
 * For people and probes: a map shows what an agent cannot see.
 */
export class MapRenderer {
  private readonly canvas: RgbCanvas;
  /** Pixels per world unit, and the world point in the middle of the picture. */
  private scale = 1;
  private middleX = 0;
  private middleY = 0;

  /** @throws RangeError if a side is not a whole number from 32 to 4096. */
  constructor({ width, height }: PictureSize) {
    for (const side of [width, height]) {
      if (!Number.isInteger(side) || side < 32 || side > 4096) {
        throw new RangeError(
          `MapRenderer: width and height must be whole numbers from 32 to 4096, got ${width} and ${height}.`,
        );
      }
    }
    this.canvas = new RgbCanvas({ width, height });
  }

  /** `[height, width, 3]` uint8, row-major; overwritten by every `draw`. */
  get pixels(): Uint8Array {
    return this.canvas.pixels;
  }

  /** @returns {@link MapRenderer.pixels}. */
  draw(scene: Scene, { player, path = [] }: MapMarks = {}): Uint8Array {
    const { canvas } = this;
    this.fit(scene);
    const floor = shaded(meanColour(scene.floor.texture), FLOOR_SHADE);
    canvas.fill([0, 0], [canvas.width, canvas.height], floor);
    this.drawFaces(scene.walls, Math.max(LEAST_WALL_WIDTH, WALL_WIDTH * this.scale));
    canvas.flood(BACKGROUND); // outside the outermost walls
    for (const slab of scene.slabs ?? []) this.drawSlab(slab);
    this.drawFaces(scene.panels ?? [], PANEL_WIDTH);
    this.drawItems(scene);
    this.drawPath(path);
    if (player !== undefined) this.drawPlayer(player);
    return canvas.pixels;
  }

  /** Where a point of the floor plan lies in the picture, pixels from its upper left corner. */
  place([x, y]: Point): Point {
    const { canvas, scale } = this;
    return [
      canvas.width / 2 + (x - this.middleX) * scale,
      canvas.height / 2 - (y - this.middleY) * scale,
    ];
  }

  /** Scales so that all walls fit in; of a scene without walls, all items. */
  private fit({ walls, billboards }: Scene): void {
    const corners = walls.flatMap(({ x1, y1, x2, y2 }): Point[] => [
      [x1, y1],
      [x2, y2],
    ]);
    const points = corners.length > 0 ? corners : billboards.map(({ x, y }): Point => [x, y]);
    if (points.length === 0) return;
    const [west, east] = extent(points.map(([x]) => x));
    const [south, north] = extent(points.map(([, y]) => y));
    this.middleX = (west + east) / 2;
    this.middleY = (south + north) / 2;
    this.scale = Math.min(
      (this.canvas.width - 2 * MARGIN) / Math.max(1, east - west),
      (this.canvas.height - 2 * MARGIN) / Math.max(1, north - south),
    );
  }

  /** Upright faces as lines. @param width - Pixels. */
  private drawFaces(faces: readonly Wall[], width: number): void {
    for (const { x1, y1, x2, y2, texture } of faces) {
      const colour = meanColour(texture);
      this.canvas.line(this.place([x1, y1]), this.place([x2, y2]), { colour, width });
    }
  }

  /** A convex outline, as a fan of triangles. */
  private drawSlab({ sides, lid, visible }: Slab): void {
    if (!visible) return;
    const colour = meanColour(lid.texture);
    const corners = sides.map(({ x1, y1 }) => this.place([x1, y1]));
    for (let i = 2; i < corners.length; i++) {
      this.canvas.triangle([corners[0]!, corners[i - 1]!, corners[i]!], colour);
    }
  }

  private drawItems({ billboards }: Scene): void {
    for (const { x, y, width, texture, visible } of billboards) {
      if (!visible) continue;
      const radius = Math.max(LEAST_ITEM_RADIUS, (width / 2) * this.scale);
      this.canvas.disc(this.place([x, y]), radius, meanColour(texture));
    }
  }

  private drawPath(path: readonly Point[]): void {
    for (let i = 1; i < path.length; i++) {
      const [from, to] = [path[i - 1]!, path[i]!];
      const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
      if (dx * dx + dy * dy > LONGEST_STEP * LONGEST_STEP) continue;
      const age = i / (path.length - 1);
      const colour: Colour = [
        blend(OLD_PATH[0], NEW_PATH[0], age),
        blend(OLD_PATH[1], NEW_PATH[1], age),
        blend(OLD_PATH[2], NEW_PATH[2], age),
      ];
      this.canvas.line(this.place(from), this.place(to), { colour, width: PATH_WIDTH });
    }
  }

  private drawPlayer({ x, y, heading }: Pick<Body, 'x' | 'y' | 'heading'>): void {
    const [column, row] = this.place([x, y]);
    const [cos, sin] = [COS[heading]!, SIN[heading]!];
    const arrow = (size: number): [Point, Point, Point] => [
      [column + size * cos, row - size * sin],
      [column - size * (0.8 * cos + 0.65 * sin), row + size * (0.8 * sin - 0.65 * cos)],
      [column - size * (0.8 * cos - 0.65 * sin), row + size * (0.8 * sin + 0.65 * cos)],
    ];
    this.canvas.triangle(arrow(PLAYER_SIZE * 1.4), PLAYER_EDGE);
    this.canvas.triangle(arrow(PLAYER_SIZE), PLAYER);
  }
}

function extent(values: readonly number[]): readonly [least: number, most: number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}

function shaded([red, green, blue]: Colour, shade: number): Colour {
  return [red * shade, green * shade, blue * shade];
}
