import type { Colour } from '../../engine/index.js';

/** A colour that keys and doors come in. */
export interface KeyColour {
  readonly name: string;
  readonly rgb: Colour;
}

/** The five colours of the original (`configs.lua`), at full strength, as it draws them. */
export const KEY_COLOURS: readonly KeyColour[] = [
  { name: 'red', rgb: [255, 0, 0] },
  { name: 'green', rgb: [0, 255, 0] },
  { name: 'blue', rgb: [0, 0, 255] },
  { name: 'black', rgb: [0, 0, 0] },
  { name: 'white', rgb: [255, 255, 255] },
];

/** Index in {@link KEY_COLOURS}. */
export type ColourIndex = number;
