const SIGNIFICANT_DIGITS = 4;
const MOST_DECIMALS = 4;
const THOUSAND = 1e3;
const MILLION = 1e6;
const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;

/**
 * Decimals with which the largest of some numbers shows four digits, so that a column of them lines
 * up; whole numbers show none.
 */
export function decimalsFor(values: readonly number[]): number {
  if (values.every((value) => Number.isInteger(value))) return 0;
  const largest = Math.max(...values.map(Math.abs).filter(Number.isFinite), 0);
  const wholeDigits = largest < 1 ? 1 : Math.floor(Math.log10(largest)) + 1;
  return Math.min(MOST_DECIMALS, Math.max(0, SIGNIFICANT_DIGITS - wholeDigits));
}

/** A number with `decimals` places and a true minus sign. */
export function formatNumber(value: number, decimals = decimalsFor([value])): string {
  const text = value.toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return text.replace(/^-(?=[0.,]*$)/, '').replace('-', '−'); // no minus before zero
}

/** A number of any size in about four digits, as for settings: 0.0003, 1e-7, 250,000. */
export function formatSetting(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en-US').replace('-', '−');
  return String(Number(value.toPrecision(SIGNIFICANT_DIGITS))).replace(/^-/, '−');
}

/** 250000 → `250k`, 1500000 → `1.5M`. */
export function shortCount(value: number): string {
  if (value >= MILLION) return `${Number((value / MILLION).toPrecision(3))}M`;
  return value >= THOUSAND
    ? `${Number((value / THOUSAND).toPrecision(3))}k`
    : String(Number(value.toPrecision(3)));
}

/** Seconds as people say them: `45 s`, `12.5 min`, `3.2 h`. */
export function formatSeconds(seconds: number): string {
  if (seconds < MINUTE_SECONDS) return `${Number(seconds.toPrecision(3))} s`;
  if (seconds < HOUR_SECONDS) return `${(seconds / MINUTE_SECONDS).toFixed(1)} min`;
  return `${(seconds / HOUR_SECONDS).toFixed(1)} h`;
}

/** A share as a whole percentage, `95 %`. */
export function formatPercent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
