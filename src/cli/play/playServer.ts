import type { IncomingMessage } from 'node:http';
import {
  isRead,
  jsonAnswer,
  methodAnswer,
  readJson,
  startLocalServer,
  type Answer,
  type LocalServer,
  type PageFiles,
} from '../localPage/index.js';
import { checkScore } from './humanScores.js';
import { SCORES_PATH, SETTINGS_PATH, type PlaySettings, type PostedScore } from './settings.js';

/** What {@link startPlayServer} serves. */
export interface PlayServerOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly files: PageFiles;
  readonly settings: Omit<PlaySettings, 'recording'>;
  /** Keeps a score; absent where none are kept. */
  readonly record?: ((score: PostedScore) => void) | undefined;
}

const MOST_SCORE_BYTES = 4096;

/**
 * Serves the page, its settings and a place for scores, on the loopback address alone.
 *
 * @throws {@link UsageError} if the port is taken or not allowed.
 */
export function startPlayServer(options: PlayServerOptions): Promise<LocalServer> {
  const { port, files } = options;
  return startLocalServer({
    ...{ port, files },
    answer: (request, { pathname }) => answer(request, { pathname, ...options }),
  });
}

async function answer(
  request: IncomingMessage,
  { pathname, settings, record }: PlayServerOptions & { readonly pathname: string },
): Promise<Answer | undefined> {
  if (pathname === SCORES_PATH && record !== undefined) {
    if (request.method !== 'POST') return methodAnswer('POST');
    record(checkScore(await readJson(request, MOST_SCORE_BYTES)));
    return { status: 204 };
  }
  if (pathname !== SETTINGS_PATH) return undefined;
  if (!isRead(request)) return methodAnswer('GET, HEAD');
  return jsonAnswer({ ...settings, recording: record !== undefined });
}
