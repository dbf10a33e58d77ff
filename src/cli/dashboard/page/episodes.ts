import { shortCount } from '../../../charts/index.js';
import { element, setText } from '../../localPage/page/elements.js';
import type { DetailMessage } from '../messages.js';
import { make } from './build.js';
import { askToPlay, filmAddress } from './server.js';

const image = element('animation', HTMLImageElement);
const text = element('film-text', HTMLElement);
const button = element('play', HTMLButtonElement);
const recent = element('recent', HTMLTableElement).tBodies[0]!;

/** Lets the button have an episode of the run that is shown played. */
export function listenToPlay(chosen: () => string | undefined, onAsked: () => void): void {
  button.addEventListener('click', () => {
    const run = chosen();
    if (run === undefined) return;
    button.disabled = true;
    askToPlay(run).then(onAsked, (error: unknown) => {
      setText(text, error instanceof Error ? error.message : 'The server does not answer.');
      button.disabled = false;
    });
  });
}

/** The latest episodes, and the one that was played for this page. */
export function drawEpisodes(detail: DetailMessage): void {
  recent.replaceChildren(
    ...detail.recentEpisodes.map(({ frames, environment, length, return: sum }) => {
      const cells = [shortCount(frames), String(environment), String(length), String(sum)];
      return make('tr', {}, ...cells.map((cell) => make('td', { class: 'number' }, cell)));
    }),
  );
  const { state, number, checkpointFrames, message } = detail.played;
  image.hidden = number === 0;
  const address = filmAddress(detail.id, number);
  if (number > 0 && image.getAttribute('src') !== address) {
    image.src = address;
    image.alt = `An episode as the agent saw it, at ${shortCount(checkpointFrames ?? 0)} frames`;
  }
  button.disabled = state === 'playing' || detail.latestCheckpoint === null;
  setText(text, words(detail, message));
}

function words({ played, latestCheckpoint }: DetailMessage, message: string | null): string {
  if (played.state === 'playing') return 'An episode is being played…';
  if (played.state === 'failed') return `It could not be played: ${message ?? ''}`;
  if (latestCheckpoint === null) return 'No checkpoint yet that could play.';
  const newest = `the checkpoint at ${shortCount(latestCheckpoint)} frames`;
  if (played.state === 'none') return `Have an episode played with ${newest}.`;
  const at = played.checkpointFrames ?? 0;
  if (at === latestCheckpoint) return `Played with ${newest}, the newest.`;
  return `Played at ${shortCount(at)} frames; the newest is ${newest}.`;
}
