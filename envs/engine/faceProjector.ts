import type { ColumnSlices } from './columnSlices.js';
import type { Billboard, Wall } from './scene.js';
import type { View } from './view.js';

/** Depth in world units before which nothing is drawn. Eyes keep farther than this from walls. */
const NEAR = 1;

/**
 * Turns upright faces into column slices.
 *
 * In view coordinates a face runs from (depth₁, side₁) to (depth₂, side₂), side growing to the right.
 * Both 1/depth and along/depth are linear across the picture, so two divisions set a face up and one
 * per column finds the texture (perspective-correct texture mapping).
 */
export class FaceProjector {
  private depth1 = 0;
  private side1 = 0;
  private along1 = 0;
  private depth2 = 0;
  private side2 = 0;
  private along2 = 0;

  constructor(
    private readonly view: View,
    private readonly slices: ColumnSlices,
  ) {}

  addWall(wall: Wall): void {
    const { view } = this;
    const { cos, sin } = view;
    const dx1 = wall.x1 - view.x;
    const dy1 = wall.y1 - view.y;
    const dx2 = wall.x2 - view.x;
    const dy2 = wall.y2 - view.y;
    this.depth1 = dx1 * cos + dy1 * sin;
    this.side1 = dx1 * sin - dy1 * cos;
    this.along1 = 0;
    this.depth2 = dx2 * cos + dy2 * sin;
    this.side2 = dx2 * sin - dy2 * cos;
    this.along2 = wall.length;
    this.project();
  }

  /** A billboard is a face at constant depth, its left edge at along = 0. */
  addBillboard(billboard: Billboard): void {
    const { view } = this;
    const dx = billboard.x - view.x;
    const dy = billboard.y - view.y;
    const side = dx * view.sin - dy * view.cos;
    this.depth1 = this.depth2 = dx * view.cos + dy * view.sin;
    this.side1 = side - billboard.width / 2;
    this.side2 = side + billboard.width / 2;
    this.along1 = 0;
    this.along2 = billboard.width;
    this.project();
  }

  private project(): void {
    if (this.depth1 < NEAR && this.depth2 < NEAR) {
      return;
    }
    if (this.depth1 < NEAR || this.depth2 < NEAR) {
      this.clipToNear();
    }
    const { focal } = this.view;
    if (focal * this.side1 * this.depth2 > focal * this.side2 * this.depth1) {
      this.swapEnds();
    }
    this.fillColumns();
  }

  /** Moves the end that lies before the near plane onto it. */
  private clipToNear(): void {
    const t = (NEAR - this.depth1) / (this.depth2 - this.depth1);
    const side = this.side1 + t * (this.side2 - this.side1);
    const along = this.along1 + t * (this.along2 - this.along1);
    if (this.depth1 < NEAR) {
      this.depth1 = NEAR;
      this.side1 = side;
      this.along1 = along;
    } else {
      this.depth2 = NEAR;
      this.side2 = side;
      this.along2 = along;
    }
  }

  /** Makes end 1 the left one. */
  private swapEnds(): void {
    const { depth1, side1, along1 } = this;
    this.depth1 = this.depth2;
    this.side1 = this.side2;
    this.along1 = this.along2;
    this.depth2 = depth1;
    this.side2 = side1;
    this.along2 = along1;
  }

  /** Inserts one slice in each column whose centre lies on the face. */
  private fillColumns(): void {
    const { view, slices } = this;
    const inverse1 = 1 / this.depth1;
    const inverse2 = 1 / this.depth2;
    const left = view.focal * (1 + this.side1 * inverse1);
    const right = view.focal * (1 + this.side2 * inverse2);
    const first = Math.max(0, Math.ceil(left - 0.5));
    const end = Math.min(view.width, Math.ceil(right - 0.5));
    const start = this.along1 * inverse1;
    const inverseStep = (inverse2 - inverse1) / (right - left);
    const alongStep = (this.along2 * inverse2 - start) / (right - left);
    for (let column = first; column < end; column++) {
      const offset = column + 0.5 - left;
      const inverse = inverse1 + inverseStep * offset;
      slices.insert(column, inverse, (start + alongStep * offset) / inverse);
    }
  }
}
