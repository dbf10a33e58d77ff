import { settingsByPath } from '../compare/index.js';

/** A configuration and the arm and level it belongs to. */
export interface ConfigOf {
  readonly level: string;
  readonly arm: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** A setting by its path with dots, and its text for each of some configurations; null: not set. */
export interface Setting {
  readonly path: string;
  readonly values: readonly (string | null)[];
}

/** Settings of several configurations, apart by what they depend on. */
export interface SettingsByKind {
  /** Different between arms of some level; a value for each configuration. */
  readonly betweenArms: readonly Setting[];
  /** Equal between the arms, different between levels; a value for each configuration. */
  readonly betweenLevels: readonly Setting[];
  /** The same everywhere; one value. */
  readonly common: readonly Setting[];
}

/** Sorts the settings of all configurations by whether arms or levels differ in them. */
export function compareConfigs(configs: readonly ConfigOf[]): SettingsByKind {
  const flat = configs.map(({ config }) => textsByPath(config));
  const paths = [...new Set(flat.flatMap((settings) => [...settings.keys()]))];
  const settings = paths.map((path): Setting => ({
    path,
    values: flat.map((one) => one.get(path) ?? null),
  }));
  const levels = [...new Set(configs.map(({ level }) => level))];
  const differsWithin = (level: string, { values }: Setting): boolean =>
    new Set(values.filter((_, i) => configs[i]!.level === level)).size > 1;
  const betweenArms = settings.filter((one) => levels.some((level) => differsWithin(level, one)));
  const others = settings.filter((one) => !betweenArms.includes(one));
  const isCommon = ({ values }: Setting): boolean => new Set(values).size === 1;
  return {
    betweenArms,
    betweenLevels: others.filter((one) => !isCommon(one)),
    common: others.filter(isCommon),
  };
}

/** Path with dots → value as text. */
function textsByPath(config: ConfigOf['config']): Map<string, string> {
  return new Map([...settingsByPath(config)].map(([path, value]) => [path, asText(value)]));
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
