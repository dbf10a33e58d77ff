/**
 * `npm test [-- vitest arguments]`: sets up what is missing, then runs the tests.
 * `--learn` runs the long learning tests (test/learn) instead.
 */
import { join } from 'node:path';
import { bootstrap, fail, handOver } from './bootstrap.mjs';
import { root } from './paths.mjs';

const args = process.argv.slice(2);
const learn = args.includes('--learn');
const passedOn = args.filter((argument) => argument !== '--learn');
const config = learn
  ? ['--config', join(root, 'scripts/vitest.learn.config.mjs'), '--root', root]
  : [];

try {
  await bootstrap();
  process.chdir(root);
  handOver([join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...config, ...passedOn]);
} catch (error) {
  fail(error);
}
