/** What the benches that run other people's programs share. */
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The Python of a virtual environment in the user's cache that has these packages; made on first use.
 *
 * @param {string} name of its folder @param {string[]} packages
 */
export function privatePython(name, packages) {
  const { CPC_RL_CACHE, XDG_CACHE_HOME } = process.env;
  const cache = CPC_RL_CACHE || XDG_CACHE_HOME || join(homedir(), '.cache');
  const folder = join(cache, 'rl-tools-cpc', name);
  const executable = join(folder, 'bin', 'python');
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return executable;
  process.stderr.write(`installing ${packages.join(', ')} into ${folder}\n`);
  execFileSync('python3', ['-m', 'venv', '--clear', folder], { stdio: 'inherit' });
  execFileSync(executable, ['-m', 'pip', 'install', '--quiet', ...packages], { stdio: 'inherit' });
  writeFileSync(complete, '');
  return executable;
}

/** @param {number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
