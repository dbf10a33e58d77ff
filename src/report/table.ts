import type { Csv, CsvValue } from './csv.js';
import { markup, type Html, type HtmlValue } from './html.js';
import { decimalsFor, formatNumber } from '../charts/index.js';

/** One column of a table. */
export interface Column {
  readonly name: string;
  /** Name in the CSV file; the intervals' ends add `Low` and `High`. */
  readonly key: string;
  readonly kind: 'text' | 'number' | 'interval';
  /** How its numbers are written; otherwise with as many decimals as the largest needs. */
  readonly format?: (value: number) => string;
}

/** An estimate with its interval; an end is null where it has no value. */
export interface IntervalCell {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** A cell: text, a number, an estimate, or null where there is nothing. */
export type Cell = string | number | null | IntervalCell | MarkedCell;

/** A cell with markup for the page and text for the CSV file. */
export interface MarkedCell {
  readonly markup: Html;
  readonly text: string;
}

/** A table of the report. */
export interface Table {
  /** Unique in the report; names its file. */
  readonly id: string;
  readonly caption: HtmlValue;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

const NOTHING = '–';
/** With more columns the ends of intervals stand below their estimates. */
const DENSE_COLUMNS = 6;

/**
 * The table for the page. Numbers keep their full precision in `<data value>`; the first column
 * names the rows.
 */
export function tableHtml({ id, caption, columns, rows }: Table): Html {
  const formats = columns.map(
    (column, i) => column.format ?? columnFormat(rows.map((row) => row[i])),
  );
  const isDense = columns.length > DENSE_COLUMNS;
  return markup`<div class="table${isDense && ' dense'}" tabindex="0" role="region" aria-labelledby="${id}-caption">
    <table id="${id}">
      <caption id="${id}-caption">${caption}</caption>
      <thead><tr>${columns.map(({ name, kind }) => markup`<th scope="col" class="${kind}">${name}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => rowHtml(row, columns, formats))}</tbody>
    </table>
  </div>`;
}

/** The table as data: every number in full, intervals as three columns. */
export function tableData({ columns, rows }: Table): Csv {
  return {
    header: columns.flatMap(({ key, kind }) =>
      kind === 'interval' ? [key, `${key}Low`, `${key}High`] : [key],
    ),
    rows: rows.map((row) => row.flatMap((cell, i) => cellData(cell, columns[i]!))),
  };
}

function rowHtml(
  row: readonly Cell[],
  columns: readonly Column[],
  formats: readonly ((value: number) => string)[],
): Html {
  const cells = row.map((cell, i) => {
    const content = cellHtml(cell, formats[i]!);
    const { kind, key } = columns[i]!;
    return i === 0
      ? markup`<th scope="row" class="${kind}">${content}</th>`
      : markup`<td class="${kind}" data-key="${key}">${content}</td>`;
  });
  return markup`<tr>${cells}</tr>\n`;
}

function cellHtml(cell: Cell, format: (value: number) => string): HtmlValue {
  if (cell === null) return NOTHING;
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number') return numberHtml(cell, format);
  if ('markup' in cell) return cell.markup;
  const { value, low, high } = cell;
  const ends = [low, high].map((end) => numberHtml(end, format));
  return markup`${numberHtml(value, format)} <span class="ends">[${ends[0]}, ${ends[1]}]</span>`;
}

function numberHtml(value: number | null, format: (value: number) => string): HtmlValue {
  return value === null ? NOTHING : markup`<data value="${value}">${format(value)}</data>`;
}

function columnFormat(cells: readonly (Cell | undefined)[]): (value: number) => string {
  const numbers = cells.flatMap(numbersOf);
  const decimals = decimalsFor(numbers);
  return (value) => formatNumber(value, decimals);
}

function numbersOf(cell: Cell | undefined): number[] {
  if (typeof cell === 'number') return [cell];
  if (typeof cell !== 'object' || cell === null || 'markup' in cell) return [];
  return [cell.value, cell.low, cell.high].filter((value) => value !== null);
}

function cellData(cell: Cell, { kind }: Column): CsvValue[] {
  if (kind === 'interval') {
    return typeof cell === 'object' && cell !== null && 'value' in cell
      ? [cell.value, cell.low, cell.high]
      : [null, null, null];
  }
  if (typeof cell !== 'object' || cell === null) return [cell];
  return 'markup' in cell ? [cell.text] : [cell.value];
}
