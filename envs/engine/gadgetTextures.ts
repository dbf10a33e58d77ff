import { HEADINGS } from './angles.js';
import { hashNoise } from './noise.js';
import { once } from './once.js';
import { solidPicture, type SolidPart } from './solidPicture.js';
import { TRANSPARENT, createTexture, rgb, type Texture } from './texture.js';
import type { Colour } from './wallTextures.js';

/** Side of a supply's square picture, its lower edge on the floor. World units. */
export const SUPPLY_PICTURE_SIZE = 48;

const LIGHT_SIZE = 32;

/** Things are seen from their left side and a little from the front, so that they look solid. */
const ASLANT = HEADINGS / 5;

const supply = (parts: readonly SolidPart[]): Texture =>
  solidPicture({ parts, extent: SUPPLY_PICTURE_SIZE, bearing: ASLANT });

/** A weapon hovers over a lit disc, so that it is told from other supplies from afar. */
function weapon(barrel: Colour, parts: readonly SolidPart[]): Texture {
  return supply([
    { shape: 'ball', centre: [0, 0, 2], half: [15, 15, 2], colour: barrel, glows: true },
    { shape: 'box', centre: [-9, 0, 19], half: [6, 4, 6], colour: [70, 72, 80] },
    { shape: 'box', centre: [-10, 0, 12], half: [2.5, 2, 6], colour: [52, 52, 58] },
    ...parts,
  ]);
}

/** A wide green tube. */
export const rocketWeaponTexture = once(() =>
  weapon(
    [120, 220, 90],
    [
      { shape: 'ball', centre: [4, 0, 21], half: [18, 6, 6], colour: [70, 130, 60] },
      { shape: 'ball', centre: [19, 0, 21], half: [3, 5, 5], colour: [30, 34, 30] },
    ],
  ),
);

/** Three blue coils on a rod. */
export const lightningWeaponTexture = once(() =>
  weapon(
    [120, 190, 255],
    [-1, 6, 13].map((forward) => ({
      shape: 'ball',
      centre: [forward, 0, 21] as const,
      half: [2.5, 6, 6] as const,
      colour: [90, 150, 250] as const,
    })),
  ),
);

/** A long, thin violet barrel. */
export const railWeaponTexture = once(() =>
  weapon(
    [230, 130, 255],
    [
      { shape: 'box', centre: [6, 0, 22], half: [17, 2, 2], colour: [170, 80, 200] },
      { shape: 'box', centre: [2, 0, 27], half: [6, 1.5, 2], colour: [60, 60, 70] },
    ],
  ),
);

/** A white box with a red cross. */
export const healthTexture = once(() => {
  const red: Colour = [225, 30, 40];
  return supply([
    { shape: 'box', centre: [0, 0, 16], half: [13, 13, 13], colour: [232, 232, 236] },
    { shape: 'box', centre: [0, 13.5, 16], half: [9, 1, 3], colour: red },
    { shape: 'box', centre: [0, 13.5, 16], half: [3, 1, 9], colour: red },
    { shape: 'box', centre: [13.5, 0, 16], half: [1, 9, 3], colour: red },
    { shape: 'box', centre: [13.5, 0, 16], half: [1, 3, 9], colour: red },
  ]);
});

/** A yellow breastplate: two plates over three bands, and shoulder pieces at its sides. */
export const armourTexture = once(() => {
  const gold: Colour = [236, 196, 40];
  const dark: Colour = [150, 104, 24];
  return supply([
    { shape: 'ball', centre: [-6, 0, 24], half: [8, 8, 8], colour: gold },
    { shape: 'ball', centre: [6, 0, 24], half: [8, 8, 8], colour: gold },
    { shape: 'box', centre: [-14, 0, 26], half: [4, 7, 3], colour: dark },
    { shape: 'box', centre: [14, 0, 26], half: [4, 7, 3], colour: dark },
    ...[4, 9, 14].map((up): SolidPart => ({
      shape: 'box',
      centre: [0, 0, up],
      half: [8 + up / 6, 6, 2],
      colour: up === 9 ? dark : gold,
    })),
  ]);
});

/** A rocket seen from behind or ahead: a bright ring of fire around its body. */
export const rocketTexture = once(() =>
  glowTexture((distance) =>
    distance < 0.4 ? [70, 76, 70] : [255, 250 - 130 * distance, 150 - 130 * distance],
  ),
);

/** A ball of light of one colour, white in the middle. */
export function beadTexture([red, green, blue]: Colour): Texture {
  return glowTexture((distance) => {
    const white = Math.max(0, 1 - 1.6 * distance);
    return [red + (255 - red) * white, green + (255 - green) * white, blue + (255 - blue) * white];
  });
}

/** A ragged ball of fire. */
export const blastTexture = once(() =>
  createTexture(LIGHT_SIZE, LIGHT_SIZE, (column, row) => {
    const distance = distanceFromCentre(column, row);
    const ragged = distance + 0.35 * hashNoise(column >> 1, row >> 1, 83);
    if (ragged > 1) return TRANSPARENT;
    return rgb(255, 245 - 190 * ragged, 190 - 240 * ragged);
  }),
);

/** A disc coloured by the distance from its centre, 0 … 1. */
function glowTexture(colourAt: (distance: number) => Colour): Texture {
  return createTexture(LIGHT_SIZE, LIGHT_SIZE, (column, row) => {
    const distance = distanceFromCentre(column, row);
    return distance > 1 ? TRANSPARENT : rgb(...colourAt(distance));
  });
}

function distanceFromCentre(column: number, row: number): number {
  const centred = (texel: number): number => (texel + 0.5) / (LIGHT_SIZE / 2) - 1;
  const [x, y] = [centred(column), centred(row)];
  return Math.sqrt(x * x + y * y);
}
