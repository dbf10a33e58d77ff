import { SCORES_PATH, SETTINGS_PATH, type PlaySettings, type PostedScore } from '../settings.js';

export async function fetchSettings(): Promise<PlaySettings> {
  const response = await fetch(SETTINGS_PATH);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as PlaySettings; // this page's own server wrote it
}

/** @throws Error with the server's words if the score is not kept. */
export async function postScore(score: PostedScore): Promise<void> {
  const response = await fetch(SCORES_PATH, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(score),
  });
  if (!response.ok) throw new Error(await response.text());
}
