import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { dependenciesAreCurrent, installDependencies } from './dependencies.mjs';
import { withLock } from './lock.mjs';
import { root } from './paths.mjs';

/**
 * Makes a checkout ready to run: dependencies first, then the native engine. Where all is there it
 * takes a fraction of a second and says nothing. Uses nothing but Node's own modules until the
 * dependencies are installed.
 *
 * @param {{ variant?: 'cpu' | 'gpu', again?: boolean }} [engine] - `again` tries even if the last
 *   set-up failed within the hour.
 */
export async function bootstrap(engine = {}) {
  await withLock(lockPath(), {
    onWait: () => say('another set-up of this checkout is running; waiting for it'),
    work: async () => {
      if (!dependenciesAreCurrent(root)) {
        say('installing dependencies (npm ci)');
        installDependencies(root);
      }
      await setUpEngine(engine);
    },
  });
}

/** One lock per checkout and user; it cannot lie in `node_modules`, which `npm ci` deletes. */
function lockPath() {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  return join(cacheFolder(), 'locks', name);
}

/** The project's per-user cache, as `cacheRoot` in `src/compute/engines/native/cache.ts` finds it. */
export function cacheFolder() {
  const { CPC_RL_CACHE, XDG_CACHE_HOME } = process.env;
  if (CPC_RL_CACHE) return join(resolve(CPC_RL_CACHE), 'rl-tools-cpc');
  const standard = XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME);
  return join(standard ? XDG_CACHE_HOME : join(homedir(), '.cache'), 'rl-tools-cpc');
}

/** @param {{ variant?: 'cpu' | 'gpu', again?: boolean }} engine */
async function setUpEngine(engine) {
  const { setUpNativeEngine } = await importSource('src/compute/engines/native/index.ts');
  const outcome = await setUpNativeEngine({ ...engine, report: say });
  if (outcome.fellBackBecause !== undefined) {
    say(
      `using the slower ${outcome.engine === 'wasm' ? 'WebAssembly engine' : 'stock download of TensorFlow 2.9'}: ` +
        `${outcome.fellBackBecause}. Then run: npm run setup (docs/setup.md)`,
    );
  } else if (!outcome.cached) {
    say(`native engine ready: TensorFlow ${outcome.installed.record.tensorflow}`);
  }
  return outcome;
}

/**
 * Imports one of the checkout's TypeScript files.
 *
 * @param {string} path - From the checkout's root.
 */
async function importSource(path) {
  // tsx looks for tsconfig.json in the working directory unless told.
  process.env.TSX_TSCONFIG_PATH ??= join(root, 'tsconfig.json');
  const { register } = await import('tsx/esm/api');
  const unregister = register();
  try {
    return await import(pathToFileURL(join(root, path)).href);
  } finally {
    await unregister();
  }
}

/**
 * Runs a Node program in this terminal and ends as it ends.
 *
 * @param {readonly string[]} args - Program and its arguments.
 */
export function handOver(args) {
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  // Ctrl-C reaches the child by itself, as part of the terminal's group: here it only must not end first.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => fail(error));
  child.on('exit', (status, signal) => {
    process.exitCode = status ?? (signal === 'SIGINT' ? 130 : 1);
  });
}

/** @param {unknown} error - What ended the set-up; shown without a stack, which would help nobody. */
export function fail(error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`setup: ${line}\n`);
}
