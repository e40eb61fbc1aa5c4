/** Characters that show nothing, or turn the text around them around. */
const unseen = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** The same without the tab, which a line of text is indented with. */
const unseenInText = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/**
 * A name of a profile as it is shown: never as what it does to the page.
 *
 *   main.\u202edaol     main.‹U+202E›daol
 *   a\u0000b\nc         a␀b␊c
 *
 * Only for eyes and ears: a filter, a selection and the clipboard have the name itself.
 *
 * @param most characters that are shown; a longer one ends in `…`
 */
export function shownName(name: string, most = 300): string {
  return (name.length > most ? `${name.slice(0, most)}…` : name).replace(unseen, mark);
}

/** The same for a line of text, whose tabs stay. */
export function shownText(line: string, most = 1000): string {
  return (line.length > most ? `${line.slice(0, most)}…` : line).replace(unseenInText, mark);
}

function mark(char: string): string {
  const code = char.charCodeAt(0);
  // Unicode has a picture of each of the oldest control characters.
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
}
