/** What the progress line shows. `null` means not known (yet). */
export interface Progress {
  readonly frames: number;
  readonly totalFrames: number;
  readonly framesPerSecond: number;
  /** Mean return of the last episodes, unclipped. */
  readonly meanReturn: number | null;
  readonly policyLoss: number | null;
  readonly valueLoss: number | null;
  /** Nats. */
  readonly entropy: number | null;
  /** Nats; `null` also without CPC. */
  readonly cpcLoss: number | null;
  /** Top-1 accuracy, 0 to 1; `null` also without CPC. */
  readonly cpcAccuracy: number | null;
  readonly secondsLeft: number | null;
}

const SEPARATOR = ' | ';

/**
 * The progress line, e.g. `40,960/400,000 frames 10% | 1,234 frames/s | return 3.21 |
 * policy -0.012 | value 0.456 | entropy 2.190 | cpc 2.001 (12% right) | 5m 12s left`.
 *
 * What is not known is left out, but for the return, which shows `–`.
 *
 * @param width - Columns to keep within: what matters least is left out first.
 */
export function formatProgress(progress: Progress, width = Infinity): string {
  const parts = partsOf(progress).filter(({ text }) => text !== null);
  const line = () => parts.map(({ text }) => text).join(SEPARATOR);
  while (parts.length > 1 && line().length > width) {
    const least = parts.reduce((a, b) => (b.priority < a.priority ? b : a));
    parts.splice(parts.indexOf(least), 1);
  }
  return line().slice(0, Math.max(0, width));
}

/** Seconds as people read them: `42s`, `5m 12s`, `3h 07m`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60);
  if (minutes === 0) return `${whole}s`;
  if (minutes < 60) return `${minutes}m ${twoDigits(whole % 60)}s`;
  return `${Math.floor(minutes / 60)}h ${twoDigits(minutes % 60)}m`;
}

/** Where time went, largest part first, e.g. `Time: inference 56%, update 39%, other 5%`. */
export function formatTimeSpent(seconds: Readonly<Record<string, number>>): string {
  const total = Object.values(seconds).reduce((sum, part) => sum + part, 0);
  if (total === 0) return 'Time: not measured, the run was too short';
  const parts = Object.entries(seconds)
    .sort(([, a], [, b]) => b - a)
    .map(([activity, part]) => `${activity} ${Math.round((100 * part) / total)}%`);
  return `Time: ${parts.join(', ')}`;
}

/** The parts in the order shown; the one of lowest priority is the first to go. */
function partsOf(p: Progress): { priority: number; text: string | null }[] {
  const done = p.totalFrames > 0 ? Math.min(1, p.frames / p.totalFrames) : 1;
  const left = p.secondsLeft === null ? null : `${formatDuration(p.secondsLeft)} left`;
  return [
    { priority: 9, text: `${count(p.frames)}/${count(p.totalFrames)} frames ${percent(done)}` },
    { priority: 6, text: `${count(p.framesPerSecond)} frames/s` },
    { priority: 8, text: `return ${p.meanReturn?.toFixed(2) ?? '–'}` },
    { priority: 3, text: named('policy', p.policyLoss) },
    { priority: 2, text: named('value', p.valueLoss) },
    { priority: 1, text: named('entropy', p.entropy) },
    { priority: 5, text: cpcText(p) },
    { priority: 7, text: left },
  ];
}

function cpcText({ cpcLoss, cpcAccuracy }: Progress): string | null {
  const loss = named('cpc', cpcLoss);
  return loss === null || cpcAccuracy === null ? loss : `${loss} (${percent(cpcAccuracy)} right)`;
}

function named(name: string, value: number | null): string | null {
  return value === null ? null : `${name} ${value.toFixed(3)}`;
}

/** Rounded down: 100% means done. */
function percent(fraction: number): string {
  return `${Math.floor(100 * fraction)}%`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
