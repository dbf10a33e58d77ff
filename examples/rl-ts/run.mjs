/** Installs rl-ts into this folder where it is not there, then trains it: train.ts has the options. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

// npm writes this file when all is there.
if (!existsSync(here('node_modules/.package-lock.json'))) run('npm', ['ci'], { cwd: here('.') });
const tsx = createRequire(import.meta.url).resolve('tsx/cli');
const program = [tsx, '--tsconfig', here('../tsconfig.json'), here('train.ts')];
run(process.execPath, [...program, ...process.argv.slice(2)]);

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { ...options, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
