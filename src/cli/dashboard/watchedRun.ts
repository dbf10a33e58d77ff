import { createHash } from 'node:crypto';
import { totalmem } from 'node:os';
import {
  isRunLocked,
  latestCheckpoint,
  openRunFolder,
  type RunFolder,
} from '../../metrics/index.js';
import type { FoundRun } from './findRuns.js';
import { LineTail } from './lineTail.js';
import { parseActors, parseEpisodeLine, parseMetricsLine, type MetricsLine } from './logLines.js';
import type {
  CurveMessage,
  DetailMessage,
  EpisodeMessage,
  PlayedMessage,
  RunRow,
  RunState,
  Warning,
} from './messages.js';
import { readRunInfo, type RunInfo } from './runInfo.js';
import { freeDiskBytes, readSummaryMs, stateOf } from './runState.js';
import { sampledLines } from './sampledLines.js';
import { ThinnedRows, type Columns } from './thinnedRows.js';
import { warningsOf } from './warnings.js';

/** Bytes read of one log at a time, so that others and the page get their turn. */
const READ_BYTES = 2 ** 20;
const CURVE_ROWS = 512;
const SCALAR_ROWS = 400;
/** Columns of a heat map. */
const LIST_ROWS = 96;
const RECENT_EPISODES = 12;
/** More would only come from a file that is no log of ours. */
const MOST_LISTS = 32;
const UNKNOWN = { level: '?', arm: '?', seed: null, totalFrames: null };
const ID_LENGTH = 12;
/** How often lock, summary and disk are looked at again. */
const STATE_INTERVAL_MS = 3000;

/** A run as its files tell it, kept small: what was read is averaged and forgotten. */
export class WatchedRun {
  /** Says nothing about where the run is. */
  readonly id: string;
  /** Raised by {@link look} to the number it is given when there is something new in the logs. */
  changedAt = 0;
  readonly #found: FoundRun;
  readonly #folder: RunFolder;
  readonly #metrics: LineTail;
  readonly #episodes: LineTail;
  readonly #scalars = new ThinnedRows(SCALAR_ROWS);
  readonly #returns = new ThinnedRows(CURVE_ROWS);
  readonly #lists = new Map<string, ThinnedRows>();
  #recent: EpisodeMessage[] = [];
  #episodeCount = 0;
  #last: MetricsLine | undefined;
  #secondsPerLine: number | null = null;
  #info: RunInfo | undefined;
  #state: RunState = 'waiting';
  #warnings: readonly Warning[] = [];
  /** The columns that warnings are drawn from, until a line comes. */
  #judged: Columns | undefined;
  #stateReadMs = -Infinity;

  /** @throws {@link RunFolderError} if the run is gone again. */
  constructor(found: FoundRun) {
    this.#found = found;
    this.id = createHash('sha256').update(found.path).digest('hex').slice(0, ID_LENGTH);
    this.#folder = openRunFolder(found.path);
    this.#metrics = new LineTail(this.#folder.metrics);
    this.#episodes = new LineTail(this.#folder.episodes);
  }

  get path(): string {
    return this.#found.path;
  }

  /**
   * Reads on.
   *
   * @param version - For {@link changedAt}.
   * @returns Whether there is more to read at once.
   */
  async look(version: number, nowMs: number): Promise<boolean> {
    const metrics = await this.#metrics.read(READ_BYTES);
    if (metrics.restarted) this.#forgetMetrics();
    for (const line of sampledLines(metrics.lines, metrics.size)) {
      this.#takeMetrics(parseMetricsLine(line));
    }
    const episodes = await this.#episodes.read(READ_BYTES);
    if (episodes.restarted) this.#forgetEpisodes();
    this.#takeEpisodes(episodes.lines.flatMap((line) => parseEpisodeLine(line) ?? []));
    const isNew = [metrics, episodes].some((found) => found.restarted || found.lines.length > 0);
    if (isNew) this.changedAt = version;
    const more = metrics.more || episodes.more;
    if (!more) this.#lookAtState(nowMs);
    return more;
  }

