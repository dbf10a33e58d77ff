import { z } from 'zod';
import type { ActorsMessage, EpisodeMessage } from './messages.js';
import type { RowPlace, RowValues } from './thinnedRows.js';

/** What a line of `metrics.jsonl` says. */
export interface MetricsLine extends RowPlace {
  readonly seconds: number;
  readonly time: string;
  /** Numbers by tag: `loss`, `secondsSpent/update`. */
  readonly scalars: RowValues;
  /** Lists over prediction steps by key; column `1` is one step ahead. */
  readonly lists: Readonly<Record<string, RowValues>>;
  /** See {@link parseActors}. */
  readonly actors: unknown;
}

const actorsSchema = z.object({
  expected: z.number(),
  connected: z.number(),
  environmentsLeftOut: z.number(),
  silentSeconds: z.array(z.number()),
});
const PLACE_KEYS = new Set(['frames', 'seconds', 'time', 'actors']);
const EPISODE_FIELDS = 6;

/** Reads a line of `metrics.jsonl`; undefined if it is none: one such line hides no others. */
export function parseMetricsLine(line: string): MetricsLine | undefined {
  const record = parseRecord(line);
  const { frames, seconds, time } = record;
  if (!isNumber(frames) || !isNumber(seconds) || typeof time !== 'string') return undefined;
  const scalars: Record<string, number | null> = {};
  const lists: Record<string, RowValues> = {};
  for (const [key, value] of Object.entries(record)) {
    if (PLACE_KEYS.has(key)) continue;
    if (isNumber(value)) scalars[key] = value;
    else if (Array.isArray(value)) lists[key] = stepValues(value);
    else if (typeof value === 'object' && value !== null) addNested(scalars, key, value);
  }
  return { frames, seconds, time, scalars, lists, actors: record.actors };
}

/** Which actors a line says were there; `null` if it does not. */
export function parseActors(actors: unknown): ActorsMessage | null {
  return actorsSchema.safeParse(actors).data ?? null;
}

/** Reads a line of `episodes.csv`; undefined for its header and what is no episode. */
export function parseEpisodeLine(line: string): EpisodeMessage | undefined {
  // Only the level, which nobody needs here, may hold commas.
  const fields = line.split(',');
  if (fields.length < EPISODE_FIELDS) return undefined;
  const [frames, environment] = [Number(fields[0]), Number(fields[2])];
  const [sum, length] = fields.slice(-2).map(Number);
  const episode = { frames, environment, return: sum!, length: length! };
  return Object.values(episode).every(Number.isFinite) ? episode : undefined;
}

function addNested(scalars: Record<string, number | null>, key: string, value: object): void {
  for (const [inner, entry] of Object.entries(value)) {
    if (isNumber(entry)) scalars[`${key}/${inner}`] = entry;
  }
}

function stepValues(list: readonly unknown[]): RowValues {
  return Object.fromEntries(
    list.map((value, i) => [String(i + 1), isNumber(value) ? value : null]),
  );
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function parseRecord(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
