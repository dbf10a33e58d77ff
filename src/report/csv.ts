/** A value of a table: `null` is an empty field. */
export type CsvValue = string | number | null;

/** A table of data, as people load it into other programs. */
export interface Csv {
  readonly header: readonly string[];
  readonly rows: readonly (readonly CsvValue[])[];
}

/**
 * The table as RFC 4180 has it, with a header. Numbers are the shortest text that reads back as the
 * same float64.
 */
export function formatCsv({ header, rows }: Csv): string {
  return [header, ...rows].map((row) => `${row.map(field).join(',')}\n`).join('');
}

function field(value: CsvValue): string {
  if (value === null) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
