/** How every figure looks, in pictures and on pages alike; runs in browsers too. */
export {
  decimalsFor,
  formatNumber,
  formatPercent,
  formatSeconds,
  formatSetting,
  shortCount,
} from './numbers.js';
export {
  armStyle,
  armVariable,
  DARK_INK,
  followTheme,
  INK,
  SEQUENTIAL_COLORS,
  STANDALONE_COLORS,
  stepStyle,
  themeVariables,
  type ArmStyle,
  type LineStyle,
  type Marker,
} from './palette.js';
export type { PlotArea, Reading, ReadingsModel } from './readings.js';
