import { dirname } from 'node:path';
import { TICKS_PER_SECOND } from '@rl-tools/env/engine';
import { LEVELS } from '@rl-tools/env/levels';
import { z } from 'zod';
import { FileWriteError, LineLog, makeFolderDurably } from '../../metrics/index.js';
import { UsageError } from '../usageError.js';
import type { PostedScore } from './settings.js';

/** Agent steps are counted as agents take them: four ticks each. */
const FRAMES_PER_STEP = 4;

const scoreSchema = z.strictObject({
  level: z.string(),
  size: z.string(),
  seed: z.int().min(0),
  return: z.number(),
  frames: z.int().min(1),
});

/**
 * A score that a page may have posted.
 *
 * @throws {@link UsageError} if it is none: a field is missing, strange or of another type, there is no
 *   such level or size, or the episode is longer than the level's.
 */
export function checkScore(posted: unknown): PostedScore {
  const { success, data: score, error } = scoreSchema.safeParse(posted);
  if (!success) {
    throw new UsageError(
      `expected a score {level, size, seed, return, frames}:\n${z.prettifyError(error)}`,
    );
  }
  const sizes = LEVELS.find(({ id }) => id === score.level)?.sizes ?? {};
  const size = Object.hasOwn(sizes, score.size) ? sizes[score.size] : undefined;
  if (size === undefined) {
    throw new UsageError(`there is no level ${score.level} of size ${score.size}`);
  }
  const mostFrames = Math.round(size.episodeSeconds * TICKS_PER_SECOND);
  if (score.frames > mostFrames) {
    throw new UsageError(
      `an episode has at most ${mostFrames} frames, got ${score.frames} for ${score.level}`,
    );
  }
  return score;
}

/** A file of scores in JSON lines, one per whole episode; see docs/play.md. */
export class HumanScores {
  readonly #log: LineLog;
  readonly #now: () => Date;

  /**
   * Opens the file, made where it is missing; an unfinished last line is dropped.
   *
   * @param now - The clock.
   * @throws {@link UsageError} if it cannot be opened for writing.
   */
  constructor(path: string, now: () => Date) {
    try {
      makeFolderDurably(dirname(path));
      this.#log = new LineLog(path);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new UsageError(`${path}: scores cannot be written there (${reason}).`, { cause });
    }
    this.#now = now;
  }

  /**
   * Adds a score and makes it survive a power cut.
   *
   * @throws {@link FileWriteError} if it cannot be written whole; then nothing of it is kept.
   */
  add({ level, size, seed, return: sum, frames }: PostedScore): void {
    const length = Math.ceil(frames / FRAMES_PER_STEP);
    const date = this.#now().toISOString();
    const line = { level, size, seed, return: sum, length, frames, looks: 'free', date };
    try {
      this.#log.append(JSON.stringify(line));
      this.#log.sync();
    } catch (cause) {
      const message = `${this.#log.path}: the score could not be added. Free some space, then play on.`;
      throw new FileWriteError(message, { cause });
    }
  }

  close(): void {
    this.#log.close();
  }
}
