import { drawHyperparameter } from './search.js';
import type { Hyperparameter } from './search.js';
import { isSettings, mergeSettings, settingAt, valueAtPath } from './settings.js';
import type { Settings } from './settings.js';
import { armSettings } from './sweepConfig.js';
import type { SweepConfig, SweepLevel } from './sweepConfig.js';

/** One training of a sweep. */
export interface Trial {
  readonly index: number;
  readonly arm: string;
  /** `undefined`: the base's own. */
  readonly level: SweepLevel | undefined;
  /** Number of the draw, from 0. */
  readonly draw: number;
  readonly seed: number;
  /** Drawn values by their paths: the same for all arms of a draw. */
  readonly hyperparameters: Readonly<Record<string, Hyperparameter>>;
}

/**
 * All trials of a sweep, in order of their indices: arms change fastest, then levels, seeds and
 * draws. However many of the first trials are done, the arms have nearly equal numbers of them; and
 * seeds added to the end of a sweep without a search leave the earlier indices as they are.
 */
export function sweepTrials(sweep: SweepConfig): Trial[] {
  const levels = sweep.levels ?? [undefined];
  const trials: Omit<Trial, 'index'>[] = [];
  for (let draw = 0; draw < Math.max(1, sweep.draws); draw++) {
    const hyperparameters = sweep.draws > 0 ? drawAll(sweep, draw) : {};
    for (const seed of sweep.seeds) {
      for (const level of levels) {
        for (const arm of Object.keys(sweep.arms)) {
          trials.push({ arm, level, draw, seed, hyperparameters });
        }
      }
    }
  }
  return trials.map((trial, index) => ({ index, ...trial }));
}

/** What a trial comes to. */
export interface ResolvedTrial {
  /** Its experiment, not yet checked. */
  readonly settings: Settings;
  /** The drawn values that its arm uses: those of auxiliary losses it lacks are left out. */
  readonly hyperparameters: Readonly<Record<string, Hyperparameter>>;
}

/**
 * The settings of a trial, later ones over earlier: base, `set`, level, arm, the arm's on that level,
 * drawn values, seed. They depend on the arguments alone.
 *
 * @param base - The experiment the sweep starts from.
 */
export function resolveTrial(sweep: SweepConfig, base: Settings, trial: Trial): ResolvedTrial {
  const layers = [sweep.set, levelSettings(trial.level), armSettings(sweep, trial)];
  const arm = layers.reduce(mergeSettings, base);
  const drawn = Object.entries(trial.hyperparameters).filter(([path]) => reaches(path, arm));
  const last = [...drawn.map(([path, value]) => settingAt(path, value)), { seed: trial.seed }];
  return {
    settings: last.reduce(mergeSettings, arm),
    hyperparameters: Object.fromEntries(drawn),
  };
}

function levelSettings(level: SweepLevel | undefined): Settings {
  if (!level) return {};
  const { id, options, totalFrames } = level;
  return { env: { id, options }, ...(totalFrames === undefined ? {} : { totalFrames }) };
}

/** Name of a trial's folder: `0003-a2c+cpc`. */
export function trialName({ index, arm }: Pick<Trial, 'index' | 'arm'>): string {
  return `${String(index).padStart(INDEX_DIGITS, '0')}-${arm}`;
}

const INDEX_DIGITS = 4;

/** `auxiliary.<loss>.<setting>` */
const OF_A_LOSS = /^(auxiliary\.[^.]+)\./;

/** A drawn setting of an auxiliary loss does not give that loss to arms without it. */
function reaches(path: string, settings: Settings): boolean {
  const loss = OF_A_LOSS.exec(path)?.[1];
  return loss === undefined || isSettings(valueAtPath(settings, loss));
}

function drawAll({ search, seed }: SweepConfig, draw: number): Record<string, Hyperparameter> {
  const drawn = Object.entries(search).map(([path, distribution]) => [
    path,
    drawHyperparameter(distribution, { seed, draw, path }),
  ]);
  return Object.fromEntries(drawn) as Record<string, Hyperparameter>;
}
