import { mean, stratifiedBootstrap } from '../compare/index.js';
import type { Estimate, Interval } from '../compare/index.js';
import { randomPolicy } from '../evaluation/index.js';
import type { ActionSelection, PlayedEpisode } from '../evaluation/index.js';
import { latestCheckpoint } from '../metrics/index.js';
import { startEngine } from './engine.js';
import { Film } from './film.js';
import { openRun } from './loadAgent.js';
import type { OpenedRun } from './loadAgent.js';
import { playRun } from './playRun.js';
import { runPolicy } from './runPolicy.js';

/** How one run plays with one way of choosing actions: what `evaluate --json` prints. */
export interface Evaluation {
  /** The run folder as it was given. */
  readonly run: string;
  readonly level: string;
  /** Frames of the checkpoint. */
  readonly frames: number;
  /** Seed of the training. */
  readonly trainingSeed: number;
  /** `sampled`: actions drawn from the policy; `greedy`: the most likely one. */
  readonly policy: ActionSelection;
  readonly episodes: number;
  /** Mean return; rewards not clipped. */
  readonly meanReturn: number;
  /** Standard error of that mean over episodes. */
  readonly standardError: number;
  /** 95 % percentile bootstrap interval of that mean over episodes. */
  readonly interval: Interval;
  /** Mean return of a policy that takes every action with the same probability. */
  readonly randomReturn: number;
  readonly randomInterval: Interval;
  /** Seed of environments and policies. */
  readonly seed: number;
}

/** What {@link evaluateRun} is asked for. */
export interface EvaluateOptions {
  readonly episodes: number;
  /** Seeds environments and policies; not the training's seed, so that episodes are new. */
  readonly seed: number;
  /** `sampled` where left out. */
  readonly policy?: ActionSelection;
  /** Where an animated GIF of the first episode goes; none where left out. */
  readonly video?: string | undefined;
}

/** Plays episodes with the newest checkpoint of a run, and as many at random. */
export async function evaluateRun(path: string, options: EvaluateOptions): Promise<Evaluation> {
  const { episodes, seed, policy = 'sampled' } = options;
  const run = openRun(path);
  await startEngine(run.config.engine);
  const trained = returnsOf(await playTrained(run, { ...options, policy }));
  const random = returnsOf(await playRun(run, { episodes, seed, makePolicy: randomPolicy }));
  const [score, chance] = [trained, random].map(meanWithInterval);
  return {
    run: path,
    level: run.config.env.id,
    frames: latestCheckpoint(run.folder)!.frames, // it has just been played
    trainingSeed: run.config.seed,
    policy,
    episodes,
    meanReturn: score!.value,
    standardError: standardError(trained),
    interval: score!.interval,
    randomReturn: chance!.value,
    randomInterval: chance!.interval,
    seed,
  };
}

/** Evaluation as text for people. */
export function formatEvaluation(evaluation: Evaluation): string {
  const { level, episodes, policy, meanReturn, interval, randomReturn } = evaluation;
  const [low, high] = interval.map((end) => end.toFixed(2));
  return (
    `${level}, ${episodes} episodes: trained agent (${policy}) ${meanReturn.toFixed(2)} ` +
    `[${low!}, ${high!}], random policy ${randomReturn.toFixed(2)} (mean return, 95 % interval)`
  );
}

async function playTrained(
  run: OpenedRun,
  { episodes, seed, policy, video }: EvaluateOptions & { readonly policy: ActionSelection },
): Promise<PlayedEpisode[]> {
  const film = video === undefined ? undefined : new Film(MOST_FILMED_STEPS);
  const played = await playRun(run, {
    episodes,
    seed,
    makePolicy: (options) => runPolicy(run, { ...options, selection: policy }),
    onStep: (seen, environments) => film?.take(seen, environments),
  });
  if (video !== undefined) film?.write(video);
  return played;
}

/** Longest film, agent steps: a minute of play. */
const MOST_FILMED_STEPS = 900;

function returnsOf(episodes: readonly PlayedEpisode[]): number[] {
  return episodes.map((episode) => episode.return);
}

/** A mean with its 95 % percentile bootstrap interval. */
export function meanWithInterval(values: readonly number[]): Estimate {
  const [estimate] = stratifiedBootstrap([values], (drawn) => [mean(drawn)]);
  return estimate!; // one figure was asked for
}

function standardError(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = mean([values]);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}
