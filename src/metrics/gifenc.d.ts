/** The part of gifenc 1.0.3 that is used here; the package brings no types of its own. */
declare module 'gifenc' {
  /** `[red, green, blue]`, 0 to 255 each. */
  type Palette = number[][];

  interface FrameOptions {
    /** Given with the first frame, it becomes the palette of the whole file. */
    palette?: Palette;
    /** Milliseconds, rounded to hundredths of a second. */
    delay?: number;
    transparent?: boolean;
    transparentIndex?: number;
    /** What becomes of the frame before the next is drawn: 1 leaves it standing. */
    dispose?: number;
  }

  interface Encoder {
    writeFrame(index: Uint8Array, width: number, height: number, options?: FrameOptions): void;
    finish(): void;
    bytes(): Uint8Array;
  }

  function GIFEncoder(): Encoder;
  /** @param rgba - 4 bytes a pixel; the whole of its buffer is read. */
  function quantize(rgba: Uint8Array, maxColors: number): Palette;
  /** @param rgba - 4 bytes a pixel; the whole of its buffer is read. */
  function applyPalette(rgba: Uint8Array, palette: Palette): Uint8Array;
}
