/** What the page is opened with, and how it asks for that. */
export interface PlaySettings {
  /** Id of a level. */
  readonly level: string;
  readonly size: string;
  readonly seed: number;
  /** Whether scores of whole episodes are kept. */
  readonly recording: boolean;
}

/** A score as the page posts it. */
export interface PostedScore {
  readonly level: string;
  readonly size: string;
  readonly seed: number;
  /** Sum of the episode's rewards. */
  readonly return: number;
  /** Ticks of the episode, 60 to a second. */
  readonly frames: number;
}

export const SETTINGS_PATH = '/settings.json';
export const SCORES_PATH = '/scores';
