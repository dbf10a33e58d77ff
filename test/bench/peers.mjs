/**
 * `npm run bench:peers [-- --rounds 3]`: times our update and PyTorch's in turn, cell by cell, and prints the
 * ratio. Machines drift and are shared: only the ratio within a run means anything.
 *
 * PyTorch goes into a virtual environment of its own in the user's cache, never anywhere else.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = ['torch==2.15.0', 'numpy'];
const CELLS = [8, 32].flatMap((batch) => ['off', 'batch', 'all'].map((cpc) => ({ batch, cpc })));
/** glibc's allocator gives memory back after every step unless told; it cost PyTorch a fifth. */
const KEEP_MEMORY = {
  MALLOC_MMAP_THRESHOLD_: '8589934592',
  MALLOC_TRIM_THRESHOLD_: '17179869184',
  MALLOC_TOP_PAD_: '268435456',
};

const root = fileURLToPath(new URL('../..', import.meta.url));
const rounds = Number(process.argv[process.argv.indexOf('--rounds') + 1] || 3);
const python = privatePython();

process.stdout.write(
  'batch  cpc    ours ms  PyTorch ms  ratio (PyTorch / ours, above 1: ours is faster)\n',
);
const ratios = CELLS.map((cell) => {
  const pairs = Array.from({ length: rounds }, () => ({ ours: ours(cell), peer: peer(cell) }));
  const ratio = median(pairs.map((pair) => pair.peer / pair.ours));
  const figures = [median(pairs.map((pair) => pair.ours)), median(pairs.map((pair) => pair.peer))];
  const columns = [String(cell.batch).padEnd(6), cell.cpc.padEnd(6)];
  process.stdout.write(
    `${columns.join(' ')} ${figures.map((ms) => ms.toFixed(1).padStart(8)).join('    ')}  ${ratio.toFixed(2)}\n`,
  );
  return ratio;
});
const product = ratios.reduce((all, ratio) => all * ratio, 1);
process.stdout.write(`geometric mean ${(product ** (1 / ratios.length)).toFixed(2)}\n`);

/** @param {{ batch: number, cpc: string }} cell */
function ours({ batch, cpc }) {
  const args = [join(root, 'bin/cpc-rl.js'), 'bench', 'learner', '--json'];
  const cell = ['--batch', String(batch), '--cpc', cpc];
  return msPerUpdate(process.execPath, [...args, ...cell]);
}

/** @param {{ batch: number, cpc: string }} cell */
function peer({ batch, cpc }) {
  const script = join(root, 'test/bench/torch_learner.py');
  return msPerUpdate(python, [script, '--batch', String(batch), '--cpc', cpc]);
}

/** @param {string} program @param {string[]} args */
function msPerUpdate(program, args) {
  const env = { ...process.env, ...KEEP_MEMORY };
  const stdio = /** @type {const} */ (['ignore', 'pipe', 'ignore']);
  const output = execFileSync(program, args, { env, stdio, encoding: 'utf8' });
  return JSON.parse(output.trim().split('\n').at(-1)).results[0].msPerUpdate;
}

function privatePython() {
  const { CPC_RL_CACHE, XDG_CACHE_HOME } = process.env;
  const cache = CPC_RL_CACHE || XDG_CACHE_HOME || join(homedir(), '.cache');
  const folder = join(cache, 'rl-tools-cpc', 'venv-peers');
  const executable = join(folder, 'bin', 'python');
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return executable;
  process.stderr.write(`installing ${PACKAGES.join(', ')} into ${folder}\n`);
  execFileSync('python3', ['-m', 'venv', '--clear', folder], { stdio: 'inherit' });
  execFileSync(executable, ['-m', 'pip', 'install', '--quiet', ...PACKAGES], { stdio: 'inherit' });
  writeFileSync(complete, '');
  return executable;
}

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
