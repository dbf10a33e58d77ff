/**
 * Runs an example in a checkout, from the sources of both packages: no build is needed.
 *
 *     npm run example              # lists them
 *     npm run example gru -- --seed 2 --updates 100
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const [name, ...args] = process.argv.slice(2);
const FOLDERS = { browser: 'browser/serve.mjs', 'rl-ts': 'rl-ts/run.mjs' };
const FILES = readdirSync(here('.'))
  .filter((file) => file.endsWith('.ts') && file !== 'gruAgent.ts')
  .map((file) => file.replace(/\.ts$/, ''));

if (name !== undefined && name in FOLDERS) {
  start([here(FOLDERS[name]), ...args]);
} else if (FILES.includes(name)) {
  const tsx = createRequire(import.meta.url).resolve('tsx/cli');
  start([tsx, '--tsconfig', here('tsconfig.json'), here(`${name}.ts`), ...args]);
} else {
  const known = [...FILES, ...Object.keys(FOLDERS)].join(', ');
  console.error(
    `Which example? npm run example NAME, one of: ${known}. docs/plug-in.md shows them.`,
  );
  process.exitCode = name === undefined ? 0 : 1;
}

function start(command) {
  const { status, error } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  if (error) throw error;
  process.exitCode = status ?? 1;
}
