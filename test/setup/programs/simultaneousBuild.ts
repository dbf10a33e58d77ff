/** Builds an engine, but finishes only once a second process is building too; prints whose engine it got. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installEngine } from '../../../src/compute/engines/native/install.js';
import { buildSmallEngine, verifySmallEngine } from '../smallEngine.js';

const [enginesFolder, meetingPlace, me, other] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
];
const { folder, record } = await installEngine({
  enginesFolder,
  key: 'engine',
  verify: verifySmallEngine,
  build: async (building) => {
    writeFileSync(join(meetingPlace, me), '');
    while (!existsSync(join(meetingPlace, other))) await sleep(5);
    return await buildSmallEngine(building, me.repeat(5)); // equal sizes, different contents
  },
});
process.stdout.write(readFileSync(join(folder, record.addon), 'utf8'));
