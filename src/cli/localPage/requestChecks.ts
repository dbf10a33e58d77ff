import type { IncomingMessage } from 'node:http';

/**
 * Why a request is refused, or undefined where it may go on.
 *
 * Every page in a browser that reaches the server can send it requests. So the host must be one of
 * its own names (a foreign name that resolves to its address is DNS rebinding), and whatever says
 * where it comes from must come from here.
 *
 * @param hosts - The server's own names, as `<name>:<port>`; the first is shown.
 */
export function reasonToRefuse(
  { headers, method }: Pick<IncomingMessage, 'headers' | 'method'>,
  hosts: readonly string[],
): string | undefined {
  const { host, origin, 'sec-fetch-site': site } = headers;
  if (host === undefined || !hosts.includes(host)) {
    return `host ${host ?? 'missing'} is not this server's; open http://${hosts[0]!}/`;
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
