/**
 * `npm run bench:peers [-- --rounds 3 --only shallow --only act]`: times our update (shallow torso, deep torso, products in bfloat16) and
 * our batched inference and PyTorch's in turn, cell by cell, and prints the ratios. Machines drift and are shared: only the
 * ratio within a run means anything.
 *
 * PyTorch goes into a virtual environment of its own in the user's cache, never anywhere else.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median, privatePython } from './measuring.mjs';

const PACKAGES = ['torch==2.15.0', 'numpy'];
const SHALLOW = [8, 32].flatMap((batch) => ['off', 'batch', 'all'].map((cpc) => ({ batch, cpc })));
const DEEP = ['off', 'batch'].map((cpc) => ({ batch: 8, cpc }));
const BFLOAT16 = SHALLOW.filter(({ batch }) => batch === 32);
/** glibc's allocator gives memory back after every step unless told; it cost PyTorch a fifth. */
const KEEP_MEMORY = {
  MALLOC_MMAP_THRESHOLD_: '8589934592',
  MALLOC_TRIM_THRESHOLD_: '17179869184',
  MALLOC_TOP_PAD_: '268435456',
};

const root = fileURLToPath(new URL('../..', import.meta.url));
const PARTS = {
  shallow: () => compareUpdates('shallow', SHALLOW),
  deep: () => compareUpdates('deep', DEEP),
  bfloat16: () => compareUpdates('shallow', BFLOAT16, 'bfloat16'),
  act: compareInference,
};
const { rounds, parts } = readArguments();
const python = privatePython('venv-peers', PACKAGES);
for (const part of parts) part();

function readArguments() {
  const names = Object.keys(PARTS);
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '3' },
      only: { type: 'string', multiple: true, default: names },
    },
  });
  const count = Number(values.rounds);
  const unknown = values.only.filter((name) => !names.includes(name));
  if (Number.isInteger(count) && count > 0 && unknown.length === 0) {
    return { rounds: count, parts: values.only.map((name) => PARTS[name]) };
  }
  throw new Error(`Expected --rounds N, N above 0, and --only with one of ${names.join(', ')}.`);
}

/** @param {string} torso @param {{ batch: number, cpc: string }[]} cells @param {string} precision */
function compareUpdates(torso, cells, precision = 'float32') {
  process.stdout.write(`${torso} torso, ${precision}\n`);
  printRow('B', 'CPC', 'ours ms', 'PyTorch ms', 'PyTorch / ours');
  const ratios = cells.map(({ batch, cpc }) => {
    const choices = { batch, cpc, torso, precision };
    const cell = Object.entries(choices).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const pairs = inTurn(
      () => ours('learner', cell)[0].msPerUpdate,
      () => peer('torch_learner.py', cell)[0].msPerUpdate,
    );
    return printPairs([String(batch), cpc], pairs);
  });
  const product = ratios.reduce((all, ratio) => all * ratio, 1);
  process.stdout.write(`geometric mean ${(product ** (1 / ratios.length)).toFixed(2)}\n\n`);
}

function compareInference() {
  printRow('N', '', 'ours ms', 'PyTorch ms', 'PyTorch / ours');
  const pairs = inTurn(
    () => ours('act', []),
    () => peer('torch_act.py', []),
  );
  [16, 64].forEach((environments, index) => {
    const figures = pairs.map((pair) => pair.map((lines) => lines[index].msPerBatch));
    printPairs([String(environments), ''], figures);
  });
}

/**
 * @template T
 * @param {() => T} our @param {() => T} their
 * @returns {[T, T][]}
 */
function inTurn(our, their) {
  return Array.from({ length: rounds }, () => [our(), their()]);
}

/** Prints the medians and the median ratio, which it returns. @param {string[]} names @param {[number, number][]} pairs */
function printPairs(names, pairs) {
  const ratio = median(pairs.map(([our, their]) => their / our));
  const figures = [0, 1].map((side) => median(pairs.map((pair) => pair[side])).toFixed(1));
  printRow(...names, ...figures, ratio.toFixed(2));
  return ratio;
}

/** @param {string[]} columns */
function printRow(...columns) {
  const widths = [4, 7, 9, 12, 16];
  const padded = columns.map((text, i) =>
    i < 2 ? text.padEnd(widths[i]) : text.padStart(widths[i]),
  );
  process.stdout.write(`${padded.join('')}\n`);
}

/** @param {string} what @param {string[]} args */
function ours(what, args) {
  const program = join(root, 'bin/cpc-rl.js');
  return results(process.execPath, [program, 'bench', what, '--json', ...args]);
}

/** @param {string} script @param {string[]} args */
function peer(script, args) {
  return results(python, [join(root, 'test/bench', script), ...args]);
}

/** @param {string} program @param {string[]} args */
function results(program, args) {
  const env = { ...process.env, ...KEEP_MEMORY };
  const stdio = /** @type {const} */ (['ignore', 'pipe', 'ignore']);
  const output = execFileSync(program, args, { env, stdio, encoding: 'utf8' });
  return JSON.parse(output.trim().split('\n').at(-1)).results;
}
