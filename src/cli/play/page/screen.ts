import { MapRenderer, Renderer } from '@rl-tools/env/engine';
import type { LevelSize } from '@rl-tools/env/levels';
import type { FreePlay } from '../freePlay.js';
import { element } from '../../localPage/page/elements.js';
import { Picture } from './picture.js';

/** Pixels. */
const LARGE_VIEW = { width: 640, height: 480 };
const MAP = { width: 320, height: 320 };

/** The page's three pictures: the large view, the agent's view and the map. */
export class Screen {
  readonly #large = new Renderer(LARGE_VIEW);
  readonly #largePicture = new Picture(element('view', HTMLCanvasElement), LARGE_VIEW);
  readonly #map = new MapRenderer(MAP);
  readonly #mapPicture = new Picture(element('map', HTMLCanvasElement), MAP);
  readonly #agent: Renderer;
  readonly #agentPicture: Picture;

  /** @param size - Of the level, for the agent's view. */
  constructor({ width, height }: LevelSize) {
    this.#agent = new Renderer({ width, height });
    this.#agentPicture = new Picture(element('agent', HTMLCanvasElement), { width, height });
    element('agent-size', HTMLElement).textContent = `${width} × ${height}`;
  }

  showView(game: FreePlay): void {
    this.#largePicture.show(game.drawView(this.#large));
  }

  /** What changes only with an agent step. */
  showStep(game: FreePlay): void {
    this.#agentPicture.show(game.drawView(this.#agent));
    this.#mapPicture.show(game.drawMap(this.#map));
  }
}
