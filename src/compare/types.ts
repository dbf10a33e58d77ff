import type { RunEnvironment } from '../metrics/index.js';

/** An interval: lower and upper end. */
export type Interval = readonly [lower: number, upper: number];

/** A point estimate with its bootstrap interval. */
export interface Estimate {
  readonly value: number;
  readonly interval: Interval;
}

/**
 * Learning curves of an arm on one axis: entry i of every list belongs to the bin that ends at `x[i]`.
 * `null` where not every run of the arm has a value: before the first episode of each has ended, or
 * (over seconds) after the first of them has come to its end.
 */
export interface ArmCurve {
  /** End of each bin: frames (simulator ticks) or seconds of training. */
  readonly x: readonly number[];
  readonly mean: readonly (number | null)[];
  readonly meanInterval: readonly (Interval | null)[];
  readonly iqm: readonly (number | null)[];
  readonly iqmInterval: readonly (Interval | null)[];
}

/** One run of an arm: one seed (and, in a sweep, one draw of the hyperparameters). */
export interface RunResult {
  /** Run folder, as it was found. */
  readonly path: string;
  readonly seed: number;
  /** Number of the draw in a sweep, from 0; `null` outside sweeps. */
  readonly draw: number | null;
  /** Mean unclipped return of the episodes that ended in the last tenth of the frames. */
  readonly finalScore: number;
  /** Mean of the learning curve over frames, in units of return. */
  readonly areaUnderCurve: number;
  /**
   * Frames at which the mean of the last 100 episodes first was at least the arm's
   * `framesToReach.score`; `null`: not within the run.
   */
  readonly framesToReach: number | null;
  /** Mean return of the episodes that ended in each bin; x as in the arm's curves. */
  readonly curve: {
    readonly frames: readonly (number | null)[];
    /** `null` where the run has no `metrics.jsonl`. */
    readonly seconds: readonly (number | null)[] | null;
  };
  /** Seconds of training within the compared frames; `null` without `metrics.jsonl`. */
  readonly seconds: number | null;
  /** Finished episodes within the compared frames. */
  readonly episodes: number;
  /** What was drawn for this run in a sweep: path in the configuration → value. */
  readonly hyperparameters: Readonly<Record<string, unknown>>;
  /** Command that repeats the trial, from trial.json; `null` outside sweeps. */
  readonly command: string | null;
  /** Version of this package that trained; `null` where summary.json is missing. */
  readonly version: string | null;
  /** Tensor engine that trained; `null` where summary.json is missing. */
  readonly engine: string | null;
  /** Software and machine that trained; `null` where summary.json does not say. */
  readonly environment: RunEnvironment | null;
}

/** Frames that an arm needs for a score. */
export interface FramesToReach {
  readonly score: number;
  /** How the score came about: `given`, or `lowest final IQM of the arms`. */
  readonly chosen: string;
  /** Runs that reached the score. */
  readonly reached: number;
  readonly runs: number;
  /** Median over all runs, those that never reach it counted as later than any; `null`: beyond the budget. */
  readonly median: number | null;
  /** Interval of the median; an end that is `null` lies beyond the budget. */
  readonly interval: readonly [number | null, number | null];
}

