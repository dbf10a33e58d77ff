/**
 * `npm run test:nodes [-- --nodes 22,24] [-- vitest arguments]`: runs the tests on other releases of Node.
 * Named test files or folders are run instead of the whole suite. `{node}` in an argument stands for the
 * release, so that each can write a report of its own.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { bootstrap, cacheFolder, fail } from './bootstrap.mjs';
import { nodeOfRelease } from './nodeReleases.mjs';
import { root } from './paths.mjs';

const RELEASES = [20, 22, 24];

try {
  const { releases, vitestArguments } = readArguments(process.argv.slice(2));
  await bootstrap();
  const failed = releases.filter((major) => !passesOn(major, vitestArguments));
  if (failed.length > 0) throw new Error(`the tests failed on Node ${failed.join(', ')}`);
} catch (error) {
  fail(error);
}

/** @param {string[]} args */
function readArguments(args) {
  const at = args.indexOf('--nodes');
  if (at === -1) return { releases: RELEASES, vitestArguments: args };
  const releases = (args[at + 1] ?? '').split(',').map(Number);
  if (releases.some((major) => !Number.isInteger(major) || major < RELEASES[0])) {
    throw new Error(`--nodes: expected releases such as 22,24, got ${args[at + 1] ?? 'nothing'}`);
  }
  return { releases, vitestArguments: args.toSpliced(at, 2) };
}

/** @param {number} major @param {string[]} vitestArguments */
function passesOn(major, vitestArguments) {
  const node = nodeOfRelease({ major, cache: cacheFolder() });
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  process.stderr.write(`tests on Node ${version}\n`);
  const withRelease = vitestArguments.map((argument) =>
    argument.replaceAll('{node}', String(major)),
  );
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  return (
    spawnSync(node, [vitest, 'run', ...withRelease], { cwd: root, stdio: 'inherit' }).status === 0
  );
}
