import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';
import { CompareError } from './errors.js';
import { REFERENCE_TABLE } from './referenceTable.js';
import type { ReferenceEntry, ReferenceScores } from './types.js';

const score = z.number().nullable().default(null);

const tableSchema = z.array(
  z.strictObject({
    level: z.string().min(1),
    options: z.record(z.string(), z.unknown()).default({}),
    random: score,
    randomDeviation: z.number().positive().nullable().default(null),
    human: score,
    scripted: score,
    source: z.string().default('given by the user'),
  }),
);

/** Options that a player who looks at nothing cannot notice. */
const PICTURE_OPTIONS = ['width', 'height', 'renderWidth', 'renderHeight'];

/** Size that a level has where none is given. */
const DEFAULT_SIZE = 'full';

/**
 * Reads a table of reference scores, a YAML list of {@link ReferenceEntry}; what is left out of an
 * entry is not known.
 *
 * @throws {@link CompareError} that names the file and what is wrong with it.
 */
export function readReferenceTable(path: string): ReferenceEntry[] {
  const checked = tableSchema.safeParse(parseTable(path));
  if (checked.success) return checked.data;
  throw new CompareError(
    `${path}: expected a list of levels with random, randomDeviation, human and scripted scores ` +
      `(docs/compare.md shows one), got:\n${z.prettifyError(checked.error)}`,
  );
}

/**
 * The reference scores of a level as it was played; those given come before the committed ones.
 *
 * @returns `null` if no table has the level with these options.
 */
export function referencesOf(
  level: string,
  options: Readonly<Record<string, unknown>>,
  given: readonly ReferenceEntry[] = [],
): ReferenceScores | null {
  const played = relevantOptions(options);
  const entry = [...given, ...REFERENCE_TABLE].find(
    (line) => line.level === level && isDeepStrictEqual(relevantOptions(line.options), played),
  );
  if (entry === undefined) return null;
  const { random, randomDeviation, human, scripted, source } = entry;
  return { random, randomDeviation, human, scripted, source };
}

function relevantOptions(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const relevant = Object.entries(options).filter(([name]) => !PICTURE_OPTIONS.includes(name));
  return { size: DEFAULT_SIZE, ...Object.fromEntries(relevant) };
}

function parseTable(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.trim() : String(cause);
    throw new CompareError(`${path}: could not be read as YAML: ${reason}`, { cause });
  }
}
