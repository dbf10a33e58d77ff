import * as gifencModule from 'gifenc';
import type { Frame } from '../env.js';

/** The part of gifenc 1.0.3 that is used here. */
interface Gifenc {
  readonly GIFEncoder: () => GifStream;
  /** @param rgba - 4 bytes a pixel; the whole of its buffer is read. */
  readonly quantize: (rgba: Uint8Array, maxColours: number) => number[][];
  /** @param rgba - 4 bytes a pixel; the whole of its buffer is read. */
  readonly applyPalette: (rgba: Uint8Array, palette: number[][]) => Uint8Array;
}

/** One frame as gifenc takes it: indices into the palette, and milliseconds that it stays. */
type GifFrame = [
  indices: Uint8Array,
  width: number,
  height: number,
  options: { readonly palette: number[][]; readonly delay: number },
];

interface GifStream {
  readonly writeFrame: (...frame: GifFrame) => void;
  readonly finish: () => void;
  readonly bytes: () => Uint8Array;
}

// A CommonJS package marked as a translated module: Node gives it as default, bundlers by name.
const gifenc = (
  'quantize' in gifencModule ? gifencModule : (gifencModule as { default: unknown }).default
) as Gifenc;

const MAX_COLOURS = 256;

/** An animated GIF that repeats for ever, made frame by frame so that pictures need not be kept. */
export class GifWriter {
  readonly #stream = gifenc.GIFEncoder();
  #frames = 0;

  /** @param framesPerSecond - GIF counts in hundredths of a second; instants are rounded, not delays. */
  constructor(readonly framesPerSecond: number) {}

  /** Frames so far. */
  get frames(): number {
    return this.#frames;
  }

  /** Adds a picture with a palette of its own. */
  add({ width, height, data }: Frame): void {
    const rgba = toRgba(data);
    const palette = gifenc.quantize(rgba, MAX_COLOURS);
    const delay = this.#instantMs(this.#frames + 1) - this.#instantMs(this.#frames);
    this.#stream.writeFrame(gifenc.applyPalette(rgba, palette), width, height, { palette, delay });
    this.#frames++;
  }

  /** The whole file. Nothing may be added afterwards. */
  finish(): Uint8Array {
    this.#stream.finish();
    return this.#stream.bytes();
  }

  #instantMs(frame: number): number {
    return Math.round((frame * 100) / this.framesPerSecond) * 10;
  }
}

function toRgba(rgb: Uint8Array): Uint8Array {
  const rgba = new Uint8Array((rgb.length / 3) * 4).fill(255);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from]!;
    rgba[to + 1] = rgb[from + 1]!;
    rgba[to + 2] = rgb[from + 2]!;
  }
  return rgba;
}
