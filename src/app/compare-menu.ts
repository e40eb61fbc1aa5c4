import {html, type TemplateResult} from 'lit';
import type {MenuItem} from '../views/parts/menu-button.js';
import '../views/parts/menu-button.js';
import {compareTexts} from './compare-texts.js';
import {candidates} from './comparison.js';
import type {PageModel} from './page-model.js';
import {texts} from './texts.js';

const mostListed = 12;

/** What the open profile can be compared with: kept ones, those of its kind first, or a file. */
export function compareItems(page: PageModel): MenuItem[] {
  const {profile, library = []} = page;
  if (profile === undefined) return [];
  const others = candidates(library, profile).slice(0, mostListed);
  return [
    ...others.map((entry): MenuItem => ({
      label: entry.name,
      hint: `${texts.kinds[entry.kind]} · ${entry.summary}`,
      run: () => page.compareWith(entry.id, entry.name),
    })),
    ...others.length > 0 ? [{kind: 'line' as const}] : [],
    {label: compareTexts.chooseFile, hint: others.length > 0 ? '' : compareTexts.noOthers, run: () => pickOther(page)},
  ];
}

/** The two rules of pprof, the one that is in force with a mark. */
export function modeItems(page: PageModel): MenuItem[] {
  const comparison = page.profile?.comparison;
  if (comparison === undefined) return [];
  return (['diff_base', 'base'] as const).map((by): MenuItem => ({
    label: compareTexts.modes[by].label, hint: compareTexts.modes[by].hint, checked: comparison.kind === by,
    run: () => comparison.kind === by ? undefined : page.compareAgain({by}),
  }));
}

/** The buttons of the header, for a profile and for a comparison. */
export function compareButtons(page: PageModel): TemplateResult {
  const {profile} = page;
  if (profile?.comparison === undefined) {
    return html`<menu-button class="compare" label=${compareTexts.compareWith(profile?.name ?? '')} .items=${compareItems(page)}>${compareTexts.compare}</menu-button>`;
  }
  return html`
    <button class="btn compare" title=${compareTexts.swapLong} aria-label=${compareTexts.swapLong} @click=${() => page.compareAgain({swap: true})}>${compareTexts.swap} ⇄</button>
    <menu-button class="compare" label=${compareTexts.mode} .items=${modeItems(page)}>${compareTexts.modes[profile.comparison.kind].label} ▾</menu-button>`;
}

/** Asks for a file, which is compared and not only opened. */
export function pickOther(page: PageModel): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file !== undefined) page.compareWith({kind: 'file', file}, file.name);
  });
  input.click();
}
