import {css, html, nothing} from 'lit';
import {customElement, state} from 'lit/decorators.js';
import {shownName} from '../base/shown-name.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import '../views/parts/menu-button.js';
import {icons, mark} from './mark.js';
import {PageElement} from './page-element.js';
import {downloadName, profileLine} from './profile-line.js';
import './sample-types.js';
import {texts} from './texts.js';
import {readTheme} from './theme.js';
import {themeItems} from './theme-menu.js';

/** What is open and what it says of itself, the switch of the sample type, and what can be done with it. */
@customElement('profile-header')
export class ProfileHeader extends PageElement {
  static override styles = [baseStyles, controlStyles, css`
    header { display: grid; grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr); align-items: center; gap: 14px; height: 52px; padding: 0 14px; background: var(--panel); border-bottom: 1px solid var(--line); }
    .start, .end { display: flex; align-items: center; gap: 12px; min-width: 0; }
    .end { justify-content: flex-end; }
    .home { flex: none; display: grid; border-radius: 7px; }
    .m0 { fill: var(--panel-3); } .m1 { fill: var(--standard-library); } .m2 { fill: var(--your-code); } .m3 { fill: var(--modules); }
    .titles { min-width: 0; line-height: 1.25; }
    h1 { display: flex; align-items: center; gap: 7px; font-size: 14px; font-weight: 600; min-width: 0; }
    .name { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 600; min-height: 20px; }
    .name:hover { text-decoration: underline; text-decoration-color: var(--line-strong); text-underline-offset: 3px; }
    .line { display: block; font-size: 11px; color: var(--text-3); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .badge { flex: none; }
    .unsaved { color: var(--warn); font-weight: 600; }
    .finder { display: none; }
    @media (max-width: 1100px) { header { grid-template-columns: minmax(200px, 1fr) minmax(0, auto) auto; } .long { display: none; } }
    @media screen and (max-width: 760px) {
      header { grid-template-columns: minmax(0, 1fr) auto; height: 50px; padding: 0 6px 0 10px; gap: 4px; }
      sample-types, .export, .again, .compare { display: none; }
      .finder { display: inline-flex; }
      .end { gap: 0; }
      .home { min-width: 44px; min-height: 44px; place-content: center; margin-inline-end: -8px; }
    }
    @media print { .end, .home { display: none; } }
  `];

  @state() private theme = readTheme();

  override render() {
    const {page} = this;
    const {profile, kept, library, state} = page;
    if (profile === undefined) return nothing;
    const source = library?.find(({id}) => id === profile.id)?.source ?? '';
    const {header} = texts;
    return html`
      <header>
        <div class="start">
          <button class="home" aria-label=${header.home} title=${header.home} @click=${() => page.goHome()}>${mark}</button>
          ${profile.comparison !== undefined ? html`<compare-title class="titles" .page=${page}></compare-title>` : html`<div class="titles">
            <h1>
              <button class="name" title=${header.rename(shownName(profile.name))} aria-label=${header.rename(shownName(profile.name))} @click=${() => page.showDialog('rename', profile.id)}><bdi>${shownName(profile.name)}</bdi></button>
              <span class="badge">${texts.kinds[profile.kind]}</span>
            </h1>
            <span class="line">${kept?.kept === false ? html`<span class="unsaved">${header.notSaved}</span> · ` : nothing}${shownName(profileLine(profile, source))}</span>
          </div>`}
        </div>
        <sample-types .profile=${profile} sampleIndex=${state.config.sampleIndex}></sample-types>
        <div class="end">
          <button class="btn ghost icon finder" aria-label=${texts.filters.searchLabel} @click=${() => this.dispatchEvent(new Event('find', {bubbles: true, composed: true}))}>${icons.search}</button>
          ${page.collectedFrom === undefined ? nothing : html`<button class="btn again" title=${page.collectedFrom} @click=${() => page.collectAgain()}>${header.again}</button>`}
          ${profile.comparison !== undefined ? html`<compare-tools .page=${page}></compare-tools>` : html`<button class="btn compare" @click=${() => page.showDialog('compare')}>${header.compare}</button>`}
          <menu-button class="export" .load=${async () => (await import('./export-items.js')).exportItems(page)}>${texts.export.title} ▾</menu-button>
          <menu-button look="btn ghost icon" label=${header.more} .items=${[
            {label: header.commands, hint: 'Ctrl K', run: () => page.showDialog('palette')},
            {label: header.open, hint: 'Ctrl O', run: () => page.pickFiles()},
            ...page.collectedFrom === undefined ? [] : [{label: header.again, run: () => page.collectAgain()}],
            {label: header.about, run: () => page.showDialog('about')},
            ...profile.comparison !== undefined ? [] : [{label: texts.library.rename, run: () => page.showDialog('rename', profile.id)}],
            {label: header.downloadLong, hint: 'Ctrl S', run: () => void page.download(profile.id, downloadName(profile))},
            {kind: 'line' as const},
            ...themeItems(this.theme, (theme) => (this.theme = theme)),
            ...profile.comparison !== undefined ? [] : [{kind: 'line' as const}, {label: header.delete, run: () => page.deleteKept(profile)}],
          ]}>⋯</menu-button>
        </div>
      </header>`;
  }
}
