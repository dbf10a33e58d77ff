import { make } from '@rl-tools/env';
import { registerLevels } from '@rl-tools/env/levels';
import { endWithParent, runActor } from '../actor/index.js';
import { readKeyPairFile, readPublicKeysFile } from '../transport/index.js';
import type { ActorCurve } from '../transport/index.js';
import { ConfigError } from './configErrors.js';
import { abortOnSignals } from './signals.js';

/** How `cpc-rl actor` was called. */
export interface ActorFlags {
  readonly connect: string;
  /** File with this actor's CURVE key pair. */
  readonly keys?: string | undefined;
  /** File with the learner's public key. */
  readonly serverKey?: string | undefined;
  /** Whether the actor ends when its standard input closes, i.e. with the learner that started it. */
  readonly endWithParent: boolean;
}

/** Steps environments for a learner until it says stop or is lost. */
export async function startActor(flags: ActorFlags): Promise<void> {
  registerLevels();
  const signals = [abortOnSignals('actor')];
  if (flags.endWithParent) signals.push(endWithParent(process.stdin));
  try {
    await runActor({
      connect: flags.connect,
      make,
      curve: await readCurve(flags),
      signal: AbortSignal.any(signals),
      log: (message) => process.stderr.write(`${message}\n`),
    });
  } finally {
    process.stdin.destroy(); // the learner holds it open: the process would go on living
  }
}

async function readCurve({ keys, serverKey }: ActorFlags): Promise<ActorCurve | undefined> {
  if (keys === undefined && serverKey === undefined) return undefined;
  if (keys === undefined || serverKey === undefined) {
    throw new ConfigError('actor: --keys and --server-key go together; cpc-rl keys makes them.');
  }
  const { publicKey, secretKey } = await readKeyPairFile(keys);
  const [serverPublicKey] = await readPublicKeysFile(serverKey);
  return { publicKey, secretKey, serverKey: serverPublicKey! };
}
