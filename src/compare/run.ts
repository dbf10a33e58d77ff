import type { Clock, RunEnvironment } from '../metrics/index.js';
import type { Episodes } from './episodes.js';

/** One run as its files tell it. */
export interface Run {
  /** Its folder, as it was found. */
  readonly path: string;
  /** What the run is one of: the sweep's arm, or agent and auxiliary losses, e.g. `a2c+cpc`. */
  readonly arm: string;
  /** Level id. */
  readonly level: string;
  /** `env.options`. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** Name of the sweep; `null` for a run of its own. */
  readonly sweep: string | null;
  /** Number of the hyperparameters' draw in the sweep, from 0; `null` for a run of its own. */
  readonly draw: number | null;
  /** What the sweep drew: path in the configuration → value. */
  readonly hyperparameters: Readonly<Record<string, unknown>>;
  /** Command that repeats the trial; `null` for a run of its own. */
  readonly command: string | null;
  /** config.yaml as it stands. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Simulator ticks that the run was to take. */
  readonly totalFrames: number;
  /** Simulator ticks that it has taken. */
  readonly frames: number;
  /** Version of this package; `null` before the run's end. */
  readonly version: string | null;
  /** Tensor engine; `null` before the run's end. */
  readonly engine: string | null;
  /** Software and machine; `null` before the run's end, and in runs of early versions. */
  readonly environment: RunEnvironment | null;
  readonly episodes: Episodes;
  /** `null` where the run has no `metrics.jsonl`, or an empty one. */
  readonly clock: Clock | null;
}
