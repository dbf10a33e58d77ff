import { z } from 'zod';
import { distributionSchema } from './search.js';
import { mergeSettings, valueAtPath } from './settings.js';
import type { Settings } from './settings.js';

/** Names that become parts of folder names on any system. */
const NAME = /^[A-Za-z][\w.+-]*$/;

/** A setting's path with dots, as in `--set`. */
const PATH = /^[A-Za-z]\w*(\.[A-Za-z]\w*)+$/;

const NAME_RULE = 'expected a name of letters, digits and _ . + -, a letter first';
const PATH_RULE = 'expected the path of a setting, e.g. agent.learningRate';

/** What every arm has to have alike, so that arms can be compared. */
const EQUAL_IN_ALL_ARMS = ['totalFrames', 'seed', 'env.id'];

const settings = z.record(z.string(), z.unknown(), { error: 'expected a mapping of settings' });

const levelSchema = z.strictObject({
  /** A registered id, e.g. `RlTools/RoomsWatermaze-v0`. */
  id: z.string().min(1),
  /** Options of the level, laid over the base's `env.options`. */
  options: settings.default({}),
  /** Simulator ticks of a trial on this level, instead of the base's. */
  totalFrames: z.int().min(1).optional(),
  /** By name of the arm, settings that it has on this level alone, laid over those of `arms`. */
  arms: z.record(z.string(), settings).default({}),
});

const sweepObject = z.strictObject({
  /** Name of the sweep; its folder is `runs/<name>` by default. */
  name: z.string().regex(NAME, NAME_RULE),
  /** Path of an experiment, from this file's folder; or the experiment itself. */
  base: z.union([z.string().min(1), settings], {
    error: 'expected the path of an experiment, or a mapping of its settings',
  }),
  /** Laid over the base, for all trials. */
  set: settings.default({}),
  /** What is compared: by name, the settings that make the difference. `null`: the base as it is. */
  arms: z.record(z.string().regex(NAME, NAME_RULE), settings.nullable()),
  /** Levels on which every arm is trained; the base's alone where left out. */
  levels: z.array(levelSchema).min(1).optional(),
  /** Hyperparameters that are drawn, by path. */
  search: z.record(z.string().regex(PATH, PATH_RULE), distributionSchema).default({}),
  /** How often they are drawn; 0, or left out: no search. */
  draws: z.int().min(0).default(0),
  /** Seeds of trainings; every arm, level and draw is trained with each. */
  seeds: z.array(z.int().min(0).max(0xffff_ffff)).min(1),
  /** Seed of the search. */
  seed: z.int().min(0).max(0xffff_ffff).default(1),
});

/** A sweep file; docs/sweeps.md describes it. */
export const sweepConfig = sweepObject.check((context) => {
  const fault = (path: (string | number)[], message: string): void => {
    context.issues.push({ code: 'custom', path, message, input: context.value });
  };
  checkArms(context.value, fault);
  checkRepetitions(context.value, fault);
  const { search, draws } = context.value;
  if (draws > 0 && Object.keys(search).length === 0) {
    fault(['draws'], 'expected 0 where nothing is searched: add a search section');
  }
});

/** Resolved {@link sweepConfig}. */
export type SweepConfig = z.infer<typeof sweepObject>;

/** One of a sweep's levels. */
export type SweepLevel = z.infer<typeof levelSchema>;

type Fault = (path: (string | number)[], message: string) => void;

function checkArms({ arms, levels = [], search }: SweepConfig, fault: Fault): void {
  if (Object.keys(arms).length === 0) fault(['arms'], 'expected at least one arm');
  const check = (place: (string | number)[], overrides: Settings): void => {
    const sets = (path: string): boolean => valueAtPath(overrides, path) !== undefined;
    for (const path of EQUAL_IN_ALL_ARMS.filter(sets)) {
      fault(place, `expected no ${path} here: it has to be the same in all arms`);
    }
    for (const path of Object.keys(search).filter(sets)) {
      fault(place, `expected no ${path} here: it is drawn, alike for all arms`);
    }
  };
  for (const [name, overrides] of Object.entries(arms)) check(['arms', name], overrides ?? {});
  for (const [index, level] of levels.entries()) {
    for (const [name, overrides] of Object.entries(level.arms)) {
      const place = ['levels', index, 'arms', name];
      check(place, overrides);
      if (Object.hasOwn(arms, name)) continue;
      fault(place, `expected one of the arms ${Object.keys(arms).join(', ')}`);
    }
  }
}

function checkRepetitions({ seeds, levels = [] }: SweepConfig, fault: Fault): void {
  const ids = levels.map(({ id }) => id);
  for (const [key, values] of [
    ['seeds', seeds],
    ['levels', ids],
  ] as const) {
    if (new Set<unknown>(values).size === values.length) continue;
    fault([key], `expected every one of the ${key} once`);
  }
}

/** Overrides of an arm, on a level. */
export function armSettings(
  { arms }: SweepConfig,
  { arm, level }: { readonly arm: string; readonly level: SweepLevel | undefined },
): Settings {
  return mergeSettings(arms[arm] ?? {}, level?.arms[arm] ?? {});
}
