import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  isRead,
  jsonAnswer,
  methodAnswer,
  startLocalServer,
  textAnswer,
  type Answer,
  type Asked,
  type LocalServer,
  type PageFiles,
} from '../localPage/index.js';
import type { EpisodePlayer } from './episodePlayer.js';
import { EPISODE_PATH, PLAY_PATH, STATE_PATH, type StateMessage } from './messages.js';
import type { RunWatch } from './runWatch.js';
import type { WatchedRun } from './watchedRun.js';

/** What {@link startDashboardServer} serves. */
export interface DashboardOptions {
  /** 0: any free one. */
  readonly port: number;
  /** Address to listen on; the loopback address if left out. */
  readonly host?: string | undefined;
  readonly files: PageFiles;
  readonly watch: RunWatch;
  readonly player: EpisodePlayer;
}

/**
 * Serves the page and what the runs' files say. Runs are asked for by ids that stand in a list, never
 * by paths.
 *
 * @throws {@link UsageError} if it cannot listen there.
 */
export function startDashboardServer(options: DashboardOptions): Promise<LocalServer> {
  const { port, host, files } = options;
  const answers = new Answers(options);
  return startLocalServer({
    ...{ port, host, files },
    answer: (request, asked) => Promise.resolve(answers.answer(request, asked)),
  });
}

class Answers {
  readonly #parts: DashboardOptions;
  /** Versions of another server mean nothing here. */
  readonly #server = randomUUID();
  #playerChanges = 0;
  #playerChangedAt = 0;

  constructor(parts: DashboardOptions) {
    this.#parts = parts;
  }

  answer(request: IncomingMessage, { pathname, query }: Asked): Answer | undefined {
    const run = this.#parts.watch.runs.find(({ id }) => id === query.get('run'));
    if (pathname === PLAY_PATH) {
      if (request.method !== 'POST') return methodAnswer('POST');
      if (run === undefined) return textAnswer(404, 'no such run');
      this.#parts.player.play(run.path);
      return { status: 202 };
    }
    if (pathname !== STATE_PATH && pathname !== EPISODE_PATH) return undefined;
    if (!isRead(request)) return methodAnswer('GET, HEAD');
    if (pathname === STATE_PATH) return jsonAnswer(this.#state(query, run));
    const gif = run && this.#parts.player.film(run.path);
    return gif && { status: 200, type: 'image/gif', body: gif };
  }

  #state(query: URLSearchParams, run: WatchedRun | undefined): StateMessage {
    const { watch, player } = this.#parts;
    const version = since(query, this.#server);
    if (player.changes !== this.#playerChanges) {
      this.#playerChanges = player.changes;
      this.#playerChangedAt = watch.version;
    }
    const { runs, waitingFor, catchingUp } = watch;
    const isShown = run?.id === query.get('shown');
    const isNew = run && (!isShown || Math.max(run.changedAt, this.#playerChangedAt) >= version);
    return {
      server: this.#server,
      version: watch.version,
      runs: runs.map((each) => each.row()),
      waitingFor,
      catchingUp,
      curves: runs.filter(({ changedAt }) => changedAt >= version).map((each) => each.curve()),
      detail: isNew ? run.detail(player.of(run.path)) : null,
    };
  }
}

/** The version that the page has seen; -1: none. */
function since(query: URLSearchParams, server: string): number {
  const version = Number(query.get('since') ?? NaN);
  return query.get('server') === server && Number.isInteger(version) ? version : -1;
}
