import { EPISODE_PATH, PLAY_PATH, STATE_PATH, type StateMessage } from '../messages.js';

/** What the page has already, so that only what is new is sent. */
export interface Known {
  readonly server: string;
  readonly version: number;
  /** The run whose detail is wanted, and the one whose detail is there. */
  readonly run: string;
  readonly shown: string;
}

const TIMEOUT_MS = 20_000;

/** @throws Error if the server does not answer, or not as it should. */
export async function fetchState({ server, version, run, shown }: Known): Promise<StateMessage> {
  const query = new URLSearchParams({ server, since: String(version), run, shown });
  const response = await fetch(`${STATE_PATH}?${query}`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as StateMessage; // this page's own server wrote it
}

/** Has an episode played. @throws Error with the server's words if it cannot be. */
export async function askToPlay(run: string): Promise<void> {
  const query = new URLSearchParams({ run });
  const response = await fetch(`${PLAY_PATH}?${query}`, { method: 'POST' });
  if (!response.ok) throw new Error((await response.text()).trim());
}

/** Address of a run's animation. */
export function filmAddress(run: string, number: number): string {
  return `${EPISODE_PATH}?${new URLSearchParams({ run, number: String(number) })}`;
}
