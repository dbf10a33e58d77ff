import { existsSync } from 'node:fs';
import { openRunFolder, readMetrics, readSummary } from '../metrics/index.js';
import type { RunSummary } from '../metrics/index.js';
import { readAuxiliaryLog } from './auxiliaryLog.js';
import type { AuxiliaryLog } from './auxiliaryLog.js';

/** What a report says of a run beyond its scores and configuration. */
export interface RunDetails {
  /** `null` while the run has not ended. */
  readonly summary: RunSummary | null;
  /** What auxiliary losses reported on the way; `null` without `metrics.jsonl`. */
  readonly auxiliary: AuxiliaryLog | null;
}

/**
 * Reads what a run folder holds beside its episodes.
 *
 * @throws RunFolderError if there is no run; FileFormatError if a file of it is not what it has to be.
 */
export function readRunDetails(path: string): RunDetails {
  const folder = openRunFolder(path);
  return {
    summary: existsSync(folder.summary) ? readSummary(folder.summary) : null,
    auxiliary: existsSync(folder.metrics) ? readAuxiliaryLog(readMetrics(folder.metrics)) : null,
  };
}
