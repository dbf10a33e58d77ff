import type { Command } from 'commander';
import { naturalNumber } from '../optionNumbers.js';
import type { DashboardFlags } from './dashboard.js';

/** `cpc-rl dashboard`: a page that shows runs while they train. */
export function addDashboard(program: Command): void {
  program
    .command('dashboard')
    .description('show runs on a page while they train')
    .argument('<runs...>', 'run folders, sweep folders, or folders of such; also before they exist')
    .option('--port <n>', 'port; 0: any free one', naturalNumber, 0)
    .option('--host <address>', 'address to listen on; 127.0.0.1 if left out')
    .action(async (places: string[], flags: DashboardFlags) => {
      const { dashboard } = await import('./dashboard.js');
      await dashboard(places, flags, (text) => {
        process.stdout.write(`${text}\n`);
      });
    });
}
