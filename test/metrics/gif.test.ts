import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ImageError, encodeGif, type GifFrame } from '../../src/metrics/index.js';
import { runPython } from './python.js';
import { useTemporaryFolder } from './temporaryFolder.js';

const folder = useTemporaryFolder();
const WIDTH = 32;
const HEIGHT = 24;

/** A sky gradient over a chequered floor, with a small red apple that moves with `i`. */
function scene(i: number, data = new Uint8Array(WIDTH * HEIGHT * 3)): GifFrame {
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const isApple = Math.abs(x - 4 - 2 * i) < 2 && Math.abs(y - 16) < 2;
      const floor = ((x >> 2) + (y >> 2)) % 2 === 0 ? [90, 150, 80] : [60, 100, 50];
      const ground = y < HEIGHT / 2 ? [120 + 4 * y, 170 + 3 * y, 235] : floor;
      data.set(isApple ? [220, 30, 25] : ground, (y * WIDTH + x) * 3);
    }
  }
  return { width: WIDTH, height: HEIGHT, data };
}

/** The frames as Pillow sees them. */
function decode(gif: Uint8Array) {
  const path = folder.at('film.gif');
  writeFileSync(path, gif);
  const printed = runPython(
    `import base64, json, sys
from PIL import Image, ImageSequence
im = Image.open(sys.argv[1])
frames = [(f.info["duration"], base64.b64encode(f.convert("RGB").tobytes()).decode()) for f in ImageSequence.Iterator(im)]
print(json.dumps({"size": im.size, "loop": im.info.get("loop"), "durations": [d for d, _ in frames], "pixels": [p for _, p in frames]}))`,
    path,
  );
  const film = JSON.parse(printed) as {
    size: [number, number];
    loop: number;
    durations: number[];
    pixels: string[];
  };
  return { ...film, pixels: film.pixels.map((text) => Buffer.from(text, 'base64')) };
}

function largestDifference(a: Uint8Array, b: Uint8Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

test('Pillow finds the frames, size, pace and colours that went in', () => {
  const frames = Array.from({ length: 12 }, (_, i) => scene(i));
  const film = decode(encodeGif(frames, { fps: 15 }));
  expect(film.size).toEqual([WIDTH, HEIGHT]);
  expect(film.loop).toBe(0); // for ever
  expect(film.pixels).toHaveLength(12);
  // 1/15 s is 6⅔ hundredths: instants 7, 13, 20, … so three frames take exactly 200 ms.
  expect(film.durations.slice(0, 3)).toEqual([70, 60, 70]);
  expect(film.durations.reduce((a, b) => a + b)).toBe(800);
  frames.forEach(({ data }, i) => {
    // Colours are told apart by 5 bits a channel, steps of 8.
    expect(largestDifference(film.pixels[i]!, data)).toBeLessThanOrEqual(8);
  });
});

test('an environment may reuse the memory of its picture', () => {
  const shared = new Uint8Array(WIDTH * HEIGHT * 3);
  function* film() {
    for (let i = 0; i < 3; i++) yield scene(i, shared);
  }
  const { pixels } = decode(encodeGif(film(), { fps: 10 }));
  expect(largestDifference(pixels[0]!, scene(0).data)).toBeLessThanOrEqual(8);
  expect(largestDifference(pixels[2]!, scene(2).data)).toBeLessThanOrEqual(8);
});

test('scale makes each pixel a square', () => {
  const data = new Uint8Array([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]);
  const film = decode(encodeGif([{ width: 2, height: 2, data }], { fps: 10, scale: 3 }));
  expect(film.size).toEqual([6, 6]);
  const expected = Array.from({ length: 36 }, (_, pixel) => {
    const column = pixel % 6 < 3 ? 0 : 1;
    const row = pixel < 18 ? 0 : 1;
    return [...data.subarray((row * 2 + column) * 3).subarray(0, 3)];
  });
  expect([...film.pixels[0]!]).toEqual(expected.flat());
});

test('what does not move costs almost nothing', () => {
  const still = encodeGif([scene(0)], { fps: 10 }).length;
  const film = encodeGif(
    Array.from({ length: 51 }, () => scene(0)),
    { fps: 10 },
  ).length;
  expect((film - still) / 50).toBeLessThan(100); // bytes a frame; 768 pixels
});

test.each([
  ['no frame', [], { fps: 10 }, /at least one frame/],
  ['another size', [scene(0), { ...scene(1), width: 31 }], { fps: 10 }, /frame 1: expected 32×24/],
  ['missing bytes', [{ ...scene(0), data: new Uint8Array(5) }], { fps: 10 }, /frame 0: .*5 bytes/],
  ['0 frames per second', [scene(0)], { fps: 0 }, /fps above 0, at most 50, got 0/],
  ['half a scale', [scene(0)], { fps: 10, scale: 1.5 }, /scale of at least 1, got 1\.5/],
  ['257 colours', [scene(0)], { fps: 10, colors: 257 }, /2 to 255 colors, got 257/],
])('refuses %s', (_, frames, options, message) => {
  expect(() => encodeGif(frames, options)).toThrow(ImageError);
  expect(() => encodeGif(frames, options)).toThrow(message);
});
