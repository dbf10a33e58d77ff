import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UsageError } from '../usageError.js';
import { LOOPBACK, ownHosts } from './hosts.js';
import type { PageFiles } from './pageFiles.js';
import { BodyError } from './readJson.js';
import { reasonToRefuse } from './requestChecks.js';

/** What {@link startLocalServer} serves. */
export interface LocalServerOptions {
  /** 0: any free one. */
  readonly port: number;
  /** Address to listen on; the loopback address if left out. */
  readonly host?: string | undefined;
  readonly files: PageFiles;
  /**
   * Answers what is no file of the page; undefined where it has nothing either. A
   * {@link UsageError} is the request's fault, a {@link BodyError} says its status itself.
   */
  readonly answer: (request: IncomingMessage, asked: Asked) => Promise<Answer | undefined>;
}

/** What a request asks for. */
export interface Asked {
  readonly pathname: string;
  readonly query: URLSearchParams;
}

/** A server that runs. */
export interface LocalServer {
  /** Address of the page. */
  readonly url: string;
  close(): Promise<void>;
}

/** An answer: status, type and text. */
export interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body?: Uint8Array | string;
  readonly allow?: string;
}

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

/**
 * Serves a page and its data on the loopback address, unless told another.
 *
 * @throws {@link UsageError} if the port is taken or not allowed, or the host not this machine's.
 */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const { host = LOOPBACK } = options;
  let hosts: readonly string[] = [];
  const server = createServer((request, response) => {
    void answerSafely(request, { options, hosts }).then((answer) => {
      send(request, response, answer);
    });
  });
  try {
    server.listen(options.port, host);
    await once(server, 'listening');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--port ${options.port}: cannot listen there (${reason}). Try another.`);
  }
  const { port } = server.address() as AddressInfo; // a TCP server that listens
  hosts = ownHosts(host, port);
  return {
    url: `http://${hosts[0]!}/`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A short answer in words. */
export function textAnswer(status: number, message: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: `${message}\n` };
}

/** What a program reads. */
export function jsonAnswer(value: unknown): Answer {
  return { status: 200, type: 'application/json', body: JSON.stringify(value) };
}

/** Whether a request only reads; anything else is {@link methodAnswer}'s. */
export function isRead({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** The answer to a request with a method that has no meaning there. */
export function methodAnswer(allow: string): Answer {
  return { ...textAnswer(405, `${allow} only`), allow };
}

/** An answer to every request: what goes wrong is one too. */
async function answerSafely(
  request: IncomingMessage,
  { options, hosts }: { readonly options: LocalServerOptions; readonly hosts: readonly string[] },
): Promise<Answer> {
  try {
    const refusal = reasonToRefuse(request, hosts);
    if (refusal !== undefined) return textAnswer(403, refusal);
    return await answer(request, options);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof BodyError) return textAnswer(error.status, message);
    return textAnswer(error instanceof UsageError ? 400 : 500, message);
  }
}

async function answer(request: IncomingMessage, options: LocalServerOptions): Promise<Answer> {
  const [pathname = '', query] = request.url?.split('?') ?? [];
  const { files } = options;
  const file = Object.hasOwn(files, pathname) ? files[pathname] : undefined;
  if (file === undefined) {
    const asked = { pathname, query: new URLSearchParams(query) };
    return (await options.answer(request, asked)) ?? textAnswer(404, 'not found');
  }
  return isRead(request) ? { status: 200, ...file } : methodAnswer('GET, HEAD');
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
