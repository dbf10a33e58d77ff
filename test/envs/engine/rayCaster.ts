import type { Billboard, Camera, Plane, Scene, Surface, Wall } from '../../../envs/engine/index.js';
import { HEADINGS } from '../../../envs/engine/index.js';

/** A hit of a ray on an upright face. */
interface Hit {
  readonly surface: Surface;
  readonly depth: number;
  readonly along: number;
}

/** A hit of a ray on the top of a slab. */
interface LidHit {
  readonly lid: Plane;
  readonly depth: number;
}

type Colour = readonly [number, number, number];

/**
 * The slow reference: one ray per pixel, traced against every face with plain trigonometry, nearest
 * opaque texel first. It shares no code with the renderer. Mip level 0 throughout: scenes compared
 * with it use textures of large texels, light that does not fall with depth, and a one-colour sky.
 *
 * @returns RGB of the pixel, each component to be compared with a tolerance of one.
 */
function castPixel(scene: Scene, camera: Camera, pixel: PixelPlace): Colour {
  const { x, y, width, height } = pixel;
  const heading = (camera.heading / HEADINGS) * 2 * Math.PI;
  const focal = width / 2; // tan 45° = 1: half the width spans 45°
  const right = (x + 0.5 - width / 2) / focal;
  const horizon = height / 2 + focal * Math.tan((camera.pitch / HEADINGS) * 2 * Math.PI);
  const up = (horizon - (y + 0.5)) / focal;
  const direction = {
    x: Math.cos(heading) + right * Math.sin(heading),
    y: Math.sin(heading) - right * Math.cos(heading),
  };
  const hits: Hit[] = [
    ...uprights(scene).flatMap((wall) => hitWall(wall, camera, direction)),
    ...scene.billboards
      .filter((billboard) => billboard.visible)
      .flatMap((billboard) => hitBillboard(billboard, camera, { heading, right })),
  ].sort((a, b) => a.depth - b.depth);
  const lidHit = nearestLid(scene, camera, { ...direction, up });
  for (const { surface, depth, along } of hits) {
    if (lidHit !== undefined && lidHit.depth < depth) break;
    const z = camera.eyeHeight + up * depth;
    if (z >= surface.top || z <= surface.bottom) continue;
    const texel = texelAt(surface, along, surface.top - z);
    if (texel !== 0) return unpack(texel, surface.shade);
  }
  const plane = lidHit?.lid ?? (up < 0 ? scene.floor : scene.ceiling);
  if (plane === undefined) return unpack(scene.sky.texels[0]!, 1);
  const depth = (plane.height - camera.eyeHeight) / up;
  return unpack(
    planeTexel(plane, camera.x + depth * direction.x, camera.y + depth * direction.y),
    1,
  );
}

/** A pixel and the size of the picture it belongs to. */
export interface PixelPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** All faces that stand where they are, whoever looks. */
function uprights({ walls, panels = [], slabs = [] }: Scene): readonly Wall[] {
  const visible = slabs.filter((slab) => slab.visible);
  return [...walls, ...panels, ...visible.flatMap(({ sides }) => sides)];
}

/** Where a falling ray meets the plane of a top within its outline: left of all its sides. */
function nearestLid(
  { slabs = [] }: Scene,
  camera: Camera,
  direction: { x: number; y: number; up: number },
): LidHit | undefined {
  const hits = slabs.flatMap(({ sides, lid, visible }): LidHit[] => {
    const depth = (lid.height - camera.eyeHeight) / direction.up;
    const x = camera.x + depth * direction.x;
    const y = camera.y + depth * direction.y;
    const within = sides.every(
      ({ x1, y1, x2, y2 }) => (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) >= 0,
    );
    const hit = visible && within && depth >= 1 && direction.up < 0;
    return hit ? [{ lid, depth }] : [];
  });
  return hits.sort((a, b) => a.depth - b.depth)[0];
}

/** Solves eye + depth · direction = start + share · (end − start) by Cramer's rule. */
function hitWall(wall: Wall, camera: Camera, direction: { x: number; y: number }): Hit[] {
  const wx = wall.x2 - wall.x1;
  const wy = wall.y2 - wall.y1;
  const ex = wall.x1 - camera.x;
  const ey = wall.y1 - camera.y;
  const determinant = direction.y * wx - direction.x * wy;
  const depth = (ey * wx - ex * wy) / determinant;
  const share = (direction.x * ey - direction.y * ex) / determinant;
  const hit = depth >= 1 && share >= 0 && share <= 1;
  return hit ? [{ surface: wall, depth, along: share * wall.length }] : [];
}

function hitBillboard(
  billboard: Billboard,
  camera: Camera,
  { heading, right }: { heading: number; right: number },
): Hit[] {
  const dx = billboard.x - camera.x;
  const dy = billboard.y - camera.y;
  const depth = dx * Math.cos(heading) + dy * Math.sin(heading);
  const side = dx * Math.sin(heading) - dy * Math.cos(heading);
  const along = right * depth - side + billboard.width / 2;
  const hit = depth >= 1 && along >= 0 && along <= billboard.width;
  return hit ? [{ surface: billboard, depth, along }] : [];
}

function texelAt({ texture, texelsPerUnit }: Surface, along: number, down: number): number {
  const column = Math.floor(along * texelsPerUnit) % texture.width;
  const row = Math.floor(down * texelsPerUnit) % texture.height;
  return texture.texels[column * texture.height + row]!;
}

function planeTexel({ texture, texelsPerUnit }: Plane, x: number, y: number): number {
  const wrap = (value: number, size: number): number => ((value % size) + size) % size;
  const column = wrap(Math.floor(x * texelsPerUnit), texture.width);
  const row = wrap(Math.floor(y * texelsPerUnit), texture.height);
  return texture.texels[column * texture.height + row]!;
}

function unpack(texel: number, shade: number): Colour {
  const component = (shift: number): number => ((texel >> shift) & 255) * shade;
  return [component(0), component(8), component(16)];
}

/** Pixels of a picture that the ray caster sees otherwise. */
export function countDifferences(
  pixels: Uint8Array,
  seen: { readonly scene: Scene; readonly camera: Camera },
  size: Pick<PixelPlace, 'width' | 'height'>,
): number {
  let different = 0;
  for (let i = 0; i < size.width * size.height; i++) {
    const place = { x: i % size.width, y: Math.floor(i / size.width), ...size };
    const expected = castPixel(seen.scene, seen.camera, place);
    // Truncated light and product lose at most two units of a component.
    if (expected.some((value, k) => Math.abs(pixels[i * 3 + k]! - value) > 2)) different++;
  }
  return different;
}
