import { ColumnSlices } from './columnSlices.js';
import { ExtraFaces } from './extraFaces.js';
import { FaceProjector } from './faceProjector.js';
import { PlanePainter } from './planePainter.js';
import type { Scene, Surface } from './scene.js';
import { SkyPainter } from './skyPainter.js';
import { SlicePainter } from './slicePainter.js';
import { View, type Camera } from './view.js';
import type { Colour } from './wallTextures.js';

/** Picture size in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** A part of the picture in shares of its sides, and its colour. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly colour: Colour;
}

/**
 * Draws scenes into one RGB picture: walls, billboards, panels, slabs, floor, ceiling, sky.
 *
 * All buffers are made once; `draw` allocates nothing. The arithmetic is + − × ÷ √, rounding and
 * integers only, so a scene and a camera give the same bytes everywhere.
 */
export class Renderer {
  /** `[height, width, 3]` uint8, row-major; overwritten by every `draw`. */
  readonly pixels: Uint8Array;
  private readonly view: View;
  private readonly slices: ColumnSlices;
  private readonly projector: FaceProjector;
  private readonly extraFaces: ExtraFaces;
  private readonly slicePainter: SlicePainter;
  private readonly floorPainter: PlanePainter;
  private readonly ceilingPainter: PlanePainter;
  private readonly skyPainter: SkyPainter;

  /** @throws RangeError if a side is not a whole number from 1 to 4096. */
  constructor({ width, height }: PictureSize) {
    for (const side of [width, height]) {
      if (!Number.isInteger(side) || side < 1 || side > 4096) {
        throw new RangeError(
          `Renderer: width and height must be whole numbers from 1 to 4096, got ${width} and ${height}.`,
        );
      }
    }
    this.pixels = new Uint8Array(height * width * 3);
    this.view = new View(width, height);
    this.slices = new ColumnSlices(width);
    this.projector = new FaceProjector(this.view, this.slices);
    const { view, slices, projector, pixels } = this;
    this.extraFaces = new ExtraFaces({ view, slices, projector, pixels });
    this.slicePainter = new SlicePainter(this.view, this.pixels);
    this.floorPainter = new PlanePainter(this.view, this.pixels);
    this.ceilingPainter = new PlanePainter(this.view, this.pixels);
    this.skyPainter = new SkyPainter(this.view, this.pixels);
  }

  /**
   * Draws what `camera` sees of `scene`. The eye must be above the floor and below the ceiling.
   *
   * @returns {@link Renderer.pixels}.
   */
  draw(scene: Scene, camera: Camera): Uint8Array {
    this.view.aim(camera);
    this.floorPainter.prepare(scene.floor, scene.halfLightDepth);
    if (scene.ceiling !== undefined) {
      this.ceilingPainter.prepare(scene.ceiling, scene.halfLightDepth);
    }
    this.collectSlices(scene);
    for (let column = 0; column < this.view.width; column++) {
      this.drawColumn(scene, column);
    }
    return this.pixels;
  }

  /** Fills a rectangle of the picture with one colour; sides in shares of the picture's, 0 … 1. */
  fill({ left, top, width, height, colour }: Rectangle): void {
    const { view, pixels } = this;
    const endColumn = Math.round((left + width) * view.width);
    const endRow = Math.round((top + height) * view.height);
    for (let row = Math.round(top * view.height); row < endRow; row++) {
      for (let column = Math.round(left * view.width); column < endColumn; column++) {
        const at = 3 * (row * view.width + column);
        pixels[at] = colour[0];
        pixels[at + 1] = colour[1];
        pixels[at + 2] = colour[2];
      }
    }
  }

  /** Faces are numbered: walls first, billboards after them, then the extra ones. */
  private collectSlices(scene: Scene): void {
    const { slices, projector } = this;
    const { walls, billboards } = scene;
    slices.clear();
    const skyline = Math.max(highestTop(scene), this.view.eyeHeight);
    for (let i = 0; i < walls.length; i++) {
      const wall = walls[i]!;
      slices.face = i;
      // From the floor to the skyline nothing shows behind, above or below it.
      slices.hidesAll =
        wall.texture.opaque && wall.bottom === scene.floor.height && wall.top >= skyline;
      projector.addWall(wall);
    }
    slices.hidesAll = false;
    for (let i = 0; i < billboards.length; i++) {
      const billboard = billboards[i]!;
      if (billboard.visible) {
        slices.face = walls.length + i;
        projector.addBillboard(billboard);
      }
    }
    this.extraFaces.collect(scene);
  }

  /** Background, then slices from far to near; a slice that hides all behind it replaces the background. */
  private drawColumn(scene: Scene, column: number): void {
    const { slices, slicePainter } = this;
    const nearest = column * slices.capacity;
    let slot = nearest + slices.counts[column]! - 1;
    if (slices.end[column]! > 0) {
      this.drawSlice(scene, column, slot);
      slot--;
    } else {
      slicePainter.placeNothing();
    }
    this.drawBackground(scene, column);
    for (; slot >= nearest; slot--) {
      this.drawSlice(scene, column, slot);
    }
  }

  private drawSlice(scene: Scene, column: number, slot: number): void {
    const { slices, slicePainter, extraFaces } = this;
    const face = slices.faces[slot]!;
    if (face < 0) {
      extraFaces.paintLid(scene.slabs![-1 - face]!.lid, column, slot);
      return;
    }
    const surface = this.surfaceOf(scene, face);
    slicePainter.place(surface, slices.inverseDepth[slot]!, scene.halfLightDepth);
    slicePainter.paint(surface, column, slices.along[slot]!);
  }

  private surfaceOf({ walls, billboards }: Scene, face: number): Surface {
    if (face < walls.length) return walls[face]!;
    const next = face - walls.length;
    return next < billboards.length ? billboards[next]! : this.extraFaces.surface(face);
  }

  /** Ceiling or sky above the slice last placed, floor below it. */
  private drawBackground(scene: Scene, column: number): void {
    const { firstRow, endRow } = this.slicePainter;
    if (scene.ceiling === undefined) {
      this.skyPainter.paint(scene.sky, column, firstRow);
    } else {
      this.ceilingPainter.paint(column, 0, firstRow);
    }
    this.floorPainter.paint(column, endRow, this.view.height);
  }
}

const NONE: readonly never[] = [];

/** Height of the tallest visible thing. */
function highestTop({ walls, billboards, panels, slabs }: Scene): number {
  let highest = 0;
  for (const wall of walls) {
    highest = Math.max(highest, wall.top);
  }
  for (const billboard of billboards) {
    highest = billboard.visible ? Math.max(highest, billboard.top) : highest;
  }
  for (const panel of panels ?? NONE) {
    highest = Math.max(highest, panel.top);
  }
  for (const { visible, lid } of slabs ?? NONE) {
    highest = visible ? Math.max(highest, lid.height) : highest;
  }
  return highest;
}
