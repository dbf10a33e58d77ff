import type { IncomingMessage } from 'node:http';

/**
 * Why a request is refused, or undefined where it may go on.
 *
 * The server listens on the loopback address alone, but every page in the same browser can reach it
 * there. So the host must be one of its own names (a foreign name that resolves to 127.0.0.1 is DNS
 * rebinding), and whatever says where it comes from must come from here.
 */
export function reasonToRefuse(
  { headers, method }: Pick<IncomingMessage, 'headers' | 'method'>,
  port: number,
): string | undefined {
  const { host, origin, 'sec-fetch-site': site } = headers;
  if (host === undefined || !ownHosts(port).includes(host)) {
    return `host ${host ?? 'missing'} is not this server's; open http://127.0.0.1:${port}/`;
  }
  const writes = method !== 'GET' && method !== 'HEAD';
  if (origin === undefined ? writes : origin !== `http://${host}`) {
    return `origin ${origin ?? 'missing'} is not this server's`;
  }
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return 'a page of another site asked';
  }
  return undefined;
}

function ownHosts(port: number): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`];
}
