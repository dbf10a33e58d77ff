/** Starts to build an engine in the folder that it is given, writes half of it, and never ends. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installEngine } from '../../../src/compute/engines/native/install.js';
import { verifySmallEngine } from '../smallEngine.js';

setInterval(() => undefined, 60_000);
await installEngine({
  enginesFolder: process.argv[2]!,
  key: 'engine',
  verify: verifySmallEngine,
  build: (folder) => {
    writeFileSync(join(folder, 'half'), 'half a library');
    process.stdout.write('building\n');
    return new Promise(() => undefined);
  },
});
