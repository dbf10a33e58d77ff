import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { addonPackageFolder } from './addonPackage.js';
import { TENSORFLOW_RELEASE, type EngineVariant, type Machine } from './platform.js';

/** Raised by one whenever the way an engine is built or laid out changes. */
const RECIPE = 1;

/**
 * The per-user folder for everything that is downloaded or built once and shared by all checkouts:
 * `$CPC_RL_CACHE`, else `$XDG_CACHE_HOME`, else `~/.cache`, and in it `rl-tools-cpc`.
 */
export function cacheRoot(environment: Readonly<NodeJS.ProcessEnv> = process.env): string {
  return join(cacheHome(environment), 'rl-tools-cpc');
}

function cacheHome({ CPC_RL_CACHE, XDG_CACHE_HOME }: Readonly<NodeJS.ProcessEnv>): string {
  if (CPC_RL_CACHE !== undefined && CPC_RL_CACHE !== '') return resolve(CPC_RL_CACHE);
  // The XDG base directory specification says to ignore a relative path.
  if (XDG_CACHE_HOME !== undefined && isAbsolute(XDG_CACHE_HOME)) return XDG_CACHE_HOME;
  return join(homedir(), '.cache');
}

/** The folder that holds one subfolder per engine. */
export function enginesFolder(environment?: Readonly<NodeJS.ProcessEnv>): string {
  return join(cacheRoot(environment), 'native');
}

/**
 * Names an engine by all that it is made of: TensorFlow's release, variant, machine, and a hash of the
 * addon's source, so that an update of any of them builds anew and leaves the old engine to old checkouts.
 *
 * @throws {@link EngineSetupError} if the package with the addon's source is not installed.
 */
export function engineKey(machine: Machine, kind: EngineVariant | 'stock'): string {
  // The stock download brings the release that its package was made for.
  const release = kind === 'stock' ? [] : [TENSORFLOW_RELEASE];
  const source = sourceHash(join(addonPackageFolder(), 'binding'));
  return ['tensorflow', ...release, kind, machine.platform, machine.arch, source].join('-');
}

function sourceHash(folder: string): string {
  const hash = createHash('sha256').update(`recipe ${RECIPE}\n`);
  for (const name of readdirSync(folder).sort()) {
    hash.update(`${name}\n`).update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex').slice(0, 12);
}
