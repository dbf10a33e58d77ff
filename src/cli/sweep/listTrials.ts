import { isRunLocked } from '../../metrics/index.js';
import type { PlannedTrial, SweepPlan } from './sweepPlan.js';
import { trialState } from './trialState.js';

const HEADER = ['index', 'arm', 'level', 'draw', 'seed', 'frames', 'state', 'hyperparameters'];

/** The trials of a sweep as a table for people: one line each, with how far it is. */
export function listTrials({ trials }: SweepPlan): string {
  const rows = [HEADER, ...trials.map(row)];
  const widths = HEADER.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function row(trial: PlannedTrial): string[] {
  const { index, arm, level, draw, seed, hyperparameters } = trial.record;
  const { kind, frames } = trialState(trial);
  const values = Object.entries(hyperparameters).map(([path, value]) => `${path}=${String(value)}`);
  const total = `${frames}/${trial.config.totalFrames}`;
  const state = isRunLocked(trial.path) ? 'running' : kind;
  return [String(index), arm, level, String(draw), String(seed), total, state, values.join(' ')];
}
