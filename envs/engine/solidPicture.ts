import { COS, HEADINGS, SIN, wrapHeading } from './angles.js';
import { glossy } from './gloss.js';
import { TRANSPARENT, createTexture, rgb, type Texture } from './texture.js';
import type { Colour } from './wallTextures.js';

/** Texels, both ways. */
const SIZE = 64;

/** Light falls from the upper left, towards the viewer: right, up, nearer; of unit length. */
const LIGHT = [-0.48, 0.6, 0.64] as const;

/** Along the thing's own axes: forward, left, up. World units. */
type Triple = readonly [forward: number, left: number, up: number];

/** A box or an ellipsoid, upright and aligned with the thing it is part of. */
export interface SolidPart {
  readonly shape: 'box' | 'ball';
  readonly centre: Triple;
  /** Half of its length along each axis. */
  readonly half: Triple;
  readonly colour: Colour;
  /** Shines by itself: neither light nor shade changes it. */
  readonly glows?: boolean;
}

/** A thing made of parts, and from where it is seen. */
export interface SolidView {
  readonly parts: readonly SolidPart[];
  /** Side of the square that the picture shows, its lower edge at height 0. World units. */
  readonly extent: number;
  /** Heading from the thing to the viewer, less the thing's own heading. */
  readonly bearing: number;
}

/** The nearest point of the thing on one line of sight; made once, filled for every texel. */
interface Hit {
  /** Towards the viewer from the thing's axis, world units. */
  nearness: number;
  part: SolidPart | undefined;
  /** The surface's direction there: forward, left, up; of any length. */
  normal: [number, number, number];
}

/** A line of sight: the points `origin + t · (forward, left)`, t growing towards the viewer. */
interface Sight {
  readonly forward: number;
  readonly left: number;
  readonly origin: [number, number, number];
}

/** Draws a thing made of solid parts as a picture for a billboard, shaded by the parts' surfaces. */
export function solidPicture({ parts, extent, bearing }: SolidView): Texture {
  const [forward, left] = [COS[bearing]!, SIN[bearing]!];
  const sight: Sight = { forward, left, origin: [0, 0, 0] };
  const hit: Hit = { nearness: 0, part: undefined, normal: [0, 0, 0] };
  return createTexture(SIZE, SIZE, (column, row) => {
    const right = ((column + 0.5) / SIZE - 0.5) * extent;
    sight.origin[0] = -left * right; // who faces the viewer has their left on the viewer's right
    sight.origin[1] = forward * right;
    sight.origin[2] = (1 - (row + 0.5) / SIZE) * extent;
    const part = look(sight, parts, hit);
    return part === undefined ? TRANSPARENT : colourOf(part, hit.normal, sight);
  });
}

/** @returns the part nearest to the viewer on a line of sight, undefined if none lies there. */
function look(sight: Sight, parts: readonly SolidPart[], hit: Hit): SolidPart | undefined {
  hit.part = undefined;
  hit.nearness = -Infinity;
  for (const part of parts) {
    (part.shape === 'box' ? meetBox : meetBall)(sight, part, hit);
  }
  return hit.part;
}

/** Eight pictures all around, seen from bearings 0°, 45°, … 315°; see {@link pictureIndex}. */
export function solidPictures(parts: readonly SolidPart[], extent: number): readonly Texture[] {
  return Array.from({ length: PICTURES }, (_, index) =>
    solidPicture({ parts, extent, bearing: (index * HEADINGS) / PICTURES }),
  );
}

const PICTURES = 8;

/** Which of {@link solidPictures} is nearest for a bearing: heading to the viewer less the thing's own. */
export function pictureIndex(bearing: number): number {
  return Math.floor((wrapHeading(bearing) * PICTURES) / HEADINGS + 0.5) % PICTURES;
}

/** Solves |(p − centre) / half| = 1 on the line of sight; of both points the nearer one is seen. */
function meetBall(sight: Sight, part: SolidPart, hit: Hit): void {
  const [a, b, c] = part.half;
  const x = (sight.origin[0] - part.centre[0]) / a;
  const y = (sight.origin[1] - part.centre[1]) / b;
  const z = (sight.origin[2] - part.centre[2]) / c;
  const [dx, dy] = [sight.forward / a, sight.left / b];
  const squared = dx * dx + dy * dy;
  const half = x * dx + y * dy;
  const discriminant = half * half - squared * (x * x + y * y + z * z - 1);
  if (discriminant < 0) return;
  const nearness = (Math.sqrt(discriminant) - half) / squared;
  if (nearness > hit.nearness) {
    hit.nearness = nearness;
    hit.part = part;
    hit.normal[0] = (x + nearness * dx) / a;
    hit.normal[1] = (y + nearness * dy) / b;
    hit.normal[2] = z / c;
  }
}

/** Cuts the line of sight with the slabs between opposite faces; the first to end holds the seen face. */
function meetBox(sight: Sight, part: SolidPart, hit: Hit): void {
  if (Math.abs(sight.origin[2] - part.centre[2]) > part.half[2]) return;
  let [enter, leave, axis] = [-Infinity, Infinity, 0];
  for (let i = 0; i < 2; i++) {
    const step = i === 0 ? sight.forward : sight.left;
    const offset = part.centre[i]! - sight.origin[i]!;
    const half = part.half[i]!;
    if (step === 0) {
      if (Math.abs(offset) > half) return;
      continue;
    }
    const [one, other] = [(offset - half) / step, (offset + half) / step];
    enter = Math.max(enter, Math.min(one, other));
    if (Math.max(one, other) < leave) [leave, axis] = [Math.max(one, other), i];
  }
  if (leave >= enter && leave > hit.nearness) {
    hit.nearness = leave;
    hit.part = part;
    hit.normal.fill(0);
    hit.normal[axis] = (axis === 0 ? sight.forward : sight.left) > 0 ? 1 : -1;
  }
}

/** Diffuse light and a highlight. */
function colourOf(part: SolidPart, normal: Hit['normal'], { forward, left }: Sight): number {
  if (part.glows === true) return rgb(...part.colour);
  const [x, y, z] = normal;
  const length = Math.sqrt(x * x + y * y + z * z);
  const right = (forward * y - left * x) / length;
  const nearer = (forward * x + left * y) / length;
  const facing = Math.max(0, LIGHT[0] * right + (LIGHT[1] * z) / length + LIGHT[2] * nearer);
  return glossy(part.colour, { light: 0.42 + 0.68 * facing, facing, highlight: 0.45 });
}
