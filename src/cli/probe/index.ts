import type { Command } from 'commander';
import { naturalNumber, positiveNumber } from '../optionNumbers.js';
import type { ProbeFlags } from './probeRun.js';

/** `cpc-rl probe`: what a linear map can read off the embeddings and contexts of a trained agent. */
export function addProbe(program: Command): void {
  program
    .command('probe')
    .description('say how well position, heading and memory can be read off what a run has learned')
    .argument('<run>', 'run folder')
    .option(
      '--episodes <n>',
      'episodes to play: 60 % to learn from, 20 % to score',
      positiveNumber,
      100,
    )
    .option('--every <n>', 'agent steps from one row to the next', positiveNumber, 4)
    .option('--seed <n>', 'seed of environments, policy and split', naturalNumber, 54_321)
    .option('--json', 'print JSON alone', false)
    .action(async (run: string, flags: ProbeFlags) => {
      const { formatProbe, probeRun } = await import('./probeRun.js');
      const report = await probeRun(run, flags);
      process.stdout.write(`${flags.json ? JSON.stringify(report) : formatProbe(report)}\n`);
    });
}
