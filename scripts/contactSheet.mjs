/**
 * `npm run contact-sheet`: draws docs/images/levels.png, what agents see on random walks through all levels,
 * and docs/images/map.png, the levels from above with the path of a walk.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MapRenderer, Renderer } from '../envs/engine/index.ts';
import { LEVELS } from '../envs/levels/index.ts';
import { Random } from '../envs/src/index.ts';
import { FreePlay } from '../src/cli/play/freePlay.ts';
import { root } from './paths.mjs';
import { TEXT_HEIGHT, createSheet, encodePng, putPicture, putText } from './sheet.mjs';

const SEEDS = [1, 2, 3];
/** Frames of the walk: the first view is shown, and the liveliest one of each stretch until the next. */
const STRETCHES = [0, 300, 700, 1200];
const FRAMES_BETWEEN_VIEWS = 20;
const VIEW = { width: 96, height: 72, scale: 2 };
const MAP = { width: 400, height: 400, scale: 1 };
const MAP_FRAMES = 1800;

const GAP = 8;
const TITLE_SCALE = 2;
const COLOURS = { paper: [250, 250, 248], ink: [24, 26, 30] };

/** Heading units per tick: an agent's look, and a wider curve. */
const LOOK = 42;
const CURVE = 14;

save('levels.png', sheetOf(LEVELS.map(viewsOf), { columns: 6, cell: VIEW }));
save('map.png', sheetOf([{ title: '', cells: LEVELS.map(mapOf) }], { columns: 3, cell: MAP }));

/** @param {import('../envs/levels/index.ts').LevelDefinition} level */
function viewsOf(level) {
  const cells = SEEDS.flatMap((seed) => {
    const game = new FreePlay(level, level.defaultSize);
    const walk = startWalk(game, seed);
    const renderer = new Renderer(VIEW);
    return STRETCHES.map((end) => {
      let best = { label: '', data: new Uint8Array(), liveliness: -1 };
      do {
        walk.goOn(Math.min(end, game.frames + FRAMES_BETWEEN_VIEWS));
        const data = game.drawView(renderer);
        const liveliness = distinctColours(data);
        if (liveliness > best.liveliness) {
          best = { label: `seed ${seed}, frame ${game.frames}`, data: data.slice(), liveliness };
        }
      } while (game.frames < end && !game.isOver);
      return best;
    });
  });
  return { title: wordsOf(level.id), cells };
}

/** How many colours a picture has, told apart by the upper four bits of each component. */
function distinctColours(pixels) {
  const colours = new Set();
  for (let at = 0; at < pixels.length; at += 3) {
    const [red, green, blue] = pixels.subarray(at, at + 3);
    colours.add(((red >> 4) << 8) | ((green >> 4) << 4) | (blue >> 4));
  }
  return colours.size;
}

/** @param {import('../envs/levels/index.ts').LevelDefinition} level */
function mapOf(level) {
  const game = new FreePlay(level, level.defaultSize);
  startWalk(game, SEEDS[0]).goOn(MAP_FRAMES);
  const data = game.drawMap(new MapRenderer(MAP)).slice();
  return { label: `${wordsOf(level.id)}, seed ${SEEDS[0]}, ${game.frames} frames`, data };
}

/**
 * A walk that mostly goes forward, turns now and then, and turns away where it is stuck.
 *
 * @param {FreePlay} game @param {number} seed
 */
function startWalk(game, seed) {
  const random = new Random(seed);
  let left = 0;
  let input = { forward: 1, strafe: 0, turn: 0, lookUp: 0, fire: false };
  const choose = () => {
    const turnAway = input.forward === 1 && game.frames > 0 && isStuck(game.path);
    left = turnAway ? 30 + random.integer(40) : 15 + random.integer(30);
    const turn = turnAway
      ? [LOOK, -LOOK][random.integer(2)]
      : [0, 0, CURVE, -CURVE][random.integer(4)];
    input = { ...input, forward: turnAway ? 0 : 1, turn, fire: random.integer(8) === 0 };
  };
  game.start(seed);
  return {
    /** @param {number} frames */
    goOn: (frames) => {
      while (game.frames < frames && !game.isOver) {
        if (left-- <= 0) choose();
        game.tick(input);
      }
    },
  };
}

/** Whether a path ends where it was two agent steps before. */
function isStuck(path) {
  const [before, now] = [path.at(-3), path.at(-1)];
  return before !== undefined && Math.abs(now[0] - before[0]) + Math.abs(now[1] - before[1]) < 8;
}

/** `RlTools/SeekAvoidArena-v0` → `Seek Avoid Arena`. */
function wordsOf(id) {
  return id.replace(/^.*\/|-v\d+$/g, '').replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
}

/** Blocks of labelled pictures of one size under one another. */
function sheetOf(blocks, { columns, cell }) {
  const picture = { width: cell.width * cell.scale, height: cell.height * cell.scale };
  const step = { x: picture.width + GAP, y: picture.height + TEXT_HEIGHT + 2 * GAP };
  const titleHeight = ({ title }) => (title === '' ? 0 : TITLE_SCALE * TEXT_HEIGHT + GAP);
  const blockHeight = (block) =>
    titleHeight(block) + Math.ceil(block.cells.length / columns) * step.y;
  const height = GAP + blocks.reduce((sum, block) => sum + blockHeight(block), 0);
  const sheet = createSheet({ width: columns * step.x + GAP, height, colour: COLOURS.paper });
  let top = GAP;
  for (const block of blocks) {
    putText(sheet, block.title, { left: GAP, top, scale: TITLE_SCALE, colour: COLOURS.ink });
    block.cells.forEach(({ label, data }, i) => {
      const place = { left: GAP + (i % columns) * step.x, top: top + titleHeight(block) };
      place.top += Math.floor(i / columns) * step.y;
      putPicture(sheet, { ...cell, data }, { ...place, scale: cell.scale });
      const below = place.top + picture.height + 4;
      putText(sheet, label, { left: place.left, top: below, colour: COLOURS.ink });
    });
    top += blockHeight(block);
  }
  return sheet;
}

/** @param {string} name */
function save(name, sheet) {
  const path = join(root, 'docs/images', name);
  writeFileSync(path, encodePng(sheet));
  console.log(path);
}
