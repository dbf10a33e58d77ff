/**
 * What continuous integration runs after `npm ci`: format, lint, folder rules, types, the whole suite on
 * this Node and a part of it on the others. The last line is `N passed, N failed`; a check that is not a
 * test counts as one failure if it fails.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installChromium } from './browser.mjs';
import { root } from './paths.mjs';

const CHECKS = ['format:check', 'lint', 'lint:folders', 'types'];

/** Parts that depend on the release of Node: native code, child processes, sockets, files. */
const ON_OTHER_NODES = ['test/compute', 'test/setup', 'test/transport', 'test/metrics'];

const reports = mkdtempSync(join(tmpdir(), 'cpc-rl-ci-'));
try {
  if (!installChromium()) console.log('No Chromium: the tests in a browser are skipped.');
  const checks = CHECKS.map((name) => npmRun(name));
  const runs = [
    testRun({ script: 'test', args: [], output: 'this.json', written: ['this.json'] }),
    testRun({
      script: 'test:nodes',
      args: ['--nodes', '22,24', ...ON_OTHER_NODES],
      output: 'node{node}.json',
      written: ['node22.json', 'node24.json'],
    }),
  ];
  const passed = sum(runs.map((run) => run.passed));
  const failed = sum(runs.map((run) => run.failed)) + checks.filter((ok) => !ok).length;
  process.exitCode = failed === 0 ? 0 : 1;
  console.log(`${passed} passed, ${failed} failed`);
} finally {
  rmSync(reports, { recursive: true, force: true });
}

/**
 * Runs tests and counts. A failure outside the tests (a crash, a file that cannot be loaded, a report that
 * is not there) counts as one.
 *
 * @param {{ script: string, args: readonly string[], output: string, written: readonly string[] }} run -
 *   `output` names the reports as vitest is told, `written` as they are then called.
 */
function testRun({ script, args, output, written }) {
  const path = join(reports, output);
  const ok = npmRun(script, [
    ...args,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${path}`,
  ]);
  const counts = written.map((name) => countTests(join(reports, name)));
  const failed = sum(counts.map((count) => count.failed));
  return { passed: sum(counts.map((count) => count.passed)), failed: Math.max(failed, ok ? 0 : 1) };
}

/** @param {string} path */
function countTests(path) {
  if (!existsSync(path)) return { passed: 0, failed: 1 };
  const { success, numPassedTests, numFailedTests } = JSON.parse(readFileSync(path, 'utf8'));
  return { passed: numPassedTests, failed: numFailedTests || (success ? 0 : 1) };
}

/** @param {readonly number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
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
