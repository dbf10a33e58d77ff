import { hostname, networkInterfaces } from 'node:os';

/** The address that only this machine reaches. */
export const LOOPBACK = '127.0.0.1';

const ANY_ADDRESS = ['0.0.0.0', '::'];
const LOOPBACK_NAMES = [LOOPBACK, 'localhost', '::1'];

/** Whether nothing but this machine reaches a server that listens there. */
export function isLoopback(address: string): boolean {
  return LOOPBACK_NAMES.includes(address);
}

/**
 * What a browser may call a server that listens on an address, as `<name>:<port>`; the best first.
 *
 * @param address - A name or IP address; `0.0.0.0` and `::` stand for all of this machine's.
 */
export function ownHosts(address: string, port: number): string[] {
  const names = [...namesOf(address)].map((name) => (name.includes(':') ? `[${name}]` : name));
  return names.map((name) => `${name.toLowerCase()}:${port}`);
}

function namesOf(address: string): Set<string> {
  if (isLoopback(address)) return new Set([address, LOOPBACK, 'localhost']);
  if (!ANY_ADDRESS.includes(address)) return new Set([address]);
  const interfaces = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  return new Set([LOOPBACK, 'localhost', hostname(), ...interfaces.map((found) => found.address)]);
}
