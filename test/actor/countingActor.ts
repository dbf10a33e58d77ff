/** An actor process for tests: `node --import tsx countingActor.ts <address>`. */
import { endWithParent, runActor } from '../../src/actor/index.js';
import { CountingEnv } from '../support/countingEnv.js';

const [address] = process.argv.slice(2);
const controller = new AbortController();
process.once('SIGTERM', () => {
  controller.abort();
});

await runActor({
  connect: address!,
  make: (_, options) => new CountingEnv({ episodeSteps: Number(options.episodeSteps) }),
  signal: AbortSignal.any([controller.signal, endWithParent(process.stdin)]),
  log: (message) => process.stderr.write(`${message}\n`),
});
