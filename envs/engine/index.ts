/** A software 3D engine: textured walls, planes, sky and billboards, Quake-like motion. */
export { COS, HEADINGS, HEADINGS_PER_DEGREE, SIN, headingOf, wrapHeading } from './angles.js';
export { BODY_RADIUS, EYE_HEIGHT, TICKS_PER_SECOND, createBody, type Body } from './body.js';
export { appleTexture, lemonTexture } from './fruitTextures.js';
export { lawnTexture } from './groundTextures.js';
export { TOP_SPEED, moveOneTick, type Command } from './motion.js';
export { once } from './once.js';
export { Pickups, REACH, type PickupKind } from './pickups.js';
export { Renderer, type PictureSize, type Rectangle } from './renderer.js';
export {
  createBillboard,
  createWall,
  createWallLoop,
  type Billboard,
  type Plane,
  type Point,
  type Scene,
  type Surface,
  type Wall,
  type WallStyle,
} from './scene.js';
export { daySkyTexture } from './skyTexture.js';
export { createTexture, rgb, TRANSPARENT, type TexelPainter, type Texture } from './texture.js';
export { MAX_PITCH, type Camera } from './view.js';
export {
  brickTexture,
  hedgeTexture,
  plankTexture,
  stoneTexture,
  type Colour,
} from './wallTextures.js';
