import { findRuns, readRun } from '../compare/index.js';
import type { Interval } from '../compare/index.js';
import type { ActionSelection } from '../evaluation/index.js';
import { evaluateRun, formatEvaluation, meanWithInterval } from './evaluate.js';
import type { EvaluateOptions, Evaluation } from './evaluate.js';
import { UsageError } from './usageError.js';

/** How `evaluate` was called. */
export interface EvaluateFlags extends Omit<EvaluateOptions, 'policy'> {
  readonly policy: ActionSelection | 'both';
  readonly json: boolean;
}

/** An evaluation and what its run is one of. */
interface NamedEvaluation extends Evaluation {
  /** The sweep's arm, or agent and auxiliary losses, e.g. `a2c+cpc`. */
  readonly arm: string;
}

/** Runs that differ in their seed alone, played alike. */
interface GroupScore {
  readonly level: string;
  readonly arm: string;
  readonly policy: ActionSelection;
  readonly runs: number;
  /** Mean over runs of their mean returns. */
  readonly meanReturn: number;
  /** 95 % percentile bootstrap interval over runs; `null` for a single one. */
  readonly interval: Interval | null;
}

/**
 * Evaluates runs, or all runs of sweeps or folders of runs, one after another.
 *
 * @returns What to print: for one run and one policy the evaluation itself, else all of them and the
 *   scores of each arm.
 */
export async function evaluateRuns(
  paths: readonly string[],
  { policy, json, ...options }: EvaluateFlags,
): Promise<string> {
  const { runs } = findRuns(paths);
  const selections: ActionSelection[] = policy === 'both' ? ['sampled', 'greedy'] : [policy];
  if (options.video !== undefined && runs.length * selections.length > 1) {
    throw new UsageError(
      `--video: expected one run and one policy, got ${runs.length} runs and '${policy}'.`,
    );
  }
  const evaluations: NamedEvaluation[] = [];
  for (const run of runs) {
    const { arm } = readRun(run);
    for (const selection of selections) {
      evaluations.push({ arm, ...(await evaluateRun(run, { ...options, policy: selection })) });
    }
  }
  return print(evaluations, json);
}

function print(evaluations: readonly NamedEvaluation[], json: boolean): string {
  const [only, ...others] = evaluations;
  if (others.length === 0) return json ? JSON.stringify(only) : formatEvaluation(only!);
  const scores = groupScores(evaluations);
  return json ? JSON.stringify({ evaluations, scores }) : formatAll(evaluations, scores);
}

function groupScores(evaluations: readonly NamedEvaluation[]): GroupScore[] {
  const groups = new Map<string, NamedEvaluation[]>();
  for (const evaluation of evaluations) {
    const key = [evaluation.level, evaluation.arm, evaluation.policy].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), evaluation]);
  }
  return [...groups.values()].map((group) => {
    const { level, arm, policy } = group[0]!; // a group begins with its first member
    const means = group.map(({ meanReturn }) => meanReturn);
    const { value: meanReturn, interval } = meanWithInterval(means);
    const runs = group.length;
    return { level, arm, policy, runs, meanReturn, interval: runs > 1 ? interval : null };
  });
}

function formatAll(evaluations: readonly NamedEvaluation[], scores: readonly GroupScore[]): string {
  const lines = evaluations.map(
    (evaluation) => `${evaluation.run} (${evaluation.arm}): ${formatEvaluation(evaluation)}`,
  );
  const means = scores.map(({ level, arm, policy, runs, meanReturn, interval }) => {
    const ends = interval?.map((end) => end.toFixed(2)).join(', ');
    const spread = ends === undefined ? '(one run)' : `[${ends}] (${runs} runs, 95 % interval)`;
    return `${level}, ${arm} (${policy}), mean over runs: ${meanReturn.toFixed(2)} ${spread}`;
  });
  return [...lines, '', ...means].join('\n');
}
