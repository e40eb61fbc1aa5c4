import {html, nothing, type TemplateResult} from 'lit';
import {quoteRegexp} from '../base/quote-regexp.js';
import type {Kept, ProfileInfo} from '../bridge/engine.js';
import {amount} from '../views/parts/amount.js';
import type {Shown} from './filter-bar.js';
import {filtersIn, toBlame, without, type Filter} from './filters.js';
import {nearestName} from './nearest-name.js';
import type {PageModel} from './page-model.js';
import './problem-card.js';
import {sampleIndexOf, sampleTypeOrder, sampleTypeRow} from './sample-type.js';
import './state-card.js';
import {texts} from './texts.js';

/** A view in which there is nothing to see. */
export interface Covered {
  readonly page: PageModel;
  /** What the view says of itself where it has nothing to show; undefined where it has something, or has not answered. */
  readonly shown: Shown | undefined;
  /** Names that a person may have meant. */
  readonly names: readonly string[];
  readonly failure: Error | undefined;
  again(): void;
}

const states = {
  noSamples: {title: 'This profile has no samples', text: 'It was read without errors, but the program did nothing while it was recorded. Put load on it and record for longer.', action: 'Open another file'},
  zeroTotal: {same: 'Nothing changed', title: 'Every value of this type is 0', text: (type: string, other: string) => `Nothing was counted as ${type}. ${other} has values.`, alone: (type: string) => `Nothing was counted as ${type}.`, action: (other: string) => `Switch to ${other}`},
  filteredOut: {title: 'Everything is filtered out', text: (filter: string, total: string) => `“${filter}” removed the last ${total}.`, action: 'Undo it'},
  noMatch: {title: 'Nothing matches', text: (pattern: string) => `No stack passes through “${pattern}”.`},
  notKept: {full: 'Open but not saved: your library is full.', refused: 'Open but not saved: this browser keeps nothing for this page.', newer: 'Open but not saved: a newer version of Icicle keeps your library. Reload this page, and open the profile again.', room: 'Make room…', manage: 'Manage library', download: 'Download'},
} as const;

/** What stands in place of a view. */
export function coverOf({page, shown, names, failure, again}: Covered): TemplateResult | typeof nothing {
  if (failure !== undefined) return html`<problem-card role="alert" .page=${page} .reason=${failure} .again=${again}></problem-card>`;
  if (page.profile!.samples === 0) {
    return html`<state-card role="status" heading=${states.noSamples.title} text=${states.noSamples.text}><button class="btn" @click=${() => page.pickFiles()}>${states.noSamples.action}</button></state-card>`;
  }
  if (shown === undefined) return nothing;
  const filters = filtersIn(page.state.config);
  const last = toBlame(filters, page.filters.newest(page.state.config));
  return last === undefined ? zeroTotal(page) : filteredOut(page, shown, names, filters, last);
}

/** That a profile is open and will not be here another time. */
export function notKept(page: PageModel, {id, name}: ProfileInfo, kept: Kept & {readonly kept: false}, dismiss: () => void): TemplateResult {
  const said = states.notKept;
  return html`
    <div class="strip" role="status">
      <span title=${kept.reason}>${{'store-full': said.full, 'store-refused': said.refused, 'store-newer': said.newer}[kept.code]}</span>
      ${kept.code === 'store-full' ? html`<button class="btn" @click=${() => page.showDialog('room')}>${said.room}</button><button class="btn" @click=${() => page.goHome()}>${said.manage}</button>` : nothing}
      <button class="btn" @click=${() => void page.download(id, name)}>${said.download}</button>
      <button class="btn ghost" @click=${dismiss}>${texts.states.dismiss}</button>
    </div>`;
}

function filteredOut(page: PageModel, shown: Shown, names: readonly string[], filters: readonly Filter[], last: Filter): TemplateResult {
  const focus = filters.find(({key}) => key === 'focus' || key === 'show' || key === 'showFrom');
  if (focus !== undefined && filters.length === 1) {
    const meant = nearestName(focus.value, names);
    return html`
      <state-card role="status" heading=${states.noMatch.title} text="${states.noMatch.text(focus.value)} ${meant === undefined ? '' : texts.states.noMatch.mean(meant)}">
        ${meant === undefined ? nothing : html`<button class="btn primary" @click=${() => page.refine({[focus.key]: quoteRegexp(meant)})}>${texts.states.noMatch.use(meant)}</button>`}
        <button class="btn" @click=${() => page.filters.canUndo ? page.undoFilters() : page.refine(without(focus.key))}>${states.filteredOut.action}</button>
      </state-card>`;
  }
  const isNewest = page.filters.newest(page.state.config) === last.key;
  return html`
    <state-card role="status" heading=${states.filteredOut.title} text=${states.filteredOut.text(`${last.name} ${last.value}`.trim(), amount(shown.total, shown.unit))}>
      <button class="btn primary" @click=${() => isNewest ? page.undoFilters() : page.refine(without(last.key))}>${states.filteredOut.action}</button>
    </state-card>`;
}

function zeroTotal(page: PageModel): TemplateResult {
  const profile = page.profile!;
  const row = sampleTypeRow(profile, page.state.config.sampleIndex);
  const other = sampleTypeOrder(profile).find((candidate) => candidate !== row && profile.sampleTypes[candidate]!.total > 0);
  const {type = ''} = profile.sampleTypes[row] ?? {};
  if (profile.comparison !== undefined) return html`<state-card role="status" heading=${states.zeroTotal.same}></state-card>`;
  if (other === undefined) return html`<state-card role="status" heading=${states.zeroTotal.title} text=${states.zeroTotal.alone(type)}></state-card>`;
  const name = profile.sampleTypes[other]!.type;
  return html`
    <state-card role="status" heading=${states.zeroTotal.title} text=${states.zeroTotal.text(type, name)}>
      <button class="btn primary" @click=${() => page.refine({sampleIndex: sampleIndexOf(profile, other)})}>${states.zeroTotal.action(name)}</button>
    </state-card>`;
}
