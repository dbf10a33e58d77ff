import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import type { CompareOptions, Comparison, DrawChoice } from '../compare/index.js';
import { naturalNumber, positiveNumber } from './optionNumbers.js';
import { UsageError } from './usageError.js';

/** What {@link addComparisonOptions} adds. */
export interface ComparisonFlags {
  readonly bins?: number;
  readonly frames?: number;
  readonly framesTo: readonly string[];
  readonly draw?: 'best' | number;
  readonly tuningSeeds?: readonly number[];
  readonly scores?: string;
  readonly replications?: number;
  readonly seed?: number;
}

/** Adds `compare` to the program. */
export function addCompare(program: Command): void {
  const command = program
    .command('compare')
    .description('compare learning curves of arms, with intervals')
    .argument('<paths...>', 'run folders, sweep folders, or folders that contain such')
    .option('--json', 'print JSON alone', false);
  addComparisonOptions(command).action(
    async (paths: string[], flags: ComparisonFlags & { readonly json: boolean }) => {
      const { formatComparison } = await import('../compare/index.js');
      const comparison = await compareFolders(paths, flags);
      const text = flags.json ? JSON.stringify(comparison) : formatComparison(comparison);
      process.stdout.write(`${text}\n`);
    },
  );
}

/** Adds the options of every command that compares runs. */
export function addComparisonOptions(command: Command): Command {
  return command
    .option('--bins <n>', 'bins of the learning curves (50)', positiveNumber)
    .option('--frames <n>', 'compare the first so many frames of every run', positiveNumber)
    .option(
      '--frames-to <score>',
      'count the frames to this score; <level>=<score> for one level; may be repeated',
      (value: string, previous: readonly string[]) => [...previous, value],
      [],
    )
    .option(
      '--draw <which>',
      "keep one draw of a sweep: its number, or 'best', which is selection and labelled",
      drawChoice,
    )
    .option('--tuning-seeds <list>', 'with --draw best: choose on these, report the others', seeds)
    .option('--scores <file>', 'reference scores of levels, YAML')
    .option('--replications <n>', 'bootstrap resamples (10000)', positiveNumber)
    .option('--seed <n>', 'seed of the resampling (0)', naturalNumber);
}

/**
 * Compares the runs in some folders as the flags say.
 *
 * @throws {@link UsageError} if the flags do not go together; CompareError if runs cannot be compared.
 */
export async function compareFolders(
  paths: readonly string[],
  flags: ComparisonFlags,
): Promise<Comparison> {
  const { compareRuns, readReferenceTable, readRuns } = await import('../compare/index.js');
  const references = flags.scores === undefined ? [] : readReferenceTable(flags.scores);
  return compareRuns(readRuns(paths), { ...compareOptions(flags), references });
}

/**
 * What the flags ask for.
 *
 * @throws {@link UsageError} if they do not go together.
 */
function compareOptions(flags: ComparisonFlags): CompareOptions {
  const { bins, frames, framesTo, draw, tuningSeeds, replications, seed } = flags;
  if (tuningSeeds !== undefined && draw !== 'best') {
    throw new UsageError(
      '--tuning-seeds: expected --draw best beside it; nothing is chosen otherwise.',
    );
  }
  const draws: DrawChoice | undefined = draw === undefined ? undefined : { draw, tuningSeeds };
  return { bins, frames, framesTo: readTargets(framesTo), draws, replications, seed };
}

/** One score for all levels, or `<level>=<score>` for each. */
function readTargets(targets: readonly string[]): CompareOptions['framesTo'] {
  const [first, ...more] = targets.map(readTarget);
  if (first === undefined) return undefined;
  if (first.level === null && more.length === 0) return first.score;
  const named = [first, ...more].map(({ level, score }) => {
    if (level !== null) return [level, score] as const;
    throw new UsageError('--frames-to: expected one score, or <level>=<score> every time.');
  });
  return Object.fromEntries(named);
}

function readTarget(text: string): { level: string | null; score: number } {
  const equals = text.lastIndexOf('=');
  const number = text.slice(equals + 1).trim();
  const score = Number(number);
  if (number !== '' && Number.isFinite(score)) {
    return { level: equals < 0 ? null : text.slice(0, equals), score };
  }
  throw new UsageError(
    `--frames-to ${text}: expected a score, e.g. 3.5, or <level>=<score>, ` +
      'e.g. RlTools/SeekAvoidArena-v0=3.5.',
  );
}

function drawChoice(text: string): 'best' | number {
  if (text === 'best') return 'best';
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError("expected 'best' or the number of a draw, from 0.");
}

function seeds(text: string): number[] {
  if (/^\d+(,\d+)*$/.test(text)) return text.split(',').map(Number);
  throw new InvalidArgumentError('expected seeds with commas between them, e.g. 101,102.');
}
