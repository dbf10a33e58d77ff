import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The real Gymnasium, NumPy for it, and OpenCV for its resizing. */
const REQUIREMENTS = [
  'gymnasium==1.4.0',
  'numpy==2.4.6',
  'opencv-python-headless==4.13.0.92',
] as const;

/** Longer than the slowest script here takes on a busy machine. */
const TIMEOUT_MS = 240_000;

/**
 * Runs a Python file in a private virtual environment that has {@link REQUIREMENTS}, made on first use
 * and kept in the user's cache folder.
 *
 * @returns What the script prints.
 * @throws if there is no Python, or the packages cannot be had: such a test must not pass.
 */
export function runGymnasium(file: URL, ...args: readonly string[]): string {
  const python = join(virtualEnvironment(), 'bin', 'python');
  return execFileSync(python, [file.pathname, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: TIMEOUT_MS,
  });
}

function virtualEnvironment(): string {
  const { CPC_RL_CACHE, XDG_CACHE_HOME } = process.env;
  const cache = join(CPC_RL_CACHE ?? XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'rl-tools-cpc');
  // Another Python or other packages get another folder, so a finished one is always right.
  const version = systemPython('-c', 'import sys; print(sys.version, sys.prefix)');
  const digest = createHash('sha256').update([version, ...REQUIREMENTS].join('\n'));
  const folder = join(cache, `venv-gymnasium-${digest.digest('hex').slice(0, 12)}`);
  if (!existsSync(folder)) install(cache, folder);
  return folder;
}

/** Builds aside and renames, so that test processes that start together do not disturb each other. */
function install(cache: string, folder: string): void {
  mkdirSync(cache, { recursive: true });
  const aside = mkdtempSync(join(cache, 'venv-gymnasium.partial-'));
  try {
    systemPython('-m', 'venv', aside);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    run(join(aside, 'bin', 'python'), [...pip, '--only-binary=:all:', ...REQUIREMENTS]);
    renameSync(aside, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function systemPython(...args: readonly string[]): string {
  return run('python3', args);
}

function run(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8' });
  } catch (cause) {
    throw new Error(
      `Expected python3 (3.10 or later) with venv and pip, and a package index or its mirror in ` +
        `reach: this test runs the real Gymnasium. Got: ${String(cause)}`,
      { cause },
    );
  }
}
