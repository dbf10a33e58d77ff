import type { ColumnSlices } from './columnSlices.js';
import type { FaceProjector } from './faceProjector.js';
import { LidProjector, facesEye } from './lidProjector.js';
import { PlanePainter } from './planePainter.js';
import type { Scene, Slab, SlabLid, Surface, Wall } from './scene.js';
import type { View } from './view.js';

/** The parts of a renderer that extra faces are drawn with. */
export interface DrawingTools {
  readonly view: View;
  readonly slices: ColumnSlices;
  readonly projector: FaceProjector;
  readonly pixels: Uint8Array;
}

/**
 * Faces beyond walls and billboards: panels, and the sides and tops of slabs.
 *
 * Upright ones are numbered on from the billboards; the tops of slabs 0, 1, … have the numbers −1, −2, …
 */
export class ExtraFaces {
  private readonly surfaces: Surface[] = [];
  private readonly lidPainters: PlanePainter[] = [];
  private readonly lidProjector: LidProjector;
  private count = 0;
  private firstFace = 0;

  constructor(private readonly tools: DrawingTools) {
    this.lidProjector = new LidProjector(tools.view, tools.slices);
  }

  /** Leaves slices of what the eye sees of the scene's panels and slabs. */
  collect({ panels, slabs, walls, billboards, halfLightDepth }: Scene): void {
    this.firstFace = walls.length + billboards.length;
    this.count = 0;
    this.tools.slices.hidesAll = false;
    if (panels !== undefined) {
      for (const panel of panels) {
        this.addUpright(panel);
      }
    }
    if (slabs !== undefined) {
      for (let i = 0; i < slabs.length; i++) {
        this.addSlab(slabs[i]!, i, halfLightDepth);
      }
    }
  }

  /** The upright face of a number. */
  surface(face: number): Surface {
    return this.surfaces[face - this.firstFace]!;
  }

  /**
   * Draws one slice of the top of a slab.
   *
   * @param slot - Of the slice in the columns' list.
   */
  paintLid(lid: SlabLid, column: number, slot: number): void {
    const { slices } = this.tools;
    const first = this.rowAt(lid, 1 / slices.inverseDepth[slot]!);
    const end = this.rowAt(lid, slices.along[slot]!);
    this.lidPainters[-1 - slices.faces[slot]!]!.paint(column, first, end);
  }

  private addUpright(face: Wall): void {
    const { slices, projector } = this.tools;
    slices.face = this.firstFace + this.count;
    this.surfaces[this.count++] = face;
    projector.addWall(face);
  }

  private addSlab(slab: Slab, index: number, halfLightDepth: number): void {
    const { view, slices, pixels } = this.tools;
    this.lidPainters[index] ??= new PlanePainter(view, pixels);
    if (!slab.visible) {
      return;
    }
    for (const side of slab.sides) {
      if (facesEye(side, view)) {
        this.addUpright(side);
      }
    }
    if (view.eyeHeight > slab.lid.height) {
      this.lidPainters[index].prepare(slab.lid, halfLightDepth);
      slices.face = -1 - index;
      this.lidProjector.addLid(slab);
    }
  }

  /** First row whose centre shows the plane of the lid nearer than `depth`. */
  private rowAt(lid: SlabLid, depth: number): number {
    const { view } = this.tools;
    const row = Math.ceil(
      view.horizon - ((lid.height - view.eyeHeight) * view.focal) / depth - 0.5,
    );
    return Math.min(view.height, Math.max(0, row));
  }
}
