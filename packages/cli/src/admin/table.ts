/** Columns by their heading; the numbers among them are aligned right. */
export interface Column<T> {
  heading: string;
  value(row: T): string | number | undefined;
}

const GAP = "  ";

/** Rows as text in columns, each as wide as its widest cell. A column without any value is left out. */
export function table<T>(columns: readonly Column<T>[], rows: readonly T[]): string {
  const filled = columns
    .map((column) => ({ heading: column.heading, values: rows.map((row) => column.value(row)) }))
    .filter(({ values }) => rows.length === 0 || values.some((value) => value !== undefined))
    .map(({ heading, values }) => ({
      cells: [heading, ...values.map((value) => (value === undefined ? "-" : printable(String(value))))],
      right: values.length > 0 && values.every((value) => value === undefined || typeof value === "number"),
    }));
  const widths = filled.map(({ cells }) => Math.max(...cells.map((cell) => cell.length)));
  const line = (row: number): string =>
    filled
      .map(({ cells, right }, i) => (right ? cells[row]!.padStart(widths[i]!) : cells[row]!.padEnd(widths[i]!)))
      .join(GAP)
      .trimEnd();
  return Array.from({ length: rows.length + 1 }, (_, row) => `${line(row)}\n`).join("");
}

/** Names come from users: a control character in one must not reach the terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, "?");
}
