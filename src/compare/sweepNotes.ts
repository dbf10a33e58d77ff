import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { sweepConfig, sweepTrials, trialName } from '../sweep/index.js';
import { SWEEP_NAME } from './findRuns.js';
import { listed } from './listed.js';

/**
 * What a sweep planned and has not begun, as a sentence.
 *
 * @param folder - Folder of a sweep.
 * @returns Empty if every trial has at least begun.
 */
export function sweepNotes(folder: string): string[] {
  const plan = sweepConfig.safeParse(parseOrNull(join(folder, SWEEP_NAME)));
  if (!plan.success) {
    return [
      `${folder}: its ${SWEEP_NAME} could not be read, so it is not known which trials it lacks.`,
    ];
  }
  const planned = sweepTrials(plan.data).map(trialName);
  const missing = planned.filter(
    (name) => !existsSync(join(folder, 'trials', name, 'config.yaml')),
  );
  if (missing.length === 0) return [];
  return [
    `${folder}: ${missing.length} of the sweep's ${planned.length} trials have not begun ` +
      `(${listed(missing)}).`,
  ];
}

function parseOrNull(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
