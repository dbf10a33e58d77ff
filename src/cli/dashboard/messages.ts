import type { Columns } from './thinnedRows.js';

/**
 * How the page asks: `?server=<server>&since=<version>&run=<id>&shown=<id>`, `shown` being the run whose
 * detail it has; how it has an episode played, and gets its animation: `?run=<id>`.
 */
export const STATE_PATH = '/state.json';
export const PLAY_PATH = '/play';
export const EPISODE_PATH = '/episode.gif';

/** What a run is doing, as its files tell. */
export type RunState = 'waiting' | 'running' | 'silent' | 'finished' | 'stopped' | 'ended';

/** Something that a person may want to look into. */
export interface Warning {
  readonly level: 'note' | 'serious';
  readonly text: string;
}

/** A run in the list. */
export interface RunRow {
  readonly id: string;
  /** Its folder, from the place that was named. */
  readonly name: string;
  readonly level: string;
  readonly arm: string;
  readonly seed: number | null;
  readonly state: RunState;
  readonly frames: number;
  readonly totalFrames: number | null;
  readonly framesPerSecond: number | null;
  /** Of the last 100 episodes. */
  readonly meanReturn: number | null;
  readonly episodes: number;
  /** Seconds of training. */
  readonly seconds: number;
  readonly residentBytes: number | null;
  readonly warnings: readonly Warning[];
}

/** A run's returns over frames. */
export interface CurveMessage {
  readonly id: string;
  /** Frames, seconds of training, and mean returns of `counts` episodes each. */
  readonly frames: readonly number[];
  readonly seconds: readonly (number | null)[];
  readonly returns: readonly (number | null)[];
  readonly counts: readonly number[];
}

/** One finished episode. */
export interface EpisodeMessage {
  readonly frames: number;
  readonly environment: number;
  readonly return: number;
  /** Agent steps. */
  readonly length: number;
}

/** Which of a run's actors are there, as its last line says. */
export interface ActorsMessage {
  readonly expected: number;
  readonly connected: number;
  readonly environmentsLeftOut: number;
  readonly silentSeconds: readonly number[];
}

/** Episodes that were played for the page. */
export interface PlayedMessage {
  readonly state: 'none' | 'playing' | 'ready' | 'failed';
  /** Number of the newest animation that is ready, from 1; 0: none. */
  readonly number: number;
  /** Frames at which the checkpoint was taken that played it. */
  readonly checkpointFrames: number | null;
  /** Why it failed. */
  readonly message: string | null;
}

/** All that is shown of one run. */
export interface DetailMessage {
  readonly id: string;
  readonly path: string;
  /** When the last line was written, ISO 8601; `null` before the first. */
  readonly lastTime: string | null;
  readonly droppedMessages: number;
  readonly actors: ActorsMessage | null;
  /** Names of what `secondsSpent` tells apart, in the order of the log. */
  readonly activities: readonly string[];
  readonly scalars: Columns;
  /** Lists over prediction steps, by key: column `1` is one step ahead. */
  readonly lists: Readonly<Record<string, Columns>>;
  readonly recentEpisodes: readonly EpisodeMessage[];
  readonly latestCheckpoint: number | null;
  readonly played: PlayedMessage;
}

/** What the page gets at every look. */
export interface StateMessage {
  /** Names this server: a page that was opened with another begins anew. */
  readonly server: string;
  /** To be sent back as `since`. */
  readonly version: number;
  readonly runs: readonly RunRow[];
  /** Places that were named where no run is yet. */
  readonly waitingFor: readonly string[];
  /** Whether logs are still being read for the first time. */
  readonly catchingUp: boolean;
  /** Curves that changed since. */
  readonly curves: readonly CurveMessage[];
  /** Of the run that was asked for, if it changed since. */
  readonly detail: DetailMessage | null;
}
