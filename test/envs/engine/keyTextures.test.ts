import { describe, expect, test } from 'vitest';
import {
  TRANSPARENT,
  fenceTexture,
  keyTexture,
  lollyTexture,
  type Colour,
  type Texture,
} from '../../../envs/engine/index.js';
import { KEY_COLOURS } from '../../../envs/levels/keysDoors/colours.js';

/** Texels of the finest level: opaque ones as [red, green, blue]. */
const opaqueTexels = ({ texels, width, height }: Texture): Colour[] =>
  [...texels.subarray(0, width * height)]
    .filter((texel) => texel !== TRANSPARENT)
    .map((texel) => [texel & 255, (texel >> 8) & 255, (texel >> 16) & 255]);

const mean = (colours: readonly Colour[]): number[] =>
  [0, 1, 2].map((part) => colours.reduce((sum, each) => sum + each[part]!, 0) / colours.length);

const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(...a.map((part, i) => part - b[i]!));

describe.each(KEY_COLOURS)('$name', ({ rgb }) => {
  test('key and door are nearest to their own colour', () => {
    for (const texture of [keyTexture(rgb), fenceTexture(rgb)]) {
      const seen = mean(opaqueTexels(texture));
      const nearest = [...KEY_COLOURS].sort(
        (a, b) => distance(seen, a.rgb) - distance(seen, b.rgb),
      )[0]!;
      expect(nearest.rgb).toEqual(rgb);
    }
  });

  test('a door covers more than half and can be looked through', () => {
    // Posts and rails of 8 texels, 6 apart: 24 rows of rails, and 36 of 64 columns or more elsewhere.
    const covered = opaqueTexels(fenceTexture(rgb)).length / (64 * 64);
    expect(covered).toBeGreaterThan(0.6);
    expect(covered).toBeLessThan(0.85);
  });
});

test('the goal is orange', () => {
  const [red, green, blue] = mean(opaqueTexels(lollyTexture()));
  expect(red! > 1.3 * green! && green! > 1.5 * blue!).toBe(true);
});
