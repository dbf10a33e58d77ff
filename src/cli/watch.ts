import { startEngine } from './engine.js';
import { Film } from './film.js';
import { openRun } from './loadAgent.js';
import { playRun } from './playRun.js';
import { runPolicy } from './runPolicy.js';

/** What {@link watchRun} is asked for. */
export interface WatchOptions {
  /** Where the GIF goes; an existing file is replaced. */
  readonly out: string;
  readonly seed: number;
  /** Longest animation, agent steps. */
  readonly mostSteps: number;
}

/** Lets the trained agent play one episode and writes what it saw as an animated GIF. */
export async function watchRun(
  path: string,
  { out, seed, mostSteps }: WatchOptions,
): Promise<void> {
  const run = openRun(path);
  await startEngine(run.config.engine);
  const film = new Film(mostSteps);
  await playRun(run, {
    episodes: 1,
    seed,
    makePolicy: (options) => runPolicy(run, options),
    onStep: (seen, environments) => {
      film.take(seen, environments);
    },
  });
  film.write(out);
}
