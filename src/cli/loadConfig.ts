import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { parse, stringify } from 'yaml';
import { ConfigError, describeFaults } from './configErrors.js';
import { experimentConfig } from './experimentConfig.js';
import type { ExperimentConfig } from './experimentConfig.js';

/** What the command line changes in a configuration. */
export interface Overrides {
  /** `key=value` each, the key a path with dots, the value in YAML. */
  readonly set?: readonly string[];
  readonly seed?: number | undefined;
}

/**
 * Reads an experiment: the file, then the overrides in order, then every default.
 *
 * @throws {@link ConfigError} that lists what is wrong, where, and what was expected.
 */
export function loadConfig(path: string, { set = [], seed }: Overrides = {}): ExperimentConfig {
  const value = readYaml(path);
  for (const override of set) applyOverride(value, override);
  if (seed !== undefined) value.seed = seed;
  return checkConfig(value, path);
}

/**
 * Checks the settings of an experiment and fills in every default.
 *
 * @param source - Where they come from, for errors.
 * @throws {@link ConfigError} that lists what is wrong, where, and what was expected.
 */
export function checkConfig(value: unknown, source: string): ExperimentConfig {
  const parsed = experimentConfig.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw describeFaults(source, { schema: experimentConfig, value, error: parsed.error });
}

/** A resolved configuration as YAML that {@link loadConfig} reads back to the same. */
export function formatConfig(config: ExperimentConfig): string {
  return `# Fully resolved: every setting this run used.\n${stringify(config)}`;
}

/** `configs/quickstart.yaml` → `quickstart`. */
export function configName(path: string): string {
  return basename(path, extname(path));
}

/** Reads a YAML file that holds a mapping. @throws {@link ConfigError} if it does not. */
export function readYaml(path: string): Record<string, unknown> {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    const got = existsSync(path) ? 'a folder' : 'nothing there';
    throw new ConfigError(
      `${path}: expected a configuration file, got ${got}; those that come along are in configs/.`,
    );
  }
  const value = parseYaml(readFileSync(path, 'utf8'), path);
  if (isRecord(value)) return value;
  throw new ConfigError(
    `${path}: expected a YAML mapping of settings, got ${JSON.stringify(value)}.`,
  );
}

function applyOverride(config: Record<string, unknown>, override: string): void {
  const equals = override.indexOf('=');
  if (equals < 1) {
    throw new ConfigError(
      `--set ${override}: expected key=value, e.g. --set agent.learningRate=0.0003.`,
    );
  }
  const path = override.slice(0, equals).split('.');
  if (path.some((key) => key === '' || key === '__proto__')) {
    throw new ConfigError(`--set ${override}: '${path.join('.')}' is no path of keys.`);
  }
  setAt(config, path, parseYaml(override.slice(equals + 1), `--set ${override}`));
}

function parseYaml(text: string, place: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`${place}: not valid YAML: ${reason.trim()}`, { cause });
  }
}

function setAt(config: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) {
    config[key] = value;
    return;
  }
  const inner = isRecord(config[key]) ? config[key] : {};
  config[key] = inner;
  setAt(inner, rest, value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
