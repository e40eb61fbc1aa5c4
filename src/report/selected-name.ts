/**
 * What the selected function may be called where frames are told apart otherwise than
 * in the view that it was picked in: as it is, without `:line:column`, without an
 * address before it or a file after it.
 */
export function namesMeant(selected: string): string[] {
  return [selected, selected.replace(/(?::-?\d+){1,2}$/, ''), selected.replace(/^[0-9a-f]{16} /, '').replace(/ \S+$/, '')];
}
