import { TICKS_PER_SECOND } from '../engine/index.js';
import { EnvError } from '../src/index.js';
import { ACTION_SETS } from './actions.js';
import type { LevelDefinition, NumberRule, OwnOptions } from './level.js';

/** What every level can be made with; see {@link readLevelOptions} for defaults. */
export interface LevelOptions {
  /** One of the level's sizes; it sets the defaults of the other options. */
  readonly size: string;
  /** Observation in pixels. */
  readonly width: number;
  readonly height: number;
  /** Simulated seconds until the episode is truncated. */
  readonly episodeSeconds: number;
  /** Ticks (frames) per agent step; only the last is drawn. */
  readonly actionRepeat: number;
  /** Which of {@link ACTION_SETS}. */
  readonly actionSet: keyof typeof ACTION_SETS;
  /** Picture for people, in pixels. */
  readonly renderWidth: number;
  readonly renderHeight: number;
  /** What the level alone understands, as far as it was given. */
  readonly own: OwnOptions;
}

type NumberOption = Exclude<keyof LevelOptions, 'size' | 'actionSet' | 'own'>;

const PIXELS: NumberRule = { min: 8, max: 2048, whole: true };

const NUMBER_RULES: Readonly<Record<NumberOption, NumberRule>> = {
  width: PIXELS,
  height: PIXELS,
  episodeSeconds: { min: 0.1, max: 3600, whole: false },
  actionRepeat: { min: 1, max: 60, whole: true },
  renderWidth: PIXELS,
  renderHeight: PIXELS,
};

const KNOWN_OPTIONS: readonly string[] = ['size', 'actionSet', ...Object.keys(NUMBER_RULES)];

/** DeepMind Lab agents repeat each action over 4 ticks (arXiv:1802.01561, appendix D). */
const DEFAULT_ACTION_REPEAT = 4;

/**
 * Fills in what was left out and checks what was given.
 *
 * @throws {@link EnvError} that names the level, the option, what was expected and what came.
 */
export function readLevelOptions(
  level: LevelDefinition,
  given: Readonly<Record<string, unknown>> = {},
): LevelOptions {
  refuseUnknown(level, given);
  const size = oneOf(level, 'size', { among: level.sizes, got: given.size ?? level.defaultSize });
  const actionSet = oneOf(level, 'actionSet', {
    among: ACTION_SETS,
    got: given.actionSet ?? 'nine',
  });
  const options = {
    ...{
      size,
      actionSet,
      actionRepeat: DEFAULT_ACTION_REPEAT,
      renderWidth: 320,
      renderHeight: 240,
    },
    ...level.sizes[size]!,
    ...pick(given, KNOWN_OPTIONS),
    own: readOwnOptions(level, given),
  };
  for (const [name, rule] of Object.entries(NUMBER_RULES)) {
    checkNumber(level, name, { rule, got: options[name as NumberOption] });
  }
  return options;
}

function readOwnOptions(
  level: LevelDefinition,
  given: Readonly<Record<string, unknown>>,
): OwnOptions {
  const rules = level.ownOptions ?? {};
  const own = pick(given, Object.keys(rules));
  for (const [name, got] of Object.entries(own))
    checkNumber(level, name, { rule: rules[name]!, got });
  return own as OwnOptions; // each was found to be a number
}

/** The entries of those names that have a value. */
function pick(
  given: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Record<string, unknown> {
  const wanted = Object.entries(given).filter(
    ([name, value]) => value !== undefined && names.includes(name),
  );
  return Object.fromEntries(wanted);
}

/** Agent steps in an episode: the last one is that in which time runs out. */
export function maxEpisodeSteps({ episodeSeconds, actionRepeat }: LevelOptions): number {
  const ticks = Math.round(episodeSeconds * TICKS_PER_SECOND); // 1.1 · 60 is a little above 66
  return Math.ceil(ticks / actionRepeat);
}

function oneOf<Name extends string>(
  level: LevelDefinition,
  name: string,
  { among, got }: { among: Readonly<Record<Name, unknown>>; got: unknown },
): Name {
  const names = Object.keys(among) as Name[]; // the keys of a record
  const found = names.find((known) => known === got);
  if (found !== undefined) return found;
  throw mistake(level, name, { expected: `one of '${names.join("', '")}'`, got });
}

function refuseUnknown(level: LevelDefinition, given: Readonly<Record<string, unknown>>): void {
  const known = [...KNOWN_OPTIONS, ...Object.keys(level.ownOptions ?? {})];
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) {
      throw new EnvError(
        `${level.id}: there is no option '${name}'. Expected any of ${known.join(', ')}.`,
      );
    }
  }
}

function checkNumber(
  level: LevelDefinition,
  name: string,
  { rule, got }: { rule: NumberRule; got: unknown },
): void {
  const { min, max, whole } = rule;
  const fits = typeof got === 'number' && got >= min && got <= max;
  if (!fits || (whole && !Number.isInteger(got))) {
    const expected = `${whole ? 'a whole number' : 'a number'} from ${min} to ${max}`;
    throw mistake(level, name, { expected, got });
  }
}

function mistake(
  level: LevelDefinition,
  name: string,
  { expected, got }: { expected: string; got: unknown },
): EnvError {
  const shown = typeof got === 'number' ? String(got) : JSON.stringify(got); // JSON has no NaN
  return new EnvError(`${level.id}: option '${name}' must be ${expected}, got ${shown}.`);
}
