import { groupBy } from '../../compare/index.js';
import { compareConfigs } from '../configDifferences.js';
import type { ConfigOf, Setting, SettingsByKind } from '../configDifferences.js';
import { levelName } from '../context.js';
import type { ReportContext, Section } from '../context.js';
import { markup } from '../html.js';
import type { HtmlValue } from '../html.js';
import type { Table } from '../table.js';

/** How arms and levels were configured, and in what they differ. */
export function configurationSection({ comparison, arms, book }: ReportContext): Section {
  const configs = Object.entries(comparison.levels).flatMap(([level, result]) =>
    arms.flatMap(({ name: arm }): ConfigOf[] => {
      const found = result.arms[arm];
      return found ? [{ level, arm, config: found.config }] : [];
    }),
  );
  const settings = compareConfigs(configs);
  const levels = [...new Set(configs.map(({ level }) => level))];
  const names = arms.map(({ name }) => name);
  return {
    id: 'configurations',
    title: 'Configurations',
    body: markup`${differencesHtml(settings.betweenArms, () => book.table(armsTable(settings, configs, names)))}
      ${settings.betweenLevels.length > 0 && book.table(levelsTable(settings, configs, levels))}
      <details>
        <summary>Settings that all runs share (${settings.common.length})</summary>
        ${book.table(commonTable(settings))}
      </details>`,
  };
}

function differencesHtml(settings: readonly Setting[], table: () => HtmlValue): HtmlValue {
  return settings.length > 0 ? table() : markup`<p>The arms do not differ in any setting.</p>`;
}

function armsTable(
  { betweenArms }: SettingsByKind,
  configs: readonly ConfigOf[],
  arms: readonly string[],
): Table {
  return {
    id: 'table-between-arms',
    caption:
      'Settings in which arms differ; what a sweep drew stands under “Hyperparameters drawn”',
    columns: [
      { name: 'Setting', key: 'setting', kind: 'text' },
      ...arms.map((arm) => ({ name: arm, key: arm, kind: 'text' as const })),
    ],
    rows: betweenArms.map(({ path, values }) => [
      path,
      ...arms.map((arm) => {
        const valued = configs.map((config, i) => ({ ...config, value: values[i] ?? null }));
        return joinedOverLevels(valued.filter((one) => one.arm === arm));
      }),
    ]),
  };
}

function levelsTable(
  { betweenLevels }: SettingsByKind,
  configs: readonly ConfigOf[],
  levels: readonly string[],
): Table {
  return {
    id: 'table-between-levels',
    caption: 'Settings in which levels differ, the same for all arms',
    columns: [
      { name: 'Setting', key: 'setting', kind: 'text' },
      ...levels.map((level) => ({ name: levelName(level), key: level, kind: 'text' as const })),
    ],
    rows: betweenLevels.map(({ path, values }) => [
      path,
      // All arms of a level have the same.
      ...levels.map((level) => values[configs.findIndex((one) => one.level === level)] ?? null),
    ]),
  };
}

function commonTable({ common }: SettingsByKind): Table {
  return {
    id: 'table-common',
    caption: 'Settings that all runs share',
    columns: [
      { name: 'Setting', key: 'setting', kind: 'text' },
      { name: 'Value', key: 'value', kind: 'text' },
    ],
    rows: common.map(({ path, values }) => [path, values[0] ?? null]),
  };
}

/** One value, or every value with the levels that have it; `–` for one that is not set. */
function joinedOverLevels(
  own: readonly { readonly level: string; readonly value: string | null }[],
): string | null {
  const byValue = groupBy(own, ({ value }) => value);
  if (byValue.size < 2) return own[0]?.value ?? null;
  const parts = [...byValue].map(
    ([value, having]) =>
      `${value ?? '–'} (${having.map(({ level }) => levelName(level)).join(', ')})`,
  );
  return parts.join(' / ');
}
