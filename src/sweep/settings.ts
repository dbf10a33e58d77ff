/** Settings as a configuration file gives them, before they are checked. */
export type Settings = Readonly<Record<string, unknown>>;

/** True for a mapping of settings, false for a list, a scalar and `null`. */
export function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Settings with others laid over them: mappings are merged key by key, anything else (a scalar, a
 * list, `null`) takes the place of what was there. Neither argument changes.
 */
export function mergeSettings(under: Settings, over: Settings): Settings {
  const merged = Object.entries(over).map(([key, value]) => {
    const below = under[key];
    return [key, isSettings(below) && isSettings(value) ? mergeSettings(below, value) : value];
  });
  return { ...under, ...(Object.fromEntries(merged) as Settings) };
}

/** One setting by its path with dots: `('agent.discount', 0.9)` → `{ agent: { discount: 0.9 } }`. */
export function settingAt(path: string, value: unknown): Settings {
  const [first, ...rest] = path.split('.').reverse() as [string, ...string[]];
  return rest.reduce<Settings>((inner, key) => ({ [key]: inner }), { [first]: value });
}

/** What stands at a path with dots; `undefined` where nothing does. */
export function valueAtPath(settings: Settings, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((inner, key) => (isSettings(inner) ? inner[key] : undefined), settings);
}
