/**
 * Calls `step` with each row below `length`.
 *
 * A browser compiles a loop that has run for long together with all that is called in it, for each loop anew. This
 * one has too many callers for that, so it is compiled once, and each step by itself with its first few thousand rows.
 */
export function eachRow(length: number, step: (row: number) => void): void {
  for (let row = 0; row < length; row++) step(row);
}
