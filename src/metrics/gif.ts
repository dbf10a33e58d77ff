import type * as Gifenc from 'gifenc';
import { createRequire } from 'node:module';
import { ImageError } from './errors.js';

// A CommonJS package marked as a translated module: loaders disagree on what importing it gives.
const gifenc = createRequire(import.meta.url)('gifenc') as typeof Gifenc;

/** An RGB picture: `data` is row-major `[height, width, 3]`, 0 to 255. */
export interface GifFrame {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Settings of {@link encodeGif}. */
export interface GifOptions {
  /** Frames per second, above 0 to 50: viewers slow down what claims to be faster. */
  readonly fps: number;
  /** Whole factor by which the picture is enlarged, each pixel becoming a square. */
  readonly scale?: number;
  /** Size of the palette, 2 to 255; fewer colours make a smaller file. */
  readonly colors?: number;
}

/** More pixels than this would only slow the choice of colours down. */
const PALETTE_SAMPLES = 1 << 20;
const LEAVE_STANDING = 1;

/**
 * An animated GIF that repeats for ever, with one palette for all frames; pixels that stay as they
 * were are stored as transparent, which packs well.
 *
 * The frames are copied as they come, so an environment may reuse its picture's memory.
 *
 * @throws {@link ImageError} if there is no frame, their sizes differ, or an option is out of range.
 */
export function encodeGif(frames: Iterable<GifFrame>, options: GifOptions): Uint8Array {
  const { fps, scale = 1, colors = 255 } = options;
  checkRange('fps above 0, at most 50', fps, fps > 0 && fps <= 50);
  checkRange('a whole scale of at least 1', scale, Number.isInteger(scale) && scale >= 1);
  checkRange('2 to 255 colors', colors, Number.isInteger(colors) && colors >= 2 && colors <= 255);

  const { width, height, pictures } = collect(frames);
  const palette = gifenc.quantize(samplePixels(pictures), colors);
  const transparentIndex = palette.length;
  const encoder = gifenc.GIFEncoder();
  let shown: Uint8Array | undefined;
  for (const [i, picture] of pictures.entries()) {
    const index = gifenc.applyPalette(picture, palette);
    encoder.writeFrame(
      enlarge(shown ? onlyChanges(index, shown, transparentIndex) : index, width, scale),
      width * scale,
      height * scale,
      {
        // One entry more than colours, so that the transparent index lies within the table.
        ...(shown ? {} : { palette: [...palette, [0, 0, 0]] }),
        delay: delayMs(i, fps),
        transparent: shown !== undefined,
        transparentIndex,
        dispose: LEAVE_STANDING,
      },
    );
    shown = index;
  }
  encoder.finish();
  return encoder.bytes();
}

/** All frames as RGBA, each in memory of its own. */
function collect(frames: Iterable<GifFrame>) {
  const pictures: Uint8Array[] = [];
  let size: { width: number; height: number } | undefined;
  for (const { width, height, data } of frames) {
    size ??= { width, height };
    if (width !== size.width || height !== size.height || data.length !== width * height * 3) {
      throw new ImageError(
        `frame ${pictures.length}: expected ${size.width}×${size.height} pixels of 3 bytes, ` +
          `got ${width}×${height} and ${data.length} bytes. All frames must have one size.`,
      );
    }
    pictures.push(toRgba(data));
  }
  if (!size) throw new ImageError('encodeGif: expected at least one frame, got none.');
  return { ...size, pictures };
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

/** Pixels spread evenly over all frames, as RGBA. */
function samplePixels(pictures: readonly Uint8Array[]): Uint8Array {
  const perPicture = pictures[0]!.length / 4;
  const total = perPicture * pictures.length;
  // Odd, so that it does not fall on the same columns of every row of an even width.
  const stride = Math.ceil(total / PALETTE_SAMPLES) | 1;
  const samples = new Uint32Array(Math.ceil(total / stride));
  const packed = pictures.map((picture) => new Uint32Array(picture.buffer));
  for (let sample = 0, pixel = 0; pixel < total; sample++, pixel += stride) {
    samples[sample] = packed[Math.floor(pixel / perPicture)]![pixel % perPicture]!;
  }
  return new Uint8Array(samples.buffer);
}

function onlyChanges(index: Uint8Array, shown: Uint8Array, transparent: number): Uint8Array {
  return index.map((color, pixel) => (color === shown[pixel] ? transparent : color));
}

function enlarge(index: Uint8Array, width: number, scale: number): Uint8Array {
  if (scale === 1) return index;
  const large = new Uint8Array(index.length * scale * scale);
  const largeWidth = width * scale;
  for (let row = 0; row < index.length / width; row++) {
    const start = row * scale * largeWidth;
    for (let x = 0; x < largeWidth; x++) {
      large[start + x] = index[row * width + Math.floor(x / scale)]!;
    }
    for (let copy = 1; copy < scale; copy++) {
      large.copyWithin(start + copy * largeWidth, start, start + largeWidth);
    }
  }
  return large;
}

/** GIF counts in hundredths of a second: rounding the instants, not the delays, keeps the pace. */
function delayMs(frame: number, fps: number): number {
  const instant = (i: number) => Math.round((i * 100) / fps);
  return (instant(frame + 1) - instant(frame)) * 10;
}

function checkRange(expected: string, value: number, isRight: boolean): void {
  if (!isRight) throw new ImageError(`encodeGif: expected ${expected}, got ${value}.`);
}
