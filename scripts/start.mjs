/** `npm start`: sets up what is missing, then trains, evaluates and shows the quickstart. */
import { join } from 'node:path';
import { bootstrap, fail, handOver } from './bootstrap.mjs';
import { root } from './paths.mjs';

try {
  await bootstrap();
  handOver([join(root, 'bin/cpc-rl.js'), 'quickstart', ...process.argv.slice(2)]);
} catch (error) {
  fail(error);
}
