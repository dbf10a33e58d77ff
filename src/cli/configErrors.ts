import { distance } from 'fastest-levenshtein';
import { z } from 'zod';

/** A configuration is not valid; the message lists every fault. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Says every fault of a configuration as `path: expected …, got …`, and for an unknown key the
 * valid key that looks most like it.
 *
 * @param source - Where the configuration comes from: a path.
 * @param value - What was checked.
 */
export function describeFaults(
  source: string,
  { schema, value, error }: { schema: z.ZodType; value: unknown; error: z.ZodError },
): ConfigError {
  const lines = error.issues.flatMap((issue) => describeIssue(issue, schema, value));
  return new ConfigError(`${source}:\n${lines.map((line) => `  ${line}`).join('\n')}`);
}

function describeIssue(issue: z.core.$ZodIssue, schema: z.ZodType, value: unknown): string[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey([...path, key], keysAt(schema, path)));
  }
  if (issue.code === 'invalid_key') {
    return issue.issues.map(({ message }) => `${path.join('.')}: ${message}; got ${path.at(-1)!}.`);
  }
  const place = path.join('.') || 'the configuration';
  // Rules across keys are checked once every default is filled in: `input` holds those too.
  const got = valueAt(issue.code === 'custom' ? issue.input : value, path);
  if (got === undefined && issue.code === 'invalid_type') {
    return [`${place}: missing; ${lowerFirst(withoutReceived(issue.message))}.`];
  }
  return [`${place}: ${lowerFirst(withoutReceived(issue.message))}; got ${written(got)}.`];
}

function unknownKey(path: readonly string[], valid: readonly string[]): string {
  const key = path.at(-1)!;
  const [nearest] = [...valid].sort((a, b) => distance(key, a) - distance(key, b));
  const parent = path.slice(0, -1);
  const hint = nearest ? ` Did you mean ${[...parent, nearest].join('.')}?` : '';
  return `${path.join('.')}: unknown key; expected one of ${valid.join(', ')}.${hint}`;
}

/** The keys a schema allows at a path; none where it is no object. */
function keysAt(schema: z.ZodType, path: readonly string[]): string[] {
  let current: unknown = unwrap(schema);
  for (const key of path) {
    current = unwrap(schemaAt(current, key));
  }
  return current instanceof z.ZodObject ? Object.keys(current.shape) : [];
}

/** The schema of one entry of an object, a record or a list. */
function schemaAt(schema: unknown, key: string): z.ZodType | undefined {
  if (schema instanceof z.ZodObject) return schema.shape[key] as z.ZodType; // a record of schemas
  if (schema instanceof z.ZodRecord) return schema.valueType as z.ZodType; // made by z itself
  return schema instanceof z.ZodArray ? (schema.element as z.ZodType) : undefined; // the same
}

/** The schema inside `optional`, `nullable`, `default` and `prefault`. */
function unwrap(schema: z.ZodType | undefined): z.ZodType | undefined {
  let current = schema;
  while (current && 'unwrap' in current && typeof current.unwrap === 'function') {
    current = (current as unknown as { unwrap(): z.ZodType }).unwrap();
  }
  return current;
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key],
    value,
  );
}

/** As JSON, which has no word for NaN and infinity. */
function written(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function withoutReceived(message: string): string {
  return message.replace(/^Invalid input: /, '').replace(/, received .*$/, '');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
