/** Kinds of blocks and sizes in a GIF89a file. */
const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const HEADER_BYTES = 13;

/** Frames of an animated GIF, by its blocks alone (GIF89a specification, W3C). */
export function countGifFrames(bytes: Uint8Array): number {
  let at = HEADER_BYTES + colourTableBytes(bytes[10]!);
  for (let frames = 0; ;) {
    switch (bytes[at]) {
      case EXTENSION:
        at = skipSubBlocks(bytes, at + 2);
        break;
      case IMAGE:
        frames++;
        at = skipSubBlocks(bytes, at + 10 + colourTableBytes(bytes[at + 9]!) + 1);
        break;
      case TRAILER:
        return frames;
      default:
        throw new Error(`no block begins at byte ${at}: ${bytes[at]}`);
    }
  }
}

/** @param flags - Of the screen or of an image: bit 7 says whether there is a table, bits 0 to 2 how large. */
function colourTableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

function skipSubBlocks(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at]! > 0) at += bytes[at]! + 1;
  return at + 1;
}
