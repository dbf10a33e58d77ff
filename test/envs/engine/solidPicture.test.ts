import { describe, expect, test } from 'vitest';
import {
  BOT_HUES,
  HEADINGS,
  HEADINGS_PER_DEGREE,
  botTextures,
  pictureIndex,
  type Texture,
} from '../../../envs/engine/index.js';
import { solidPicture, type SolidPart } from '../../../envs/engine/solidPicture.js';

const RED: SolidPart['colour'] = [200, 0, 0];

/** `R`, `G`, `B` by the strongest component, `.` where nothing is, at a place in shares of the picture. */
function look({ width, height, texels }: Texture, across: number, down: number): string {
  const texel = texels[Math.floor(across * width) * height + Math.floor(down * height)]!;
  if (texel === 0) return '.';
  const [red, green, blue] = [texel & 255, (texel >> 8) & 255, (texel >> 16) & 255];
  return red > green && red > blue ? 'R' : green > blue ? 'G' : 'B';
}

const degrees = (value: number): number => value * HEADINGS_PER_DEGREE;

describe('solid pictures, by hand', () => {
  // A red ball on the left hand of a green box, a blue ball before it.
  const parts: SolidPart[] = [
    { shape: 'box', centre: [0, 0, 16], half: [8, 8, 8], colour: [0, 200, 0] },
    { shape: 'ball', centre: [0, 20, 16], half: [6, 6, 6], colour: RED },
    { shape: 'ball', centre: [20, 0, 16], half: [6, 6, 6], colour: [0, 0, 200] },
  ];
  const row = (bearing: number): string => {
    const picture = solidPicture({ parts, extent: 64, bearing });
    // Heights 8 … 24 of 64: the middle lies at 3/4 of the picture's height.
    return [12, 32, 52].map((side) => look(picture, side / 64, 0.75)).join('');
  };

  test.each([
    [0, '.BR'], // from ahead: its left hand is on the viewer's right, the blue ball covers the box
    [90, 'BR.'], // from its left: it looks to the viewer's left
    [180, 'RG.'], // from behind
    [270, '.GB'], // from its right
  ])('from %i°: %s', (bearing, expected) => {
    expect(row(degrees(bearing))).toBe(expected);
  });

  test('a ball is a disc, lit from the upper left', () => {
    const ball: SolidPart = { shape: 'ball', centre: [0, 0, 32], half: [30, 30, 30], colour: RED };
    const picture = solidPicture({ parts: [ball], extent: 64, bearing: 0 });
    expect(look(picture, 0.5, 0.02)).toBe('.');
    expect(look(picture, 0.5, 0.05)).toBe('R');
    expect(look(picture, 0.1, 0.1)).toBe('.');
    const red = (across: number, down: number): number =>
      picture.texels[Math.floor(across * 64) * 64 + Math.floor(down * 64)]! & 255;
    expect(red(0.35, 0.3)).toBeGreaterThan(red(0.65, 0.7));
  });
});

describe('robots', () => {
  test('of eight pictures the nearest to the bearing is shown', () => {
    const shown = [0, 22, 23, 90, 180, 337, 338, -45, 360 + 45].map((b) =>
      pictureIndex(degrees(b)),
    );
    expect(shown).toEqual([0, 0, 1, 2, 4, 7, 0, 7, 1]);
  });

  test('the visor is seen from ahead, not from behind', () => {
    const visor = (picture: Texture): number =>
      picture.texels
        .subarray(0, picture.width * picture.height)
        .filter((texel) => (texel & 0xffffff) === ((255 << 16) | (250 << 8) | 190)).length;
    const counts = botTextures(0).map(visor);
    expect(counts[0]).toBeGreaterThan(50);
    expect(counts[4]).toBe(0);
    expect(Math.max(counts[3]!, counts[5]!)).toBeLessThan(counts[0]! / 2);
    expect(Math.min(counts[1]!, counts[7]!)).toBeGreaterThan(counts[2]! / 2);
  });

  test('hues differ and are made once', () => {
    const middle = (hue: number): number => botTextures(hue)[4]!.texels[32 * 64 + 16]!;
    const colours = Array.from({ length: BOT_HUES }, (_, hue) => middle(hue));
    expect(new Set(colours).size).toBe(BOT_HUES);
    expect(botTextures(3)).toBe(botTextures(3));
    expect(HEADINGS).toBe(7200);
  });
});
