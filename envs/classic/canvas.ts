import type { Frame } from '../src/index.js';

/** `[red, green, blue]`, 0 to 255. */
export type Colour = readonly [number, number, number];

/** A place in pixels, x to the right and y upwards from the lower left corner. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** An RGB picture with the few shapes that the classic tasks need. */
export class Canvas implements Frame {
  readonly data: Uint8Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.data = new Uint8Array(width * height * 3);
  }

  clear(colour: Colour): void {
    for (let i = 0; i < this.data.length; i += 3) this.data.set(colour, i);
  }

  /** A filled disc. */
  disc(middle: Place, radius: number, colour: Colour): void {
    this.#fill(box([middle], radius), colour, (x, y) => {
      return (x - middle.x) * (x - middle.x) + (y - middle.y) * (y - middle.y) <= radius * radius;
    });
  }

  /** All pixels within `radius` of the segment between two places. */
  line([from, to]: readonly [Place, Place], radius: number, colour: Colour): void {
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const square = dx * dx + dy * dy || 1; // a single place has any direction
    this.#fill(box([from, to], radius), colour, (x, y) => {
      const along = ((x - from.x) * dx + (y - from.y) * dy) / square;
      const t = Math.min(Math.max(along, 0), 1);
      const [ox, oy] = [x - from.x - t * dx, y - from.y - t * dy];
      return ox * ox + oy * oy <= radius * radius;
    });
  }

  /** An upright rectangle around its middle. */
  rectangle(middle: Place, size: Place, colour: Colour): void {
    const [halfWidth, halfHeight] = [size.x / 2, size.y / 2];
    const bounds = {
      left: middle.x - halfWidth,
      right: middle.x + halfWidth,
      bottom: middle.y - halfHeight,
      top: middle.y + halfHeight,
    };
    this.#fill(bounds, colour, () => true);
  }

  /** Colours the pixels in `bounds` whose middles are `inside`. */
  #fill(
    { left, right, bottom, top }: Bounds,
    colour: Colour,
    inside: (x: number, y: number) => boolean,
  ): void {
    const [firstColumn, lastColumn] = [Math.max(0, Math.floor(left)), Math.min(this.width, right)];
    const [firstRow, lastRow] = [Math.max(0, Math.floor(bottom)), Math.min(this.height, top)];
    for (let row = firstRow; row < lastRow; row++) {
      for (let column = firstColumn; column < lastColumn; column++) {
        if (!inside(column + 0.5, row + 0.5)) continue;
        this.data.set(colour, ((this.height - 1 - row) * this.width + column) * 3);
      }
    }
  }
}

/** Pixels, with y upwards. */
interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

function box(places: readonly Place[], margin: number): Bounds {
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
  return {
    left: Math.min(...xs) - margin,
    right: Math.max(...xs) + margin,
    bottom: Math.min(...ys) - margin,
    top: Math.max(...ys) + margin,
  };
}
