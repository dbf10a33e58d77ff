import type { SolidPart } from './solidPicture.js';
import { solidPictures } from './solidPicture.js';
import type { Texture } from './texture.js';
import type { Colour } from './wallTextures.js';

/** Hues a robot can have, spread evenly over the colour circle. */
export const BOT_HUES = 24;

/** Side of a robot's square picture, its lower edge on the floor. World units. */
export const BOT_PICTURE_SIZE = 64;

const STEEL: Colour = [112, 116, 126];
const DARK: Colour = [48, 50, 58];
const VISOR: Colour = [190, 250, 255];

/** Pictures of one hue are made when it is first needed and shared by all environments. */
const picturesByHue = new Map<number, readonly Texture[]>();

/**
 * A robot from eight sides; its visor and its gadget show where it looks.
 *
 * @param hue - A whole number, 0 to {@link BOT_HUES} − 1.
 */
export function botTextures(hue: number): readonly Texture[] {
  let pictures = picturesByHue.get(hue);
  if (pictures === undefined) {
    pictures = solidPictures(robotParts(hueColour(hue)), BOT_PICTURE_SIZE);
    picturesByHue.set(hue, pictures);
  }
  return pictures;
}

/** A full colour of the circle: red at 0, green at a third, blue at two thirds. */
function hueColour(hue: number): Colour {
  const sixth = (hue * 6) / BOT_HUES;
  const component = (shift: number): number => {
    const distance = Math.abs(((sixth + shift) % 6) - 3); // 3 at the component's own hue, 0 opposite
    return 30 + 200 * Math.min(1, Math.max(0, distance - 1));
  };
  return [component(0), component(4), component(2)];
}

/** As tall as a player, 56 units: legs, trunk, shoulders, head with visor, gadget in the right hand. */
function robotParts(colour: Colour): SolidPart[] {
  const [red, green, blue] = colour;
  const dim: Colour = [red * 0.62, green * 0.62, blue * 0.62];
  return [
    { shape: 'box', centre: [2, 7, 2], half: [8, 4, 2], colour: DARK },
    { shape: 'box', centre: [2, -7, 2], half: [8, 4, 2], colour: DARK },
    { shape: 'ball', centre: [0, 7, 11], half: [5, 4, 10], colour: STEEL },
    { shape: 'ball', centre: [0, -7, 11], half: [5, 4, 10], colour: STEEL },
    { shape: 'ball', centre: [0, 0, 21], half: [8, 9, 5], colour: dim },
    { shape: 'ball', centre: [0, 0, 32], half: [9, 12, 11], colour },
    { shape: 'ball', centre: [7, 0, 33], half: [4, 6, 6], colour: STEEL },
    { shape: 'box', centre: [-9, 0, 32], half: [4, 7, 8], colour: DARK },
    { shape: 'ball', centre: [0, 14, 38], half: [6, 5, 6], colour: dim },
    { shape: 'ball', centre: [0, -14, 38], half: [6, 5, 6], colour: dim },
    { shape: 'ball', centre: [3, 16, 29], half: [4, 3.5, 8], colour: STEEL },
    { shape: 'ball', centre: [3, -16, 31], half: [4, 3.5, 7], colour: STEEL },
    { shape: 'ball', centre: [0, 0, 49], half: [8, 8, 8], colour },
    { shape: 'box', centre: [5, 0, 49], half: [4, 6.5, 2.5], colour: VISOR, glows: true },
    { shape: 'box', centre: [-1, 0, 58], half: [1, 1, 3], colour: STEEL },
    { shape: 'box', centre: [12, -16, 29], half: [11, 2.5, 3], colour: DARK },
    { shape: 'ball', centre: [23, -16, 29], half: [3, 2, 2], colour: [255, 210, 90], glows: true },
  ];
}
