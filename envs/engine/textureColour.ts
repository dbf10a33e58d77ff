import { TRANSPARENT, type Texture } from './texture.js';
import type { Colour } from './wallTextures.js';

/** Mean colour of a texture's opaque texels, read from its coarsest level that has any; black without. */
export function meanColour({ texels, levelStart }: Texture): Colour {
  for (let level = levelStart.length - 1; level >= 0; level--) {
    const opaque = texels
      .subarray(levelStart[level], levelStart[level + 1])
      .filter((texel) => texel !== TRANSPARENT);
    if (opaque.length > 0) return [mean(opaque, 0), mean(opaque, 8), mean(opaque, 16)];
  }
  return [0, 0, 0];
}

/** Mean of one component of packed colours. */
function mean(texels: Int32Array, shift: number): number {
  let sum = 0;
  for (const texel of texels) sum += (texel >> shift) & 255;
  return sum / texels.length;
}
