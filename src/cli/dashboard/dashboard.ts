import { isLoopback, loadPageFiles, untilSignalled } from '../localPage/index.js';
import { startDashboardServer } from './dashboardServer.js';
import { EpisodePlayer } from './episodePlayer.js';
import { RunWatch } from './runWatch.js';

/** How `cpc-rl dashboard` was called. */
export interface DashboardFlags {
  /** 0: any free one. */
  readonly port: number;
  /** Address to listen on; the loopback address if left out. */
  readonly host?: string | undefined;
}

/** Where the page is. */
export const DASHBOARD_PAGE = {
  source: 'src/cli/dashboard/page',
  built: 'dist/dashboard',
} as const;

/**
 * Serves a page that shows runs while they train, until a signal ends the program.
 *
 * @param places - Runs, sweeps, or folders of such; they need not exist yet.
 * @param say - Told the page's address.
 * @throws {@link UsageError} if it cannot listen there.
 */
export async function dashboard(
  places: readonly string[],
  { port, host }: DashboardFlags,
  say: (text: string) => void,
): Promise<void> {
  const files = await loadPageFiles(DASHBOARD_PAGE);
  const watch = new RunWatch(places, Date.now);
  const player = new EpisodePlayer();
  const server = await startDashboardServer({ port, host, files, watch, player });
  watch.start();
  try {
    say(`Watching ${places.join(', ')} at ${server.url} (Ctrl-C ends it)`);
    if (host !== undefined && !isLoopback(host)) {
      say(`Whoever reaches ${host} sees the runs, and can have episodes played.`);
    }
    await untilSignalled();
  } finally {
    await Promise.all([server.close(), watch.close(), player.close()]);
  }
}
