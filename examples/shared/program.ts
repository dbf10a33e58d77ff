import { appendFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chooseEngine } from '@rl-tools/cpc/compute';
import type { EngineOptions } from '@rl-tools/cpc/compute';
import type { Progress } from './training.js';

/** A line is printed after this many updates. */
const UPDATES_PER_LINE = 50;

/** Whether the module is the program itself, not imported by one. */
export function isProgram(moduleUrl: string): boolean {
  return process.argv[1] === fileURLToPath(moduleUrl);
}

/**
 * Runs an example: `[--updates N] [--seed N] [--engine NAME] [--csv FILE]`.
 *
 * The networks are so small that what an operation costs apart from its arithmetic decides: wasm is faster
 * than the native engine here. With a network of ordinary size it is the other way round.
 *
 * @param main - Begins a training with a seed; the program takes as many updates as it wants.
 * @param defaults - Number of updates where none is given.
 */
export async function runProgram(
  main: (seed: number) => Iterable<Progress>,
  defaults: { readonly updates: number },
): Promise<void> {
  const { values } = parseArgs({
    options: {
      updates: { type: 'string' },
      seed: { type: 'string', default: '1' },
      engine: { type: 'string', default: 'wasm' },
      csv: { type: 'string' },
    },
  });
  const { name } = await chooseEngine({ preferred: values.engine as EngineOptions['preferred'] });
  console.log(`engine ${name}`);
  const updates = wholeNumber('updates', values.updates ?? String(defaults.updates));
  if (values.csv !== undefined) writeFileSync(values.csv, 'steps,return,cpc_loss,cpc_accuracy_1\n');
  const start = performance.now();
  for (const progress of main(wholeNumber('seed', values.seed))) {
    const last = progress.update >= updates;
    if (progress.update % UPDATES_PER_LINE === 0 || last) {
      console.log(`${format(progress)}  ${((performance.now() - start) / 1000).toFixed(0)} s`);
      if (values.csv !== undefined) appendFileSync(values.csv, `${csvLine(progress)}\n`);
    }
    if (last) return;
  }
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new Error(`--${option}: expected a whole number, got ${text}.`);
}

function format({ update, steps, meanReturn, cpcLoss, cpcAccuracy }: Progress): string {
  const numbers = cpcAccuracy.map((share) => share.toFixed(2)).join(' ');
  const cpc = cpcAccuracy.length > 0 ? `  CPC ${cpcLoss.toFixed(2)} nats, accuracy ${numbers}` : '';
  return `update ${update}  ${steps} steps  return ${meanReturn.toFixed(2)}${cpc}`;
}

function csvLine({ steps, meanReturn, cpcLoss, cpcAccuracy }: Progress): string {
  return [steps, meanReturn, cpcLoss, cpcAccuracy[0] ?? NaN].join(',');
}
