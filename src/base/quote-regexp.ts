/** A Go regular expression that matches `text` and nothing else, as Go's QuoteMeta writes it. */
export function quoteRegexp(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}
