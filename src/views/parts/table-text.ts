/** A number stands in a cell as it is; text may come from a profile, which anybody can have written. */
export type Cell = string | number;

export type TableFormat = 'text' | 'csv' | 'markdown';

/** A table as text to paste: aligned columns, CSV for a spreadsheet, or Markdown. The first row is its head. */
export function tableText(rows: readonly (readonly Cell[])[], format: TableFormat): string {
  switch (format) {
    case 'csv':
      return rows.map((row) => row.map(csvCell).join(',') + '\r\n').join('');
    case 'markdown': {
      const [head = [], ...body] = rows;
      const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
      const rule = head.map((_, column) => (body.every((row) => isFigure(row[column] ?? '')) ? '---:' : '---'));
      return line(head.map(markdownCell)) + line(rule) + body.map((row) => line(row.map(markdownCell))).join('');
    }
    case 'text': {
      const cells = rows.map((row) => row.map((cell) => oneLine(String(cell))));
      const widths = (cells[0] ?? []).map((_, column) => cells.reduce((most, row) => Math.max(most, row[column]!.length), 0));
      // The name is last, so that none of the others moves with it.
      return cells.map((row) => row.map((cell, column) => (column === row.length - 1 ? cell : cell.padStart(widths[column]!))).join('  ') + '\n').join('');
    }
  }
}

/** A spreadsheet reads a cell that begins with one of `= + - @` or a tab as a formula; an apostrophe makes it text. */
function csvCell(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function markdownCell(cell: Cell): string {
  return oneLine(String(cell)).replace(/[\\`*_|<>[\]~&]/g, '\\$&');
}

function oneLine(text: string): string {
  return text.replace(/[\0-\x1f\x7f\u2028\u2029]+/g, ' ');
}

function isFigure(cell: Cell): boolean {
  return typeof cell === 'number' || /^[-−]?[\d.,]+(?:\s*\S{1,3})?$/.test(cell);
}
