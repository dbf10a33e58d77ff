import { LEVELS, type LevelDefinition } from '@rl-tools/env/levels';
import type { PlaySettings } from '../settings.js';
import type { FreePlay } from '../freePlay.js';
import { element, fillSelect, setText } from '../../localPage/page/elements.js';

/** Which level is played, at which size, and the seed of its first episode. */
export interface Choice {
  readonly level: LevelDefinition;
  readonly size: string;
  readonly seed: number;
}

const level = element('level', HTMLSelectElement);
const size = element('size', HTMLSelectElement);
const seed = element('seed', HTMLInputElement);
const score = element('score', HTMLElement);
const timeLeft = element('time-left', HTMLElement);
const episode = element('episode', HTMLElement);
const seedPlayed = element('seed-played', HTMLElement);
const status = element('status', HTMLElement);
const overlay = element('overlay', HTMLButtonElement);

/** Fills the form and reports what is chosen from then on. */
export function openForm(settings: PlaySettings, onChoice: (choice: Choice) => void): Choice {
  const levels = LEVELS.map(({ id }) => ({ value: id, label: id }));
  fillSelect(level, levels, settings.level);
  fillSizes(settings.size);
  seed.value = String(settings.seed);
  level.addEventListener('change', () => {
    fillSizes(size.value);
    onChoice(readForm());
  });
  size.addEventListener('change', () => {
    onChoice(readForm());
  });
  element('choice', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    onChoice(readForm());
  });
  return readForm();
}

/** Keeps the size of that name where the level has it. */
function fillSizes(wanted: string): void {
  const { sizes, defaultSize } = chosenLevel();
  const chosen = Object.hasOwn(sizes, wanted) ? wanted : defaultSize;
  const options = Object.entries(sizes).map(([name, { width, height, episodeSeconds }]) => ({
    value: name,
    label: `${name} (${width} × ${height}, ${episodeSeconds} s)`,
  }));
  fillSelect(size, options, chosen);
}

function chosenLevel(): LevelDefinition {
  return LEVELS.find(({ id }) => id === level.value) ?? LEVELS[0]!;
}

function readForm(): Choice {
  return { level: chosenLevel(), size: size.value, seed: seed.valueAsNumber || 0 };
}

export function showEpisode(number: number, seedOfEpisode: number): void {
  episode.textContent = String(number);
  seedPlayed.textContent = String(seedOfEpisode);
  seed.value = String(seedOfEpisode);
}

export function showFigures(game: FreePlay): void {
  setText(score, String(game.score));
  setText(timeLeft, `${Math.ceil(game.secondsLeft)} s`);
}

/** Says something in words, to screen readers too. */
export function announce(text: string): void {
  status.textContent = text;
}

/** Covers the view with a button that says what it does; `undefined` uncovers it. */
export function showOverlay(text: string | undefined): void {
  overlay.hidden = text === undefined;
  setText(overlay, text ?? '');
}
