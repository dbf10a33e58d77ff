import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UsageError } from '../usageError.js';
import { checkScore } from './humanScores.js';
import type { PageFiles } from './pageFiles.js';
import { BodyError, readJson } from './readJson.js';
import { reasonToRefuse } from './requestChecks.js';
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

/** A server that runs. */
export interface PlayServer {
  /** Address of the page. */
  readonly url: string;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

const MOST_SCORE_BYTES = 4096;

/** Nothing but the page's own files is loaded, and nobody else shows the page in a frame. */
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const;

/** An answer: status, type and text. */
interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body?: Uint8Array | string;
  readonly allow?: string;
}

/**
 * Serves the page, its settings and a place for scores, on the loopback address alone.
 *
 * @throws {@link UsageError} if the port is taken or not allowed.
 */
export async function startPlayServer(options: PlayServerOptions): Promise<PlayServer> {
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo; // a TCP server that listens
    void answerSafely(request, { options, port }).then((answer) => {
      send(request, response, answer);
    });
  });
  try {
    server.listen(options.port, LOOPBACK);
    await once(server, 'listening');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--port ${options.port}: cannot listen there (${reason}). Try another.`);
  }
  const { port } = server.address() as AddressInfo; // as above
  return {
    url: `http://${LOOPBACK}:${port}/`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** An answer to every request: what goes wrong is one too. */
async function answerSafely(
  request: IncomingMessage,
  context: { readonly options: PlayServerOptions; readonly port: number },
): Promise<Answer> {
  try {
    const refusal = reasonToRefuse(request, context.port);
    if (refusal !== undefined) return text(403, refusal);
    return await answer(request, context.options);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof BodyError) return text(error.status, message);
    return text(error instanceof UsageError ? 400 : 500, message);
  }
}

async function answer(
  request: IncomingMessage,
  { files, settings, record }: PlayServerOptions,
): Promise<Answer> {
  const pathname = request.url?.split('?')[0] ?? '';
  if (pathname === SCORES_PATH && record !== undefined) {
    if (request.method !== 'POST') return { ...text(405, 'POST a score'), allow: 'POST' };
    record(checkScore(await readJson(request, MOST_SCORE_BYTES)));
    return { status: 204 };
  }
  const file = Object.hasOwn(files, pathname) ? files[pathname] : undefined;
  if (file === undefined && pathname !== SETTINGS_PATH) return text(404, 'not found');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return { ...text(405, 'GET only'), allow: 'GET, HEAD' };
  }
  if (file !== undefined) return { status: 200, ...file };
  const body = JSON.stringify({ ...settings, recording: record !== undefined });
  return { status: 200, type: 'application/json', body };
}

function text(status: number, message: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: `${message}\n` };
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, type, body = '', allow }: Answer,
): void {
  response.writeHead(status, {
    ...HEADERS,
    ...(type === undefined ? {} : { 'Content-Type': type }),
    ...(allow === undefined ? {} : { Allow: allow }),
    // The rest of a body that was not wanted is not read either.
    ...(request.complete ? {} : { Connection: 'close' }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
