import type { PictureSize } from './renderer.js';
import type { Point } from './scene.js';
import type { Colour } from './wallTextures.js';

/** How a line is drawn. */
export interface Stroke {
  readonly colour: Colour;
  /** Pixels across. */
  readonly width: number;
}

/**
 * Draws plain shapes with soft edges into an RGB picture.
 *
 * Places are in pixels from the upper left corner; the centre of the first pixel is (0.5, 0.5). A pixel
 * is covered by 1 − (distance of its centre outside the shape + 0.5), cut to 0 … 1.
 */
export class RgbCanvas {
  readonly width: number;
  readonly height: number;
  /** `[height, width, 3]` uint8, row-major. */
  readonly pixels: Uint8Array;
  /** Pixels whose neighbours {@link RgbCanvas.flood} has yet to look at. */
  private readonly toVisit: Int32Array;

  constructor({ width, height }: PictureSize) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint8Array(width * height * 3);
    this.toVisit = new Int32Array(width * height);
  }

  /** Fills all pixels whose centres lie in a rectangle. */
  fill([left, top]: Point, [right, bottom]: Point, colour: Colour): void {
    const end = { column: this.column(right), row: this.row(bottom) };
    for (let row = this.row(top); row < end.row; row++) {
      for (let column = this.column(left); column < end.column; column++) {
        this.blend(column, row, { colour, coverage: 1 });
      }
    }
  }

  /** A line with round ends; of no length, a disc. */
  line([x1, y1]: Point, [x2, y2]: Point, { colour, width }: Stroke): void {
    const reach = width / 2 + 0.5;
    const endRow = this.row(Math.max(y1, y2) + reach);
    const endColumn = this.column(Math.max(x1, x2) + reach);
    const [dx, dy] = [x2 - x1, y2 - y1];
    const squaredLength = dx * dx + dy * dy;
    for (let row = this.row(Math.min(y1, y2) - reach); row < endRow; row++) {
      for (let column = this.column(Math.min(x1, x2) - reach); column < endColumn; column++) {
        const [fromX, fromY] = [column + 0.5 - x1, row + 0.5 - y1];
        const share = squaredLength === 0 ? 0 : cut((fromX * dx + fromY * dy) / squaredLength);
        const [awayX, awayY] = [fromX - share * dx, fromY - share * dy];
        const coverage = cut(reach - Math.sqrt(awayX * awayX + awayY * awayY));
        this.blend(column, row, { colour, coverage });
      }
    }
  }

  disc(centre: Point, radius: number, colour: Colour): void {
    this.line(centre, centre, { colour, width: 2 * radius });
  }

  /** A filled triangle, its corners in either order. */
  triangle(corners: readonly [Point, Point, Point], colour: Colour): void {
    const xs = corners.map(([x]) => x);
    const ys = corners.map(([, y]) => y);
    const end = { column: this.column(Math.max(...xs) + 1), row: this.row(Math.max(...ys) + 1) };
    for (let row = this.row(Math.min(...ys) - 1); row < end.row; row++) {
      for (let column = this.column(Math.min(...xs) - 1); column < end.column; column++) {
        const inside = depthInTriangle([column + 0.5, row + 0.5], corners);
        this.blend(column, row, { colour, coverage: cut(inside + 0.5) });
      }
    }
  }

  /**
   * Gives the pixel in the upper left corner, and all of its colour that hang together with it by their
   * sides, another colour.
   */
  flood(colour: Colour): void {
    const { width, height, pixels } = this;
    const before = [pixels[0]!, pixels[1]!, pixels[2]!];
    if (colour.every((part, i) => Math.round(part) === before[i])) return;
    let count = 0;
    const visit = (column: number, row: number): void => {
      if (column < 0 || column >= width || row < 0 || row >= height) return;
      const at = 3 * (row * width + column);
      if (before.some((part, i) => pixels[at + i] !== part)) return;
      this.blend(column, row, { colour, coverage: 1 });
      this.toVisit[count++] = row * width + column;
    };
    visit(0, 0);
    while (count > 0) {
      const pixel = this.toVisit[--count]!;
      const column = pixel % width;
      const row = (pixel - column) / width;
      visit(column - 1, row);
      visit(column + 1, row);
      visit(column, row - 1);
      visit(column, row + 1);
    }
  }

  /** First column whose centre is not left of x, within the picture. */
  private column(x: number): number {
    return Math.min(this.width, Math.max(0, Math.ceil(x - 0.5)));
  }

  /** First row whose centre is not above y, within the picture. */
  private row(y: number): number {
    return Math.min(this.height, Math.max(0, Math.ceil(y - 0.5)));
  }

  private blend(
    column: number,
    row: number,
    { colour, coverage }: { readonly colour: Colour; readonly coverage: number },
  ): void {
    const { pixels } = this;
    const at = 3 * (row * this.width + column);
    for (let part = 0; part < 3; part++) {
      const before = pixels[at + part]!;
      pixels[at + part] = Math.round(before + (colour[part]! - before) * coverage);
    }
  }
}

function cut(share: number): number {
  return Math.min(1, Math.max(0, share));
}

/** Distance of a point to the nearest side of a triangle, pixels; negative outside. */
function depthInTriangle([x, y]: Point, corners: readonly [Point, Point, Point]): number {
  const [[ax, ay], [bx, by], [cx, cy]] = corners;
  const turn = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax) < 0 ? -1 : 1;
  let depth = Infinity;
  for (let i = 0; i < 3; i++) {
    const [x1, y1] = corners[i]!;
    const [x2, y2] = corners[(i + 1) % 3]!;
    const [dx, dy] = [x2 - x1, y2 - y1];
    const across = turn * (dx * (y - y1) - dy * (x - x1));
    depth = Math.min(depth, across / Math.sqrt(dx * dx + dy * dy));
  }
  return depth;
}
