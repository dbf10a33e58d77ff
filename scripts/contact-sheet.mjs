/**
 * Draws docs/images/seekavoid.png: views of SeekAvoidArena as an agent sees them, three times enlarged.
 * Usage: npx tsx scripts/contact-sheet.mjs [file.png]
 */
import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import { EYE_HEIGHT, HEADINGS_PER_DEGREE, Renderer } from '../envs/engine/index.ts';
import { seekAvoidArena } from '../envs/levels/index.ts';

const WIDTH = 96;
const HEIGHT = 72;
const SCALE = 3;
const COLUMNS = 3;
const GAP = 6;

/** [size, x, y, degrees]: starts, fruit near and far, every side of the arena, a pillar, a corner. */
const VIEWS = [
  ['full', 192, -128, 0],
  ['full', 192, -128, 90],
  ['full', 192, -128, 180],
  ['full', 192, -128, 270],
  ['full', 260, -70, 75],
  ['full', -500, -40, 5],
  ['full', 860, 240, 130],
  ['full', -500, 420, -40],
  ['full', 640, -640, 60],
  ['small', 0, 0, 35],
  ['small', 0, 0, 230],
  ['small', -290, -150, 40],
];

function draw([size, x, y, degrees]) {
  const heading = (((degrees + 360) % 360) * HEADINGS_PER_DEGREE) | 0;
  const { scene } = seekAvoidArena.build(size);
  const renderer = new Renderer({ width: WIDTH, height: HEIGHT });
  return renderer.draw(scene, { x, y, eyeHeight: EYE_HEIGHT, heading, pitch: 0 });
}

/** All views on one white sheet, `{ width, height, data }` in RGB. */
function sheet(frames) {
  const cell = { width: WIDTH * SCALE + GAP, height: HEIGHT * SCALE + GAP };
  const width = COLUMNS * cell.width + GAP;
  const height = Math.ceil(frames.length / COLUMNS) * cell.height + GAP;
  const data = new Uint8Array(width * height * 3).fill(255);
  frames.forEach((frame, i) => {
    const left = GAP + (i % COLUMNS) * cell.width;
    const top = GAP + Math.floor(i / COLUMNS) * cell.height;
    for (let y = 0; y < HEIGHT * SCALE; y++) {
      for (let x = 0; x < WIDTH * SCALE; x++) {
        const from = (Math.floor(y / SCALE) * WIDTH + Math.floor(x / SCALE)) * 3;
        data.set(frame.subarray(from, from + 3), ((top + y) * width + left + x) * 3);
      }
    }
  });
  return { width, height, data };
}

/** A PNG chunk: length, type, data, checksum of type and data. */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** A truecolour PNG (RFC 2083): each row is preceded by its filter, 0 for none. */
function encodePng({ width, height, data }) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8); // 8 bits, RGB
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++) {
    rows.set(data.subarray(y * width * 3, (y + 1) * width * 3), y * (1 + width * 3) + 1);
  }
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  const chunks = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([signature, ...chunks]);
}

writeFileSync(process.argv[2] ?? 'docs/images/seekavoid.png', encodePng(sheet(VIEWS.map(draw))));
