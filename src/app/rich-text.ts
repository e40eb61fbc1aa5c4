import {html, nothing, type TemplateResult} from 'lit';
import {shownName} from '../base/shown-name.js';

/** Characters of a name that stand in a sentence. */
const mostShown = 160;

/** A part of a message: plain, or to be shown in bold; a value that names a thing of the profile is `foreign`. */
export interface RichPart {
  readonly text: string;
  readonly bold: boolean;
  readonly foreign: boolean;
}

/**
 * The parts of a message such as `**{name}** drives {share} of the time`. A value
 * is put in as it is: what stands in it is never read as a mark.
 */
export function richParts(message: string, values: Readonly<Record<string, string>> = {}): RichPart[] {
  const parts: RichPart[] = [];
  message.split('**').forEach((piece, i) => {
    for (const word of piece.split(/(\{\w+\})/)) {
      if (word === '') continue;
      const name = /^\{(\w+)\}$/.exec(word)?.[1];
      const value = name === undefined ? undefined : values[name];
      parts.push({text: value ?? word, bold: i % 2 === 1, foreign: value !== undefined});
    }
  });
  return parts;
}

/** The message as it stands on the page; names of functions keep their direction. */
export function rich(message: string, values: Readonly<Record<string, string>> = {}): TemplateResult[] {
  return richParts(message, values).map(({text, bold, foreign}) => {
    const inner = foreign ? html`<bdi title=${text.length > mostShown ? shownName(text, 2000) : nothing}>${shownName(text, mostShown)}</bdi>` : html`${text}`;
    return bold ? html`<b>${inner}</b>` : inner;
  });
}
