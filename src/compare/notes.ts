import { canonical } from './canonical.js';
import { configDifferences } from './configDifferences.js';
import { groupBy } from './groupBy.js';
import { counted, listed } from './listed.js';
import type { Run } from './run.js';
import { shortCommit } from './shortCommit.js';

/** From so many runs on, a bootstrap interval of their mean deserves some trust. */
const FEW_RUNS = 5;

/** Runs that reach the compared frames, and what is said of the others. */
export interface FinishedRuns {
  readonly runs: readonly Run[];
  readonly notes: readonly string[];
}

/** Leaves out runs of a level that have not reached the compared frames, and says so. */
export function finishedRuns(runs: readonly Run[], totalFrames: number): FinishedRuns {
  const unfinished = runs.filter((run) => run.frames < totalFrames);
  if (unfinished.length === 0) return { runs, notes: [] };
  const each = unfinished.map(({ path, frames }) => `${path} at ${frames}`);
  const note =
    `${runs[0]!.level}: not at ${totalFrames} frames yet, so left out: ${unfinished.length} of ` +
    `${counted(runs.length, 'run')} (${listed(each)}). If some broke off for what they learned, the rest flatter.`;
  return { runs: runs.filter((run) => run.frames >= totalFrames), notes: [note] };
}

/**
 * What a reader has to know of the runs of each level to trust a comparison of their arms.
 *
 * @returns Whole sentences that begin with the level; with all levels, where one holds for several.
 */
export function levelNotes(levels: Iterable<readonly [string, readonly Run[]]>): string[] {
  const notes = [...levels].flatMap(([level, runs]) =>
    notesOf(runs).map((note) => ({ level, note })),
  );
  const byNote = groupBy(notes, ({ note }) => note);
  return [...byNote].map(([note, same]) => `${same.map(({ level }) => level).join(', ')}: ${note}`);
}

function notesOf(runs: readonly Run[]): string[] {
  const arms = groupBy(runs, (run) => run.arm);
  return [
    ...[...arms].flatMap(([arm, ofArm]) => armNotes(arm, ofArm)),
    ...missingSeeds(arms),
    ...otherDifferences(runs),
    ...differentLengths(runs),
    ...differentPrograms(runs),
    ...withoutClock(runs),
  ];
}

function armNotes(arm: string, runs: readonly Run[]): string[] {
  const notes: string[] = [];
  if (runs.length < FEW_RUNS) {
    notes.push(
      `${arm} has only ${counted(runs.length, 'run')}: intervals are rough and likely too narrow.`,
    );
  }
  const draws = new Set(runs.map((run) => canonical(run.hyperparameters)));
  if (draws.size > 1) {
    notes.push(
      `${arm} pools ${draws.size} draws of hyperparameters (${counted(runs.length, 'run')}), as if they were independent runs.`,
    );
  }
  const absent = configDifferences(runs).filter((difference) => difference.values.size === 1);
  if (absent.length > 0) {
    const paths = absent.map(({ path }) => path);
    notes.push(`${arm}: only some configurations have ${listed(paths)}; versions may differ.`);
  }
  return notes;
}

/** Seeds (of the same draw) that one arm has and another lacks. */
function missingSeeds(arms: ReadonlyMap<string, readonly Run[]>): string[] {
  const allRuns = [...arms.values()].flat();
  const hasDraws = new Set(allRuns.map(drawOf)).size > 1;
  const keyOf = (run: Run): string =>
    hasDraws ? `draw ${drawOf(run)} seed ${run.seed}` : `seed ${run.seed}`;
  const all = new Set(allRuns.map(keyOf));
  return [...arms].flatMap(([arm, runs]) => {
    const own = new Set(runs.map(keyOf));
    const missing = [...all].filter((key) => !own.has(key));
    return missing.length === 0
      ? []
      : [`${arm} lacks ${missing.length} that other arms have (${listed(missing)}).`];
  });
}

/** Without a search there is one draw, number 0. */
function drawOf({ draw }: Run): number {
  return draw ?? 0;
}

/** What sets arms apart beside their auxiliary losses. */
function otherDifferences(runs: readonly Run[]): string[] {
  return configDifferences(runs, ['auxiliary'])
    .filter(({ values }) => values.size > 1)
    .map(({ path, values }) => {
      const parts = [...values].map(([value, having]) => {
        const arms = [...new Set(having.map(({ arm }) => arm))];
        return `${value} in ${arms.join(', ')}`;
      });
      return `arms differ in ${path} too: ${parts.join('; ')}.`;
    });
}

function differentLengths(runs: readonly Run[]): string[] {
  const budgets = groupBy(runs, (run) => run.totalFrames);
  if (budgets.size < 2) return [];
  const parts = [...budgets].map(
    ([frames, having]) => `${frames} frames (${counted(having.length, 'run')})`,
  );
  return [
    `runs were planned for different lengths, ${parts.join(', ')}; schedules that run to the end ` +
      'of a run differ over the compared frames.',
  ];
}

/** Versions, engines, commits and processors, where there is more than one of a kind. */
function differentPrograms(runs: readonly Run[]): string[] {
  const kinds: Readonly<Record<string, (run: Run) => string | null | undefined>> = {
    'version of the package': (run) => run.version,
    'tensor engine': (run) => run.engine,
    commit: ({ environment }) => environment?.commit && shortCommit(environment.commit),
    'processor, so seconds do not compare': (run) => run.environment?.cpu,
  };
  return Object.entries(kinds).flatMap(([kind, valueOf]) => {
    const values = groupBy(runs, (run) => valueOf(run) ?? 'not known');
    if (values.size < 2) return [];
    const parts = [...values].map(
      ([value, having]) => `${value} (${counted(having.length, 'run')})`,
    );
    return [`more than one ${kind}: ${parts.join(', ')}.`];
  });
}

function withoutClock(runs: readonly Run[]): string[] {
  const without = runs.filter((run) => run.clock === null).map(({ path }) => path);
  return without.length === 0
    ? []
    : [
        `no wall-clock, for want of metrics.jsonl, of ${counted(without.length, 'run')} (${listed(without)}).`,
      ];
}
