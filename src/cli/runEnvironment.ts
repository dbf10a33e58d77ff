import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import type { RunEnvironment } from '../metrics/index.js';
import { packageFile } from './paths.js';

const GIT_LIMIT_MS = 5000;

/**
 * The software and machine that this process trains with.
 *
 * @param words - What follows the program's name on the command line.
 */
export function runEnvironment(words: readonly string[]): RunEnvironment {
  return {
    commit: checkoutCommit(),
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    cpu: cpuModel(),
    cores: availableParallelism(),
    command: ['npx', 'cpc-rl', ...words].map(shellQuoted).join(' '),
  };
}

/** The processor's name; some systems do not tell. */
function cpuModel(): string {
  const model = cpus()[0]?.model.trim() ?? '';
  return model === '' ? 'unknown' : model;
}

/** A word as a POSIX shell reads it back unchanged. */
function shellQuoted(word: string): string {
  return /^[\w./:=,+@%-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Commit of the checkout that the program runs from; `null` where it was installed or git is missing. */
function checkoutCommit(): string | null {
  const root = packageFile('');
  if (!existsSync(packageFile('.git'))) return null; // a package inside somebody else's repository
  try {
    const git = (...args: string[]): string =>
      execFileSync('git', args, {
        cwd: root,
        encoding: 'utf8',
        timeout: GIT_LIMIT_MS,
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
    const commit = git('rev-parse', 'HEAD');
    const isChanged = git('status', '--porcelain', '--untracked-files=no') !== '';
    return isChanged ? `${commit}+changes` : commit;
  } catch {
    return null;
  }
}
