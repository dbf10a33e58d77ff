import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The packages that read back what the project writes. */
const REQUIREMENTS = ['safetensors>=0.4,<1', 'numpy>=1.24,<3', 'pillow>=10'];

/**
 * Runs a Python script in a private virtual environment that has {@link REQUIREMENTS}, made on
 * first use and kept in the user's cache folder.
 *
 * @returns What the script prints.
 * @throws if there is no Python or the packages cannot be had: such a test must not pass.
 */
export function runPython(script: string, ...args: readonly string[]): string {
  return execFileSync(join(virtualEnvironment(), 'bin', 'python'), ['-c', script, ...args], {
    encoding: 'utf8',
  });
}

function virtualEnvironment(): string {
  const cache = join(
    process.env.CPC_RL_CACHE ?? process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
    'rl-tools-cpc',
  );
  // Another Python or other packages get another folder, so a finished one is always right.
  const key = [systemPython('-c', 'import sys; print(sys.version, sys.prefix)'), ...REQUIREMENTS];
  const digest = createHash('sha256').update(key.join('\n')).digest('hex').slice(0, 12);
  const folder = join(cache, `venv-test-${digest}`);
  if (!existsSync(folder)) install(cache, folder);
  return folder;
}

/** Builds aside and renames, so that test processes that start together do not disturb each other. */
function install(cache: string, folder: string): void {
  mkdirSync(cache, { recursive: true });
  const aside = mkdtempSync(join(cache, 'venv-test.partial-'));
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
      `Expected python3 (3.9 or later) with venv and pip, and a package index or its mirror in ` +
        `reach: this test reads files back by other programs. Got: ${String(cause)}`,
      { cause },
    );
  }
}
