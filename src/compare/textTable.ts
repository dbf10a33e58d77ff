/** Blanks between two columns. */
const GAP = '  ';

/**
 * Rows as aligned lines, the first column to the left, the others to the right; no blanks at line ends.
 *
 * @param rows - Equally long.
 */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]!.length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const padding = ' '.repeat(widths[column]! - cell.length);
        return column === 0 ? cell + padding : padding + cell;
      })
      .join(GAP)
      .trimEnd(),
  );
}