/** One arm on one level. */
export interface ArmResult {
  /** Final score of every run, ordered by draw and seed, like {@link ArmResult.runs}. */
  readonly seeds: readonly number[];
  readonly iqm: number;
  readonly iqmInterval: Interval;
  readonly mean: number;
  readonly meanInterval: Interval;
  readonly median: number;
  readonly medianInterval: Interval;
  /** Sample standard deviation of the final scores (n − 1); `null` for one run. */
  readonly standardDeviation: number | null;
  /** Mean over the runs of {@link RunResult.areaUnderCurve}. */
  readonly areaUnderCurve: number;
  readonly areaUnderCurveInterval: Interval;
  readonly framesToReach: FramesToReach;
  readonly curves: {
    readonly frames: ArmCurve;
    /** `null` where a run has no `metrics.jsonl`. */
    readonly seconds: ArmCurve | null;
  };
  readonly runs: readonly RunResult[];
  /** Configuration that all runs of the arm share; what a sweep drew is left out. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** Reference scores of a level; `null`: not known. */
export interface ReferenceScores {
  /** Mean return of a policy that takes every action with the same probability. */
  readonly random: number | null;
  /** Standard deviation of that policy's returns over episodes. */
  readonly randomDeviation: number | null;
  /** Mean return of people on the original level. */
  readonly human: number | null;
  /** Mean return of a scripted player that is told what the agent has to find out. */
  readonly scripted: number | null;
  /** Where the figures come from. */
  readonly source: string;
}

/** One line of a table of reference scores. */
export interface ReferenceEntry extends ReferenceScores {
  /** Level id. */
  readonly level: string;
  /** `env.options` that the scores hold for; options that change the picture alone do not matter. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** One level. */
export interface LevelResult {
  /** `env.options` of the runs. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Frames over which runs are compared: their budget, or what was asked for. */
  readonly totalFrames: number;
  /** `null`: the level, or these options of it, are not in the table. */
  readonly references: ReferenceScores | null;
  readonly arms: Readonly<Record<string, ArmResult>>;
  /** Every ordered pair of arms, on this level alone. */
  readonly probabilityOfImprovement: readonly Improvement[];
}

/** Probability that a run of `arm` scores higher than one of `over`. */
export interface Improvement extends Estimate {
  readonly arm: string;
  readonly over: string;
  /** Levels that were averaged over. */
  readonly levels: readonly string[];
}

/** The ways in which scores of different levels are made comparable. */
export type NormalisationKind = 'human' | 'random' | 'scripted';

/** Aggregates of one arm over levels, of normalised scores. */
export interface ArmAggregate {
  readonly iqm: Estimate;
  readonly median: Estimate;
  readonly mean: Estimate;
  /** Distance below 1, on average; 1 is the reference player. */
  readonly optimalityGap: Estimate;
  /** Share of runs whose score lies above each threshold. */
  readonly profile: {
    readonly value: readonly number[];
    readonly interval: readonly Interval[];
  };
  /** Normalised final scores, level → runs. */
  readonly scores: Readonly<Record<string, readonly number[]>>;
}

/** Aggregates over the levels that every arm has and whose reference scores are known. */
export interface Aggregate {
  readonly levels: readonly string[];
  /** Thresholds of the performance profiles, normalised scores. */
  readonly thresholds: readonly number[];
  readonly arms: Readonly<Record<string, ArmAggregate>>;
}

/** A choice of runs by their scores. Every output has to show the label. */
export interface Selection {
  /** One sentence for people: what was selected, how, and on which seeds. */
  readonly label: string;
  /** level → arm → the draw that was taken. */
  readonly draws: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Seeds that the choice was made on. */
  readonly selectedOn: readonly number[];
  /** Seeds that the scores are of. */
  readonly reportedOn: readonly number[];
}

/** What `cpc-rl compare --json` prints. */
export interface Comparison {
  readonly format: 1;
  readonly levels: Readonly<Record<string, LevelResult>>;
  /** Every ordered pair of arms, averaged over the levels that both have. */
  readonly probabilityOfImprovement: readonly Improvement[];
  /** Only the kinds for which some level has reference scores. */
  readonly aggregates: Readonly<Partial<Record<NormalisationKind, Aggregate>>>;
  /** `null`: all runs count. */
  readonly selection: Selection | null;
  /** What a reader has to know to trust the numbers; whole sentences. */
  readonly notes: readonly string[];
  readonly settings: ComparisonSettings;
}

/** How the figures were made. */
export interface ComparisonSettings {
  /** Bins of the learning curves. */
  readonly bins: number;
  /** Share of the frames at the end whose episodes make the final score: 0.1. */
  readonly finalShare: number;
  /** Episodes in the running mean of `framesToReach`: 100. */
  readonly window: number;
  /** 0.95 */
  readonly confidence: number;
  /** Bootstrap replications of scores and aggregates. */
  readonly replications: number;
  /** Bootstrap replications of curves and performance profiles. */
  readonly curveReplications: number;
  /** Seed of the resampling. */
  readonly seed: number;
}
