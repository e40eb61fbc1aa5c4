import {Directive, directive, PartType, type ElementPart, type PartInfo} from 'lit/directive.js';
import {noChange} from 'lit';

/**
 * Sets style properties through the CSSOM: `<div ${cssProps({'--share': '20%'})}>`.
 *
 * `style=` and styleMap set an attribute, which the page's CSP refuses.
 */
class CssProps extends Directive {
  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('cssProps stands in the tag of an element');
  }

  render(_properties: Readonly<Record<string, string>>) {
    return noChange;
  }

  override update(part: ElementPart, [properties]: [Readonly<Record<string, string>>]) {
    const {style} = part.element as HTMLElement;
    for (const [name, value] of Object.entries(properties)) {
      if (style.getPropertyValue(name) !== value) style.setProperty(name, value);
    }
    return noChange;
  }
}

export const cssProps = directive(CssProps);
