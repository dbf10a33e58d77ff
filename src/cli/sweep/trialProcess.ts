import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { programPath } from '../paths.js';
import type { PlannedTrial, SweepPlan } from './sweepPlan.js';

/** A process that trains one trial. */
export interface TrialProcess {
  /** Asks it to end after the update that is under way; calling it again is harmless. */
  stop(): void;
  /** How it ended: `null` for well, else e.g. `SIGKILL` or `exit code 1`. Never rejects. */
  readonly ended: Promise<string | null>;
}

/** Starts a process for one trial; what it writes is added to the file `log`. */
export function startTrial(plan: SweepPlan, trial: PlannedTrial, log: string): TrialProcess {
  const index = String(trial.record.index);
  const args = ['sweep', plan.file, '--out', plan.out, '--index', index, '--end-with-parent'];
  const output = openSync(log, 'a');
  // Its input stays open for as long as this process lives, and so tells it when to end. It stays in
  // this process's group: whoever ends the group ends it too.
  const child = spawn(process.execPath, [programPath, ...args], {
    stdio: ['pipe', output, output],
    windowsHide: true,
  });
  closeSync(output);
  child.stdin!.on('error', () => undefined); // it closed its input first: nothing is lost
  return {
    stop: () => child.stdin!.end(),
    ended: new Promise((resolve) => {
      child.once('error', (error) => {
        resolve(error.message);
      });
      child.once('exit', (code, signal) => {
        resolve(code === 0 ? null : (signal ?? `exit code ${String(code)}`));
      });
    }),
  };
}
