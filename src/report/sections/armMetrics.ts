import { binLogs } from '../auxiliaryLog.js';
import type { BinnedMetrics } from '../auxiliaryLog.js';
import { armsAt, detailsOf } from '../context.js';
import type { Arm, ReportContext } from '../context.js';

/** Metrics of an arm's auxiliary losses on one level. */
export interface ArmMetrics extends Arm {
  readonly binned: BinnedMetrics;
}

/** The arms of a level whose auxiliary losses report anything. */
export function armMetrics(context: ReportContext, level: string): ArmMetrics[] {
  const { totalFrames } = context.comparison.levels[level]!;
  return armsAt(context, level).flatMap((arm) => {
    const logs = arm.result.runs
      .map((run) => detailsOf(context, run).auxiliary)
      .filter((log) => log !== null)
      .filter(({ metrics }) => metrics.size > 0);
    return logs.length > 0 ? [{ ...arm, binned: binLogs(logs, totalFrames) }] : [];
  });
}
