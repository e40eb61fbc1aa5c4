/**
 * Text with tabs as columns, each cell pushed to the right of its column and one
 * space before it, as Go's tabwriter writes it with AlignRight and a padding of 1.
 *
 * A cell ends with a tab; what follows the last tab of a line is no cell. A column
 * is as wide as the widest of its cells in lines that follow one another.
 */
export function alignRight(text: string): string {
  const lines = text.split('\n').map((line) => line.split('\t'));
  const widths: number[][] = lines.map(() => []);
  const deepest = Math.max(...lines.map((cells) => cells.length - 1));
  for (let column = 0; column < deepest; column++) {
    let first = 0;
    while (first < lines.length) {
      let end = first;
      let width = 0;
      while (end < lines.length && lines[end]!.length - 1 > column) width = Math.max(width, [...lines[end++]![column]!].length + 1);
      for (let line = first; line < end; line++) widths[line]!.push(width);
      first = end + 1;
    }
  }
  return lines.map((cells, line) => cells.map((cell, column) => ' '.repeat(Math.max(0, (widths[line]![column] ?? 0) - [...cell].length)) + cell).join('')).join('\n');
}
