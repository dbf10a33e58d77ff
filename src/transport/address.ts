import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capability } from 'zeromq';
import { TransportError } from './errors.js';

/** Longest path of a Unix socket, bytes: `sun_path` holds 108 with its closing zero. */
export const MAX_IPC_PATH_BYTES = 107;

const LOOPBACK = /^tcp:\/\/(127(\.\d{1,3}){3}|localhost|\[::1\]):(\d+|\*)$/;

/** Whether only processes of this machine can reach an address. */
export function isLocalAddress(address: string): boolean {
  return /^(ipc|inproc):\/\//.test(address) || LOOPBACK.test(address);
}

/** Whether an address names an IPv6 host, which ZeroMQ must be told of. */
export function isIpv6Address(address: string): boolean {
  return address.startsWith('tcp://[');
}

/**
 * Checks the form of an address before a socket sees it.
 *
 * @throws {@link TransportError} if it is no ZeroMQ address that this package uses.
 */
export function checkAddress(address: string, option: string): void {
  if (/^tcp:\/\/.+:(\d{1,5}|\*)$/.test(address) || /^inproc:\/\/.+$/.test(address)) return;
  if (address.startsWith('ipc://') && address.length > 'ipc://'.length) {
    checkIpcPath(address.slice('ipc://'.length));
    return;
  }
  throw new TransportError(
    `${option}: expected an address such as tcp://127.0.0.1:5555 or ipc:///tmp/learner, got ` +
      JSON.stringify(address),
  );
}

/** A Unix socket that only this user can reach. */
export interface IpcAddress {
  readonly address: string;
  /** Removes the socket and its folder. */
  remove(): Promise<void>;
}

/**
 * Makes a short, unused ipc address in a folder that only this user may enter.
 *
 * @param folder - where that folder is made; the system's temporary folder by default.
 * @throws {@link TransportError} where the system has no ipc sockets or the path gets too long.
 */
export async function createIpcAddress(folder = tmpdir()): Promise<IpcAddress> {
  if (capability.ipc !== true) {
    throw new TransportError(
      'this system has no ipc sockets: set transport.bind to tcp://127.0.0.1:*',
    );
  }
  const prefix = join(folder, 'cpc-');
  checkIpcPath(`${prefix}XXXXXX/learner`); // mkdtemp appends six characters
  const own = await mkdtemp(prefix); // mode 0700
  return {
    address: `ipc://${join(own, 'learner')}`,
    remove: () => rm(own, { recursive: true, force: true }),
  };
}

function checkIpcPath(path: string): void {
  const bytes = Buffer.byteLength(path);
  if (bytes <= MAX_IPC_PATH_BYTES) return;
  throw new TransportError(
    `ipc path ${path}: at most ${MAX_IPC_PATH_BYTES} bytes are possible, got ${bytes}. ` +
      'Point TMPDIR to a folder with a shorter path, or set transport.bind.',
  );
}
