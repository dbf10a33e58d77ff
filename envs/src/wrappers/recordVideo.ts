import type { Env, Info, ResetOptions, StepResult } from '../env.js';
import { EnvError } from '../errors.js';
import { GifWriter } from './gif.js';
import { folderWriter } from './saveFile.js';
import { Wrapper } from './wrapper.js';

/** Settings of {@link RecordVideo}. */
export interface VideoOptions {
  /** Where the files go; made if missing, files of the same name are replaced. */
  readonly folder?: string;
  /** What is done with a finished file, in place of writing it into `folder`. */
  readonly save?: (name: string, bytes: Uint8Array) => void;
  /** Whether to record the episode of this number, counted from 0. */
  readonly episodeTrigger?: (episode: number) => boolean;
  /** Whether to begin a recording at the step of this number, counted from 0 over all episodes. */
  readonly stepTrigger?: (step: number) => boolean;
  /** Frames per recording, over the ends of episodes; 0 (the default): until the next reset. */
  readonly videoLength?: number;
  /** First part of the files' names; `rl-video` if left out. */
  readonly namePrefix?: string;
  /** Above 0, at most 50: viewers slow down what claims to be faster. 30 if left out. */
  readonly framesPerSecond?: number;
}

/** What a state holds. A recording that is under way is no part of it. */
type OwnState = { readonly episode: number; readonly step: number };

/**
 * Records what `render()` shows as animated GIFs, after Gymnasium's `RecordVideo`. A file is written
 * when its recording ends: at a reset, after `videoLength` frames, where another one begins, or in
 * `close`, which therefore must be called. Its name is `<prefix>-episode-<n>.gif` or
 * `<prefix>-step-<n>.gif`.
 *
 * With neither trigger, {@link cappedCubicSchedule} chooses the episodes.
 */
export class RecordVideo<Observation = unknown, Action = unknown> extends Wrapper<
  Observation,
  Action
> {
  protected readonly stateKind = 'RecordVideo/1';
  readonly #save: (name: string, bytes: Uint8Array) => void;
  readonly #episodeTrigger: (episode: number) => boolean;
  readonly #stepTrigger: (step: number) => boolean;
  readonly #videoLength: number;
  readonly #namePrefix: string;
  readonly #framesPerSecond: number;
  #episode = -1;
  #step = -1;
  #recording: { readonly name: string; readonly gif: GifWriter } | undefined;

  /** @throws {@link EnvError} if there is not one of `folder` and `save`, or an option is out of range. */
  constructor(env: Env<Observation, Action>, options: VideoOptions) {
    super(env);
    const { episodeTrigger, stepTrigger, videoLength = 0, framesPerSecond = 30 } = options;
    requireRanges(videoLength, framesPerSecond);
    this.#save = saver(options);
    this.#episodeTrigger = episodeTrigger ?? (stepTrigger ? never : cappedCubicSchedule);
    this.#stepTrigger = stepTrigger ?? never;
    this.#videoLength = videoLength === 0 ? Infinity : videoLength;
    this.#namePrefix = options.namePrefix ?? 'rl-video';
    this.#framesPerSecond = framesPerSecond;
  }

  /** Whether a recording is under way. */
  get recording(): boolean {
    return this.#recording !== undefined;
  }

  override reset(options?: ResetOptions): [observation: Observation, info: Info] {
    const result = this.env.reset(options);
    this.#episode++;
    if (this.#videoLength === Infinity) this.#finish();
    if (this.#episodeTrigger(this.#episode)) this.#begin(`episode-${this.#episode}`);
    this.#capture();
    return result;
  }

  override step(action: Action): StepResult<Observation> {
    const result = this.env.step(action);
    this.#step++;
    if (this.#stepTrigger(this.#step)) this.#begin(`step-${this.#step}`);
    this.#capture();
    return result;
  }

  /** Writes what has been recorded so far, then closes the inner environment. */
  override close(): void {
    this.#finish();
    this.env.close();
  }

  protected saveOwnState(): OwnState {
    return { episode: this.#episode, step: this.#step };
  }

  /** Ends a recording that is under way: what follows belongs to another episode. */
  protected loadOwnState(value: unknown): void {
    const { episode, step } = value as OwnState; // 'RecordVideo/1' vouches for it
    this.#finish();
    this.#episode = episode;
    this.#step = step;
  }

  #begin(name: string): void {
    this.#finish();
    this.#recording = {
      name: `${this.#namePrefix}-${name}.gif`,
      gif: new GifWriter(this.#framesPerSecond),
    };
  }

  /** @throws {@link EnvError} if there is nothing to see. */
  #capture(): void {
    if (!this.#recording) return;
    const frame = this.env.render();
    if (!frame) {
      this.#recording = undefined;
      throw new EnvError('RecordVideo: render() returned null: there is no picture to record.');
    }
    // Gymnasium stops when there is one frame more than videoLength, and keeps it; so does this.
    this.#recording.gif.add(frame);
    if (this.#recording.gif.frames > this.#videoLength) this.#finish();
  }

  #finish(): void {
    const recording = this.#recording;
    this.#recording = undefined;
    if (recording && recording.gif.frames > 0) this.#save(recording.name, recording.gif.finish());
  }
}

/** Gymnasium's `capped_cubic_video_schedule`: episodes 0, 1, 8, 27, … 729, 1000, 2000, 3000, … */
export function cappedCubicSchedule(episode: number): boolean {
  if (episode >= 1000) return episode % 1000 === 0;
  let root = 0;
  while (root * root * root < episode) root++;
  return root * root * root === episode;
}

function never(): boolean {
  return false;
}

function saver({ folder, save }: VideoOptions): (name: string, bytes: Uint8Array) => void {
  if ((folder === undefined) === (save === undefined)) {
    throw new EnvError('RecordVideo: expected either folder or save.');
  }
  return save ?? folderWriter(folder!);
}

function requireRanges(videoLength: number, framesPerSecond: number): void {
  if (!Number.isSafeInteger(videoLength) || videoLength < 0) {
    throw new EnvError(
      `RecordVideo: videoLength must be a whole number from 0, got ${videoLength}.`,
    );
  }
  if (framesPerSecond > 0 && framesPerSecond <= 50) return;
  throw new EnvError(
    `RecordVideo: framesPerSecond must be above 0 and at most 50, got ${framesPerSecond}.`,
  );
}
