/** A picture to put other pictures and words on. */
import { PNG } from 'pngjs';

/** Rows of 5 pixels from top to bottom, as hexadecimal numbers; the highest of 5 bits is on the left. */
const GLYPHS = {
  A: '0e 11 11 1f 11 11 11',
  B: '1e 11 11 1e 11 11 1e',
  C: '0e 11 10 10 10 11 0e',
  D: '1e 11 11 11 11 11 1e',
  E: '1f 10 10 1e 10 10 1f',
  F: '1f 10 10 1e 10 10 10',
  G: '0e 11 10 17 11 11 0f',
  H: '11 11 11 1f 11 11 11',
  I: '0e 04 04 04 04 04 0e',
  J: '07 02 02 02 02 12 0c',
  K: '11 12 14 18 14 12 11',
  L: '10 10 10 10 10 10 1f',
  M: '11 1b 15 15 11 11 11',
  N: '11 19 15 13 11 11 11',
  O: '0e 11 11 11 11 11 0e',
  P: '1e 11 11 1e 10 10 10',
  Q: '0e 11 11 11 15 12 0d',
  R: '1e 11 11 1e 14 12 11',
  S: '0f 10 10 0e 01 01 1e',
  T: '1f 04 04 04 04 04 04',
  U: '11 11 11 11 11 11 0e',
  V: '11 11 11 11 11 0a 04',
  W: '11 11 11 15 15 1b 11',
  X: '11 11 0a 04 0a 11 11',
  Y: '11 11 0a 04 04 04 04',
  Z: '1f 01 02 04 08 10 1f',
  0: '0e 11 13 15 19 11 0e',
  1: '04 0c 04 04 04 04 0e',
  2: '0e 11 01 06 08 10 1f',
  3: '1f 02 04 02 01 11 0e',
  4: '02 06 0a 12 1f 02 02',
  5: '1f 10 1e 01 01 11 0e',
  6: '06 08 10 1e 11 11 0e',
  7: '1f 01 02 04 08 08 08',
  8: '0e 11 11 0e 11 11 0e',
  9: '0e 11 11 0f 01 02 0c',
  ',': '00 00 00 00 0c 04 08',
  '.': '00 00 00 00 00 0c 0c',
  '-': '00 00 00 1f 00 00 00',
};

const GLYPH_WIDTH = 6;

/** Height of a line of text, pixels. */
export const TEXT_HEIGHT = 7;

/** @typedef {readonly [number, number, number]} Colour */
/** @typedef {{ width: number, height: number, data: Uint8Array }} Picture in RGB, row-major */

/** @param {{ width: number, height: number, colour: Colour }} size @returns {Picture} */
export function createSheet({ width, height, colour }) {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at += 3) data.set(colour, at);
  return { width, height, data };
}

/**
 * Puts a picture on a sheet, every pixel enlarged to `scale` × `scale`.
 *
 * @param {Picture} sheet @param {Picture} picture @param {{ left: number, top: number, scale: number }} place
 */
export function putPicture(sheet, picture, { left, top, scale }) {
  for (let y = 0; y < picture.height * scale; y++) {
    for (let x = 0; x < picture.width * scale; x++) {
      const from = (Math.floor(y / scale) * picture.width + Math.floor(x / scale)) * 3;
      const to = ((top + y) * sheet.width + left + x) * 3;
      sheet.data.set(picture.data.subarray(from, from + 3), to);
    }
  }
}

/**
 * Writes a line in capitals; what has no glyph is a space.
 *
 * @param {Picture} sheet @param {string} text
 * @param {{ left: number, top: number, scale?: number, colour: Colour }} style
 */
export function putText(sheet, text, { left, top, scale = 1, colour }) {
  [...text.toUpperCase()].forEach((letter, i) => {
    const rows = (GLYPHS[letter] ?? '').split(' ').map((row) => parseInt(row || '0', 16));
    rows.forEach((bits, row) => {
      for (let column = 0; column < 5; column++) {
        if ((bits >> (4 - column)) & 1) {
          const place = { left: left + (i * GLYPH_WIDTH + column) * scale, top: top + row * scale };
          const dot = { width: 1, height: 1, data: Uint8Array.from(colour) };
          putPicture(sheet, dot, { ...place, scale });
        }
      }
    });
  });
}

/** @param {Picture} sheet @returns {Buffer} */
export function encodePng({ width, height, data }) {
  const png = new PNG({ width, height });
  for (let i = 0; i < width * height; i++) {
    png.data.set(data.subarray(3 * i, 3 * i + 3), 4 * i);
    png.data[4 * i + 3] = 255;
  }
  return PNG.sync.write(png, { colorType: 2, deflateLevel: 9 });
}