  row(): RunRow {
    const { level, arm, seed, totalFrames } = this.#info ?? UNKNOWN;
    const last = this.#last?.scalars;
    return {
      ...{ id: this.id, name: this.#found.name, level, arm, seed, totalFrames },
      state: this.#state,
      frames: this.#last?.frames ?? 0,
      framesPerSecond: last?.framesPerSecond ?? null,
      meanReturn: last?.meanReturn ?? null,
      episodes: this.#episodeCount,
      seconds: this.#last?.seconds ?? 0,
      residentBytes: last?.residentBytes ?? null,
      warnings: this.#warnings,
    };
  }

  curve(): CurveMessage {
    const { frames, counts, values } = this.#returns.columns();
    const seconds = this.#scalars.secondsAt(frames);
    return { id: this.id, frames, seconds, counts, returns: values.return ?? [] };
  }

  detail(played: PlayedMessage): DetailMessage {
    const scalars = this.#scalars.columns();
    const lists = [...this.#lists].map(([key, rows]) => [key, rows.columns()] as const);
    return {
      id: this.id,
      path: this.path,
      lastTime: this.#last?.time ?? null,
      droppedMessages: this.#last?.scalars.droppedMessages ?? 0,
      actors: parseActors(this.#last?.actors),
      activities: Object.keys(scalars.values).flatMap((name) =>
        name.startsWith('secondsSpent/') ? [name.slice('secondsSpent/'.length)] : [],
      ),
      scalars,
      lists: Object.fromEntries(lists),
      recentEpisodes: this.#recent.toReversed(),
      latestCheckpoint: latestCheckpoint(this.#folder)?.frames ?? null,
      played,
    };
  }

  #takeMetrics(line: MetricsLine | undefined): void {
    if (line === undefined) return;
    this.#secondsPerLine = secondsPerLine(this.#last, line);
    this.#judged = undefined;
    this.#last = line;
    this.#scalars.add(line, line.scalars);
    for (const [key, values] of Object.entries(line.lists)) this.#listRows(key)?.add(line, values);
  }

  #listRows(key: string): ThinnedRows | undefined {
    const known = this.#lists.get(key);
    if (known !== undefined || this.#lists.size >= MOST_LISTS) return known;
    const made = new ThinnedRows(LIST_ROWS);
    this.#lists.set(key, made);
    return made;
  }

  #takeEpisodes(episodes: readonly EpisodeMessage[]): void {
    this.#episodeCount += episodes.length;
    for (const { frames, return: sum } of episodes) {
      this.#returns.add({ frames, seconds: null }, { return: sum });
    }
    this.#recent = [...this.#recent, ...episodes.slice(-RECENT_EPISODES)].slice(-RECENT_EPISODES);
  }

  #forgetMetrics(): void {
    this.#scalars.clear();
    this.#lists.clear();
    this.#last = undefined;
    this.#secondsPerLine = null;
  }

  #forgetEpisodes(): void {
    this.#returns.clear();
    this.#recent = [];
    this.#episodeCount = 0;
  }

  #lookAtState(nowMs: number): void {
    if (nowMs - this.#stateReadMs < STATE_INTERVAL_MS) return;
    this.#stateReadMs = nowMs;
    // Before the first line, the files that say what it is may still be on their way.
    if (this.#info === undefined || this.#last === undefined) this.#info = readRunInfo(this.path);
    this.#state = stateOf({
      isLocked: isRunLocked(this.path),
      summaryMs: readSummaryMs(this.path),
      lineMs: this.#lineMs(),
      frames: this.#last?.frames ?? 0,
      totalFrames: this.#info?.totalFrames ?? null,
      secondsPerLine: this.#secondsPerLine,
      nowMs,
    });
    const lineMs = this.#lineMs();
    this.#warnings = warningsOf({
      state: this.#state,
      secondsSinceLine: lineMs === null ? null : (nowMs - lineMs) / 1000,
      droppedMessages: this.#last?.scalars.droppedMessages ?? 0,
      actors: parseActors(this.#last?.actors),
      scalars: (this.#judged ??= this.#scalars.columns(isJudged)),
      freeDiskBytes: freeDiskBytes(this.path),
      machineBytes: totalmem(),
    });
  }

  #lineMs(): number | null {
    const ms = this.#last ? Date.parse(this.#last.time) : NaN;
    return Number.isNaN(ms) ? null : ms;
  }
}

/** The columns that warnings are drawn from. */
function isJudged(name: string): boolean {
  return name === 'residentBytes' || name === 'tensors' || name.startsWith('secondsSpent/');
}

/** Every update writes a line, but not every line of a long log is read. */
function secondsPerLine(before: MetricsLine | undefined, line: MetricsLine): number | null {
  const updates = (line.scalars.updates ?? 0) - (before?.scalars.updates ?? 0);
  return before && updates > 0 ? (line.seconds - before.seconds) / updates : null;
}
