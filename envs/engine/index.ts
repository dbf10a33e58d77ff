/** A software 3D engine: textured walls, planes, sky and billboards, Quake-like motion. */
export { COS, HEADINGS, HEADINGS_PER_DEGREE, SIN, headingOf, wrapHeading } from './angles.js';
export { BODY_RADIUS, EYE_HEIGHT, TICKS_PER_SECOND, createBody, type Body } from './body.js';
export { BOT_HUES, BOT_PICTURE_SIZE, botTextures } from './botTextures.js';
export { slide } from './collision.js';
export { DECALS, decalTexture } from './decalTextures.js';
export { deckCeilingTexture, deckFloorTexture, deckWallTexture } from './deckTextures.js';
export { diamondTile, pavingTile, slabTile } from './floorTiles.js';
export { appleTexture, lemonTexture } from './fruitTextures.js';
export {
  SUPPLY_PICTURE_SIZE,
  armourTexture,
  beadTexture,
  blastTexture,
  healthTexture,
  lightningWeaponTexture,
  railWeaponTexture,
  rocketTexture,
  rocketWeaponTexture,
} from './gadgetTextures.js';
export { goalTexture } from './goalTexture.js';
export { lawnTexture } from './groundTextures.js';
export { isInView, seesItem, type Viewer } from './inView.js';
export { fenceTexture, keyTexture, lollyTexture } from './keyTextures.js';
export { MapRenderer, type MapMarks } from './mapRenderer.js';
export { TOP_SPEED, moveOneTick, type Command } from './motion.js';
export { once } from './once.js';
export { panelTexture, tileTexture } from './panelTextures.js';
export { Pickups, REACH, type PickupKind } from './pickups.js';
export { pictureTextures } from './pictureTextures.js';
export {
  lampCeilingTexture,
  metalPlateTexture,
  poolWallTexture,
  waterTexture,
} from './poolTextures.js';
export { Renderer, type PictureSize, type Rectangle } from './renderer.js';
export {
  createBillboard,
  createWall,
  createWallLoop,
  type Billboard,
  type Plane,
  type Point,
  type Scene,
  type Slab,
  type Surface,
  type Wall,
  type WallStyle,
} from './scene.js';
export { createSlab, setSlabTop, type SlabStyle } from './slab.js';
export { daySkyTexture } from './skyTexture.js';
export { pictureIndex } from './solidPicture.js';
export { TiledFloor, type FloorSize } from './tiledFloor.js';
export { createTexture, rgb, TRANSPARENT, type TexelPainter, type Texture } from './texture.js';
export { MAX_PITCH, type Camera } from './view.js';
export {
  brickTexture,
  hedgeTexture,
  plankTexture,
  stoneTexture,
  type Colour,
} from './wallTextures.js';
