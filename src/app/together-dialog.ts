import {css, html, nothing, type TemplateResult} from 'lit';
import {customElement} from 'lit/decorators.js';
import {shownName} from '../base/shown-name.js';
import {mostTogether} from '../bridge/several.js';
import {baseStyles, controlStyles, surfaceStyles} from '../views/parts/styles.js';
import {PageElement} from './page-element.js';
import type {Together} from './page-model.js';
import {seriesTexts} from './series-texts.js';
import {texts} from './texts.js';

/** Asks what is wanted of several profiles that were opened at once. */
@customElement('together-dialog')
export class TogetherDialog extends PageElement {
  static override styles = [baseStyles, controlStyles, surfaceStyles, css`
    .choices { display: flex; flex-direction: column; gap: 8px; }
    .choice { display: grid; grid-template-columns: minmax(132px, auto) minmax(0, 1fr); gap: 4px 14px; align-items: center; }
    .choice p { font-size: 12px; color: var(--text-3); overflow-wrap: anywhere; }
    @media (max-width: 760px) { .choice { grid-template-columns: 1fr; } }
  `];

  override render() {
    const {together} = this.page;
    const words = seriesTexts.together;
    const groups = groupedByKind(together);
    const several = groups.filter(({length}) => length > 1);
    const isMixed = groups.length > 1;
    const [first] = together;
    return html`
      <dialog aria-labelledby="title" @close=${this.#closed}>
        <div class="inside">
          <h2 id="title">${words.title(together.length)}</h2>
          <p>${isMixed ? words.mixed : words.text}</p>
          <div class="choices">
            ${several.map((group, i) => this.#choices(group, isMixed, i === 0))}
            ${first === undefined ? nothing : html`
              <div class="choice"><button class="btn" ?autofocus=${several.length === 0} @click=${() => this.#open(first)}>${words.first}</button><p>${words.firstHelp(shownName(first.name))}</p></div>`}
          </div>
        </div>
      </dialog>`;
  }

  protected override firstUpdated(): void {
    const dialog = this.renderRoot.querySelector('dialog')!;
    dialog.style.setProperty('--width', '560px');
    dialog.showModal();
  }

  #choices(group: readonly Together[], isMixed: boolean, isFirst: boolean): TemplateResult {
    const {page} = this;
    const words = seriesTexts.together;
    const kind = texts.kinds[group[0]!.kind];
    const ids = group.map(({id}) => id);
    const [earlier, later] = group;
    const isMuch = ids.length > mostTogether;
    const isMain = isFirst && ids.length > 2;
    return html`
      ${ids.length > 2 ? nothing : html`<div class="choice"><button class="btn ${isFirst ? 'primary' : ''}" ?autofocus=${isFirst} @click=${() => this.#close(() => this.#compare(earlier!, later!))}>${words.compare}</button><p>${words.compareHelp(shownName(earlier!.name), shownName(later!.name))}</p></div>`}
      <div class="choice"><button class="btn ${isMain ? 'primary' : ''}" ?autofocus=${isMain} ?disabled=${isMuch} @click=${() => this.#close(() => page.showSeries(ids))}>${isMixed ? words.seriesOf(ids.length, kind) : words.series}</button><p>${isMuch ? words.tooMany(mostTogether) : words.seriesHelp}</p></div>
      <div class="choice"><button class="btn" ?disabled=${isMuch} @click=${() => this.#close(() => page.merge(ids, words.mergedName(ids.length, kind)))}>${isMixed ? words.mergeOf(ids.length, kind) : words.merge}</button><p>${words.mergeHelp}</p></div>`;
  }

  /** The one that was recorded first is the earlier one, as far as they say it. */
  #compare(one: Together, other: Together): void {
    void import('./compare-actions.js').then(({compareKept}) => compareKept(this.page, other, one));
  }

  #open({id, name}: Together): void {
    this.#close(() => this.page.open({kind: 'source', source: {kind: 'kept', id}, name}));
  }

  #picked: (() => void) | undefined;

  #close(run: () => void): void {
    this.#picked = run;
    this.renderRoot.querySelector('dialog')!.close();
  }

  readonly #closed = (): void => {
    const {page} = this;
    page.together = [];
    page.showDialog(undefined);
    this.#picked?.();
  };
}

/** Profiles that a series can be of: of one kind, heaps with allocations, since they are the same profile looked at another way; the largest group first. */
function groupedByKind(profiles: readonly Together[]): Together[][] {
  const groups = new Map<string, Together[]>();
  for (const profile of profiles) {
    const kind = profile.kind === 'allocs' ? 'heap' : profile.kind;
    groups.set(kind, [...groups.get(kind) ?? [], profile]);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length);
}
