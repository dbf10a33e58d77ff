/** How a learning rate moves over a run. */
export type Schedule = 'constant' | 'linear';

/** What {@link scheduledRate} needs to know. */
export interface ScheduleInputs {
  readonly schedule: Schedule;
  /** Rate at the start, above 0. */
  readonly initialRate: number;
  /** Part of the run that is done, 0 to 1. */
  readonly progress: number;
}

/** `constant`: always the initial rate. `linear`: falls in a straight line to 0 at the end. */
export function scheduledRate({ schedule, initialRate, progress }: ScheduleInputs): number {
  if (schedule === 'constant') return initialRate;
  return initialRate * Math.max(0, 1 - progress);
}
