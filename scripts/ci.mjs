/**
 * What continuous integration runs after `npm ci`: format, lint, folder rules, types, the whole suite on
 * this Node and a part of it on the others. The last line is `N passed, N failed`; a check that is not a
 * test counts as one failure if it fails.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './paths.mjs';

const CHECKS = ['format:check', 'lint', 'lint:folders', 'types'];

/** Parts that depend on the release of Node: native code, child processes, sockets, files. */
const ON_OTHER_NODES = ['test/compute', 'test/setup', 'test/transport', 'test/metrics'];

const reports = mkdtempSync(join(tmpdir(), 'cpc-rl-ci-'));
try {
  const failedChecks = CHECKS.filter((name) => !npmRun(name)).length;
  const runs = [
    npmRun('test', reportTo('this.json')),
    npmRun('test:nodes', ['--nodes', '22,24', ...ON_OTHER_NODES, ...reportTo('node{node}.json')]),
  ];
  const { passed, failed } = countTests(reports);
  // A run that ends badly without a failed test (a crash, a file that cannot be loaded) is a failure too.
  const silent = failed === 0 && runs.includes(false) ? 1 : 0;
  const allFailed = failed + failedChecks + silent;
  process.exitCode = allFailed === 0 && passed > 0 ? 0 : 1;
  console.log(`${passed} passed, ${allFailed} failed`);
} finally {
  rmSync(reports, { recursive: true, force: true });
}

/** @param {string} script @param {readonly string[]} [args] */
function npmRun(script, args = []) {
  const npm = spawnSync('npm', ['run', '--silent', script, '--', ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (npm.status !== 0) console.log(`npm run ${script}: failed`);
  return npm.status === 0;
}

/** @param {string} name */
function reportTo(name) {
  return ['--reporter=default', '--reporter=json', `--outputFile.json=${join(reports, name)}`];
}

/** @param {string} folder */
function countTests(folder) {
  const counts = readdirSync(folder).map((name) =>
    JSON.parse(readFileSync(join(folder, name), 'utf8')),
  );
  return {
    passed: counts.reduce((sum, report) => sum + report.numPassedTests, 0),
    failed: counts.reduce((sum, report) => sum + report.numFailedTests, 0),
  };
}
