import { LEVELS, type LevelDefinition } from '@rl-tools/env/levels';
import { loadPageFiles, untilSignalled } from '../localPage/index.js';
import { UsageError } from '../usageError.js';
import { HumanScores } from './humanScores.js';
import { startPlayServer } from './playServer.js';

/** Where the page is. */
export const PLAY_PAGE = { source: 'src/cli/play/page', built: 'dist/play' } as const;

/** How `cpc-rl play` was called. */
export interface PlayFlags {
  /** Port on the loopback address; 0: any free one. */
  readonly port: number;
  /** Seed of the first episode; the following ones count up. */
  readonly seed: number;
  /** One of the level's sizes; its default if left out. */
  readonly size?: string | undefined;
  /** File that scores are added to; none are kept if left out. */
  readonly record?: string | undefined;
}

/**
 * Serves a page on which a person plays a level, until a signal ends the program.
 *
 * @param name - Id of a level, or the name within it: `SeekAvoidArena`.
 * @param say - Told the page's address.
 * @throws {@link UsageError} if there is no such level or size, or the port is taken.
 */
export async function playLevel(
  name: string,
  { port, seed, size, record }: PlayFlags,
  say: (text: string) => void,
): Promise<void> {
  const level = findLevel(name);
  const settings = { level: level.id, size: checkSize(level, size), seed };
  const files = await loadPageFiles(PLAY_PAGE);
  const scores = record === undefined ? undefined : new HumanScores(record, () => new Date());
  try {
    const server = await startPlayServer({
      ...{ port, files, settings },
      record:
        scores &&
        ((score) => {
          scores.add(score);
        }),
    });
    say(`${level.id} is played at ${server.url} (Ctrl-C ends it)`);
    await untilSignalled();
    await server.close();
  } finally {
    scores?.close();
  }
}

/** @throws {@link UsageError} that lists the levels. */
export function findLevel(name: string): LevelDefinition {
  const wanted = name.toLowerCase();
  const found = LEVELS.find(({ id }) =>
    [id, shortName(id)].some((known) => known.toLowerCase() === wanted),
  );
  if (found !== undefined) return found;
  const known = LEVELS.map(({ id }) => shortName(id)).join(', ');
  throw new UsageError(`play: there is no level '${name}'. Expected one of ${known}.`);
}

function checkSize(level: LevelDefinition, size: string = level.defaultSize): string {
  if (Object.hasOwn(level.sizes, size)) return size;
  const known = Object.keys(level.sizes).join(', ');
  throw new UsageError(`--size: expected one of ${known} for ${level.id}, got ${size}.`);
}

/** `RlTools/SeekAvoidArena-v0` → `SeekAvoidArena`. */
function shortName(id: string): string {
  return id.replace(/^.*\//, '').replace(/-v\d+$/, '');
}
