/** A canvas that shows RGB pictures of one size. */
export class Picture {
  readonly #context: CanvasRenderingContext2D;
  readonly #image: ImageData;

  constructor(canvas: HTMLCanvasElement, { width, height }: { width: number; height: number }) {
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d', { alpha: false });
    if (!context) throw new Error('This browser has no 2D canvas.');
    this.#context = context;
    this.#image = context.createImageData(width, height);
    this.#image.data.fill(255);
  }

  /** @param pixels - `[height, width, 3]`, row-major. */
  show(pixels: Uint8Array): void {
    const { data } = this.#image;
    for (let from = 0, to = 0; from < pixels.length; from += 3, to += 4) {
      data[to] = pixels[from]!;
      data[to + 1] = pixels[from + 1]!;
      data[to + 2] = pixels[from + 2]!;
    }
    this.#context.putImageData(this.#image, 0, 0);
  }
}
