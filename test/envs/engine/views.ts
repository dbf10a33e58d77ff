import { createTexture, rgb, type Camera, type Texture } from '../../../envs/engine/index.js';

/** Pixels of the agent's view. */
export const SIZE = { width: 96, height: 72 };

/** At the origin, looking east from the height of eyes. */
export const EAST: Camera = { x: 0, y: 0, eyeHeight: 50, heading: 0, pitch: 0 };

/** Light that does not fall with depth. */
export const FAR_LIGHT = 1e15;

/** A surface of one colour. */
export const plain = (red: number, green: number, blue: number): Texture =>
  createTexture(1, 1, () => rgb(red, green, blue));
