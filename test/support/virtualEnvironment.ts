import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Packages that a kind of test runs other people's programs from. */
export interface Requirements {
  /** Begins the name of the folder. */
  readonly name: string;
  /** As pip takes them. */
  readonly packages: readonly string[];
  /** Oldest Python that has them, and what for, for the error. */
  readonly python: string;
  readonly purpose: string;
}

/**
 * The Python of a private virtual environment that has the packages, made on first use and kept in the
 * user's cache folder.
 *
 * @throws if there is no Python, or the packages cannot be had: such a test must not pass.
 */
export function virtualPython(requirements: Requirements): string {
  const { CPC_RL_CACHE, XDG_CACHE_HOME } = process.env;
  const cache = join(CPC_RL_CACHE ?? XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'rl-tools-cpc');
  // Another Python or other packages get another folder, so a finished one is always right.
  const version = run(requirements, 'python3', '-c', 'import sys; print(sys.version, sys.prefix)');
  const key = [version, ...requirements.packages].join('\n');
  const digest = createHash('sha256').update(key).digest('hex').slice(0, 12);
  const folder = join(cache, `${requirements.name}-${digest}`);
  if (!existsSync(folder)) install(requirements, cache, folder);
  return join(folder, 'bin', 'python');
}

/** Builds aside and renames, so that test processes that start together do not disturb each other. */
function install(requirements: Requirements, cache: string, folder: string): void {
  mkdirSync(cache, { recursive: true });
  const aside = mkdtempSync(join(cache, `${requirements.name}.partial-`));
  try {
    run(requirements, 'python3', '-m', 'venv', aside);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    const packages = ['--only-binary=:all:', ...requirements.packages];
    run(requirements, join(aside, 'bin', 'python'), ...pip, ...packages);
    renameSync(aside, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function run({ python, purpose }: Requirements, command: string, ...args: string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8' });
  } catch (cause) {
    throw new Error(
      `Expected python3 (${python} or later) with venv and pip, and a package index or its mirror in ` +
        `reach: ${purpose}. Got: ${String(cause)}`,
      { cause },
    );
  }
}
