/**
 * `npm run bench:envs [-- --rounds 3]`: times our levels beside ViZDoom (my_way_home) and MiniWorld (FourRooms),
 * one process after another in turn, at equal resolution, and prints medians and ratios, by the clock and by
 * processor time. Machines drift and are shared: only the ratios within a run mean anything, and beside other
 * work those of processor time mean more. ViZDoom's engine is a second process, whose time is counted.
 *
 * Every frame is simulated and drawn. ViZDoom has no picture smaller than 160×120. Both go into a virtual
 * environment of their own in the user's cache, never anywhere else. MiniWorld draws with OpenGL: without a
 * display through EGL, or through `xvfb-run` where EGL is not there.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, privatePython } from './measuring.mjs';

const PACKAGES = ['gymnasium==1.4.0', 'miniworld==2.1.0', 'numpy==2.4.6', 'vizdoom==1.3.2'];
const SIZES = ['96x72', '160x120'];

/** @typedef {{ perSecond: number, perCpuSecond: number }} Rate frames */

const root = fileURLToPath(new URL('../..', import.meta.url));
const roundsAt = process.argv.indexOf('--rounds');
const rounds = roundsAt === -1 ? 3 : Number(process.argv[roundsAt + 1]);
const python = privatePython('venv-envs', PACKAGES);
const openGl = waysToOpenGl();

for (const size of SIZES) compare(size);

/** Prints one table. @param {string} size */
function compare(size) {
  const ours = results(oursCommand(['--list'])).map((level) => ({
    name: level,
    measure: () => results(oursCommand([level, size])),
  }));
  const peers = peersOf(size);
  /** @type {Map<string, Rate[]>} */
  const rates = new Map([...ours, ...peers].map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, measure } of [...ours, ...peers]) rates.get(name).push(measure());
  }
  const peerNames = peers.flatMap(({ name }) => [`/ ${name}`, 'by CPU']);
  printRow([size, 'frames/s', 'frames/CPU s', ...peerNames]);
  for (const [name, own] of rates) {
    const ratios = peers.flatMap((peer) => ratiosOf(own, rates.get(peer.name)));
    const isOurs = ours.some((level) => level.name === name);
    printRow([name, ...mediansOf(own), ...(isOurs ? ratios : [])]);
  }
  process.stdout.write('\n');
}

/** @param {Rate[]} rates */
function mediansOf(rates) {
  const clock = median(rates.map(({ perSecond }) => perSecond));
  const processor = median(rates.map(({ perCpuSecond }) => perCpuSecond));
  return [clock, processor].map((rate) => String(Math.round(rate)));
}

/** Medians over the rounds of the ratios within each. @param {Rate[]} own @param {Rate[]} theirs */
function ratiosOf(own, theirs) {
  const clock = own.map(({ perSecond }, round) => perSecond / theirs[round].perSecond);
  const processor = own.map(({ perCpuSecond }, round) => perCpuSecond / theirs[round].perCpuSecond);
  return [clock, processor].map((ratios) => median(ratios).toFixed(1));
}

/** @param {string} size */
function peersOf(size) {
  const peer = (name, before, env = {}) => ({
    name,
    measure: () =>
      results([...before, python, join(root, 'test/bench/env_peers.py'), name, size], env),
  });
  const miniworld = peer('miniworld', openGl.command, openGl.env);
  return size === '160x120' ? [peer('vizdoom', []), miniworld] : [miniworld];
}

/** @param {string[]} args */
function oursCommand(args) {
  return [process.execPath, '--import', 'tsx', join(root, 'test/bench/env_ours.mjs'), ...args];
}

/** The last line a program writes, as JSON. @param {string[]} command @param {Record<string, string>} [env] */
function results([program, ...args], env = {}) {
  const options = {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: /** @type {const} */ ('utf8'),
  };
  const { status, stdout, stderr } = spawnSync(program, args, options);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

/** How MiniWorld gets to an OpenGL context on this machine. */
function waysToOpenGl() {
  const ways = [
    { command: [], env: { MINIWORLD_HEADLESS: '1' } }, // EGL
    { command: ['xvfb-run', '-a'], env: { MINIWORLD_HEADLESS: '0' } },
    { command: [], env: { MINIWORLD_HEADLESS: '0' } }, // a display that is there
  ];
  const script = join(root, 'test/bench/env_peers.py');
  const found = ways.find(({ command, env }) => {
    const [program, ...args] = [...command, python, script, 'miniworld', '--try'];
    return spawnSync(program, args, { env: { ...process.env, ...env } }).status === 0;
  });
  if (found) return found;
  throw new Error(
    'MiniWorld finds no OpenGL. On Debian: apt-get install libegl1 libgl1 libglu1-mesa, or xvfb.',
  );
}

/** @param {string[]} columns */
function printRow(columns) {
  const padded = columns.map((text, i) => (i === 0 ? text.padEnd(40) : text.padStart(14)));
  process.stdout.write(`${padded.join('')}\n`);
}
