import { alignColumns } from './textTable.js';
import type {
  Aggregate,
  ArmResult,
  Comparison,
  Estimate,
  FramesToReach,
  Improvement,
  Interval,
  LevelResult,
  NormalisationKind,
} from './types.js';

const THOUSAND = 1000;
const MILLION = 1e6;

const KINDS: Readonly<Record<NormalisationKind, string>> = {
  human: 'human-normalised (0: random policy here, 1: people on the original level)',
  scripted: 'script-normalised (0: random policy, 1: scripted player)',
  random: 'random-normalised (0: random policy, 1: one standard deviation of its returns more)',
};

/** A comparison as text for people: what was selected, levels, aggregates, notes. */
export function formatComparison(comparison: Comparison): string {
  const { levels, aggregates, probabilityOfImprovement, selection, notes, settings } = comparison;
  const several = Object.keys(levels).length > 1;
  const label = selection?.label;
  const blocks = [
    ...(label === undefined ? [] : [[label]]),
    ...Object.entries(levels).map(([level, result]) => formatLevel(level, result)),
    ...Object.entries(aggregates).map(
      ([kind, aggregate]) => formatAggregate(kind as NormalisationKind, aggregate), // the keys of that record
    ),
    ...(several ? [['Over levels', ...improvementLines(probabilityOfImprovement)]] : []),
    [
      `Scores: mean unclipped return over the last ${100 * settings.finalShare}% of the frames. In brackets: ` +
        `${100 * settings.confidence}% stratified bootstrap intervals, ${count(settings.replications)} resamples.`,
    ],
    formatNotes(notes.filter((note) => note !== label)),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

function formatLevel(level: string, result: LevelResult): string[] {
  const arms = Object.entries(result.arms);
  const target = arms[0]![1].framesToReach.score;
  const header = ['arm', 'runs', 'IQM', 'mean', 'area under curve', `frames to ${figure(target)}`];
  const rows = arms.map(([arm, entry]) => armRow(arm, entry));
  const seeds = arms.map(([arm, entry]) => `  ${arm}: ${entry.seeds.map(figure).join(', ')}`);
  return [
    heading(level, result),
    ...alignColumns([header, ...rows]),
    'all runs:',
    ...seeds,
    ...improvementLines(result.probabilityOfImprovement),
  ];
}

function heading(level: string, { options, totalFrames, references }: LevelResult): string {
  const played = Object.entries(options).map(([name, value]) => `${name}: ${String(value)}`);
  const known = (['random', 'scripted', 'human'] as const).flatMap((kind) => {
    const score = references?.[kind] ?? null;
    return score === null ? [] : [`${kind} ${figure(score)}`];
  });
  return [
    played.length > 0 ? `${level} (${played.join(', ')})` : level,
    `${count(totalFrames)} frames`,
    ...known,
  ].join(', ');
}

function armRow(arm: string, entry: ArmResult): string[] {
  return [
    arm,
    String(entry.seeds.length),
    estimate({ value: entry.iqm, interval: entry.iqmInterval }),
    estimate({ value: entry.mean, interval: entry.meanInterval }),
    estimate({ value: entry.areaUnderCurve, interval: entry.areaUnderCurveInterval }),
    formatFramesToReach(entry.framesToReach),
  ];
}

/** Median and its interval; what lies beyond the budget is `never`. */
function formatFramesToReach({ median, interval, reached, runs }: FramesToReach): string {
  const frames = (value: number | null): string => (value === null ? 'never' : shortCount(value));
  const range = `[${frames(interval[0])}, ${frames(interval[1])}]`;
  return `${frames(median)} ${range} ${reached}/${runs} reach it`;
}

function improvementLines(pairs: readonly Improvement[]): string[] {
  // The second of two mirrored entries says nothing new.
  return pairs
    .filter((_, i) => i % 2 === 0)
    .map((pair) => `P(${pair.arm} > ${pair.over}) = ${estimate(pair)}`);
}

function formatAggregate(kind: NormalisationKind, { levels, arms }: Aggregate): string[] {
  const header = ['arm', 'IQM', 'median', 'mean', 'optimality gap'];
  const rows = Object.entries(arms).map(([arm, entry]) => [
    arm,
    estimate(entry.iqm),
    estimate(entry.median),
    estimate(entry.mean),
    estimate(entry.optimalityGap),
  ]);
  const over = levels.length === 1 ? levels[0]! : `${levels.length} levels`;
  return [`Over ${over}, ${KINDS[kind]}`, ...alignColumns([header, ...rows])];
}

function formatNotes(notes: readonly string[]): string[] {
  return notes.length === 0 ? [] : ['Notes', ...notes.map((note) => `- ${note}`)];
}

function estimate({ value, interval }: Estimate): string {
  return `${figure(value)} ${formatInterval(interval)}`;
}

function formatInterval([lower, upper]: Interval): string {
  return `[${figure(lower)}, ${figure(upper)}]`;
}

function figure(value: number): string {
  return value.toFixed(2);
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** 250000 → `250k`, 1500000 → `1.50M`. */
function shortCount(value: number): string {
  if (value >= MILLION) return `${(value / MILLION).toFixed(2)}M`;
  return value >= THOUSAND ? `${Math.round(value / THOUSAND)}k` : String(Math.round(value));
}
