import { Option } from 'commander';
import type { Command } from 'commander';
import { naturalNumber, positiveNumber } from '../optionNumbers.js';
import { abortOnSignals } from '../signals.js';

interface SweepFlags {
  readonly out?: string;
  readonly index?: number;
  readonly parallel: number;
  readonly list: boolean;
  readonly endWithParent: boolean;
}

/** `cpc-rl sweep`: trains every arm of a comparison with the same seeds and hyperparameters. */
export function addSweep(program: Command): void {
  program
    .command('sweep')
    .description('train all trials of a sweep, or one of them; run it again to go on')
    .argument('<file>', 'sweep file, e.g. configs/sweeps/smoke.yaml')
    .option('--out <dir>', 'folder of the sweep; runs/<name of the sweep> if left out')
    .option('--index <n>', 'this trial only, in this process', naturalNumber)
    .option('--parallel <n>', 'trials at a time', positiveNumber, 1)
    .option('--list', 'print the trials and how far they are, and train nothing', false)
    .addOption(
      new Option('--end-with-parent', 'end when standard input closes').default(false).hideHelp(),
    )
    .action(async (file: string, flags: SweepFlags) => {
      const { sweep } = await import('./sweep.js');
      process.stdout.write(`${await sweep(file, flags, abortOnSignals)}\n`);
    });
}
