import {css, html, nothing, type TemplateResult} from 'lit';
import {customElement, state} from 'lit/decorators.js';
import {shownName} from '../base/shown-name.js';
import {defaultConfig} from '../config/config.js';
import {parseOption} from '../config/parse.js';
import {applied, writeSettings} from '../config/settings.js';
import {amount} from '../views/parts/amount.js';
import {saveFile} from '../views/parts/save-file.js';
import {baseStyles, controlStyles, surfaceStyles} from '../views/parts/styles.js';
import {changedOptions, fieldOf, optionGroups, withoutOptions, type OptionKey} from './options.js';
import {PageElement} from './page-element.js';
import {optionsTexts} from './options-texts.js';
import {refineTexts} from './refine-texts.js';
import {sampleTypeRow} from './sample-type.js';
import {deleteConfig, importConfigs, presets, saveConfig, savedConfigs} from './saved-configs.js';

const times: readonly string[] = ['ns', 'us', 'ms', 's', 'minutes', 'hours'];
const sizes: readonly string[] = ['B', 'kB', 'MB', 'GB'];
/** A thousand configs fit; what is longer was picked by mistake. */
const mostBytes = 4_000_000;

/** Every option of a report that is no filter, with what it does, and the configs that were saved. */
@customElement('options-panel')
export class OptionsPanel extends PageElement {
  static override styles = [baseStyles, controlStyles, surfaceStyles, css`
    :host {
      position: fixed; inset: 0 0 auto auto; margin: 0; width: min(440px, 100vw - 16px); max-height: min(680px, 100dvh - 24px); padding: 0; overflow: auto; overscroll-behavior: contain;
      border: 1px solid var(--line-strong); border-radius: 10px; background: var(--panel); color: var(--text); box-shadow: var(--shadow);
    }
    :host(:not(:popover-open)) { display: none; }
    section { padding: 10px 14px 12px; border-bottom: 1px solid var(--line); }
    section:last-child { border-bottom: 0; }
    .top { display: flex; align-items: center; gap: 8px; position: sticky; top: 0; z-index: 1; padding: 8px 8px 8px 14px; background: var(--panel); border-bottom: 1px solid var(--line); }
    .top h2 { font-size: 14px; font-weight: 600; margin-inline-end: auto; }
    h3 { font-size: 11px; font-weight: 600; color: var(--text-3); letter-spacing: .02em; margin-bottom: 4px; }
    .option { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 12px; align-items: center; min-height: max(34px, var(--target)); padding: 3px 0; }
    .option label { display: block; font-size: 12.5px; }
    .option code { font-size: 12px; }
    .option small { display: block; color: var(--text-2); font-size: 11.5px; line-height: 1.35; }
    .option.wide { grid-template-columns: minmax(0, 1fr); }
    .changed code::after { content: ''; display: inline-block; width: 7px; height: 7px; margin-inline-start: 6px; border-radius: 50%; background: var(--accent); }
    input[type=checkbox] { width: 20px; height: 20px; margin: 2px; accent-color: var(--accent); }
    select, input:not([type=checkbox]) { min-height: max(28px, var(--target)); max-width: 180px; padding: 0 8px; border: 1px solid var(--control-line); border-radius: 6px; background: var(--bg); font-size: 12px; }
    input[type=number] { width: 96px; }
    .wide input, .name { width: 100%; max-width: none; font: 12px var(--mono); }
    .name { flex: 1; min-width: 0; }
    :disabled { opacity: .55; }
    .help { color: var(--text-2); font-size: 11.5px; }
    .row { display: flex; gap: 6px; flex-wrap: wrap; margin-top: 8px; align-items: center; }
    li { display: flex; align-items: center; gap: 4px; min-height: max(30px, var(--target)); }
    li .apply { flex: 1; min-width: 0; min-height: max(28px, var(--target)); padding: 0 8px; border-radius: 5px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    li .apply:hover { background: var(--panel-3); }
    li .x { min-width: max(28px, var(--target)); min-height: max(28px, var(--target)); text-align: center; color: var(--text-3); border-radius: 5px; }
    li .x:hover { background: var(--panel-3); color: var(--text); }
  `];

  @state() private names = 0;

  /** Opens below `button`, as far as there is room. */
  showAt(button: DOMRect): void {
    this.showPopover();
    const {width, height} = this.getBoundingClientRect();
    this.style.setProperty('left', `${Math.max(8, Math.min(button.left, innerWidth - width - 8))}px`);
    this.style.setProperty('right', 'auto');
    this.style.setProperty('top', `${Math.max(8, Math.min(button.bottom + 4, innerHeight - height - 8))}px`);
    this.renderRoot.querySelector<HTMLElement>('select, input')?.focus();
  }

  override render() {
    const {page} = this;
    const {config} = page.state;
    if (page.profile === undefined) return nothing;
    const changed = changedOptions(config);
    return html`
      <div class="top">
        <h2>${refineTexts.options}</h2>
        ${changed.length === 0 ? nothing : html`<button class="btn" @click=${() => page.refine(withoutOptions())}>${optionsTexts.reset}</button>`}
        <button class="btn ghost icon" aria-label=${optionsTexts.close} @click=${() => this.hidePopover()}>✕</button>
      </div>
      ${optionGroups.map(({name, keys}) => html`
        <section aria-labelledby=${name}>
          <h3 id=${name}>${optionsTexts.groups[name]}</h3>
          ${keys.map((key) => this.#option(key, (changed as readonly string[]).includes(key)))}
        </section>`)}
      <section aria-labelledby="saved">${this.#saved()}</section>
      <section><p class="help">${optionsTexts.order}</p></section>`;
  }

  #option(key: OptionKey, isChanged: boolean): TemplateResult {
    const {help, name} = fieldOf(key);
    return html`
      <div class="option ${isChanged ? 'changed' : ''} ${key === 'yourCode' ? 'wide' : ''}">
        <div><label for=${key}><code>${name === '' ? optionsTexts.groups.yourCode : name}</code>${isChanged ? html`<span class="seen-by-readers"> ${optionsTexts.changed}</span>` : nothing}</label>
          <small id="${key}-help">${help}</small></div>
        ${this.#control(key)}
      </div>`;
  }

  #control(key: OptionKey): TemplateResult {
    const {page} = this;
    const {config, config: {[key]: value}} = page.state;
    const describedBy = `${key}-help`;
    if (typeof value === 'boolean') {
      return html`<input type="checkbox" id=${key} aria-describedby=${describedBy} .checked=${value} @change=${(event: Event) => page.refine({[key]: (event.target as HTMLInputElement).checked})}>`;
    }
    if (key === 'granularity') {
      return html`<select id=${key} aria-describedby=${describedBy} @change=${(event: Event) => this.#set(key, event)}>
        <option value="" ?selected=${value === ''}>${optionsTexts.usual}</option>
        ${fieldOf(key).choices!.map((choice) => html`<option value=${choice} ?selected=${value === choice}>${optionsTexts.granularities.get(choice) ?? choice}</option>`)}</select>`;
    }
    if (key === 'unit') {
      const units = this.#units();
      return html`<select id=${key} aria-describedby=${describedBy} @change=${(event: Event) => this.#set(key, event)}>
        <option value=${defaultConfig.unit} ?selected=${value === defaultConfig.unit}>${optionsTexts.ownUnit}</option>
        ${[...units, ...(value === defaultConfig.unit || units.includes(String(value)) ? [] : [String(value)])].map((unit) => html`<option value=${unit} ?selected=${value === unit}>${unit}</option>`)}</select>`;
    }
    if (typeof value === 'number') {
      const isCount = key === 'nodeCount';
      return html`<input type="number" id=${key} aria-describedby=${describedBy} min="0" max=${isCount ? 100_000 : 1} step=${isCount ? 1 : 'any'} ?disabled=${!config.trim}
        .value=${isCount && value < 0 ? '' : String(value)} placeholder=${isCount ? '80' : ''} @change=${(event: Event) => this.#set(key, event)}>`;
    }
    return html`<input id=${key} aria-describedby=${describedBy} .value=${String(value)} placeholder=${optionsTexts.guess(page.profile!.yourCode || optionsTexts.none)}
      spellcheck="false" autocapitalize="off" autocomplete="off" @change=${(event: Event) => this.#set(key, event)}>`;
  }

  #units(): readonly string[] {
    const {page} = this;
    const unit = page.profile!.sampleTypes[sampleTypeRow(page.profile!, page.state.config.sampleIndex)]?.unit ?? '';
    // A thousand of it reads as a time, as a size, or only as a number.
    const shown = amount(1000, unit);
    return /B$/.test(shown) ? sizes : /[a-zµ]$/i.test(shown) ? times : [];
  }

  #set(key: OptionKey, event: Event): void {
    const text = (event.target as HTMLInputElement | HTMLSelectElement).value.trim();
    const field = fieldOf(key);
    try {
      this.page.refine({[key]: text === '' ? defaultConfig[key] : parseOption(field, text)});
    } catch (reason) {
      this.page.say((reason as Error).message);
    }
  }

  #saved(): TemplateResult {
    const {page} = this;
    const {saved} = optionsTexts;
    const {config} = page.state;
    const configs = savedConfigs();
    return html`
      <h3 id="saved">${saved.title}</h3>
      <p class="help">${saved.help}</p>
      <div class="row">${presets(config.yourCode || page.profile!.yourCode).map(({id, change}) => html`
        <button class="btn" title=${saved.presetHelp[id]} @click=${() => page.refine(change)}>${saved.presets[id]}</button>`)}</div>
      ${configs.length === 0 ? nothing : html`<ul>${configs.map((named) => html`
        <li><button class="apply" title=${saved.apply(named.name)} @click=${() => page.refine(applied(config, named))}><bdi>${shownName(named.name)}</bdi></button>
          <button class="x" aria-label=${saved.delete(named.name)} title=${saved.delete(named.name)} @click=${() => this.#delete(named.name)}>✕</button></li>`)}</ul>`}
      <form class="row" @submit=${this.#save}>
        <input class="name" name="name" aria-label=${saved.name} placeholder=${saved.name} required maxlength="100" autocomplete="off">
        <button class="btn">${saved.save}</button>
      </form>
      <div class="row">
        ${configs.length === 0 ? nothing : html`<button class="btn" @click=${() => saveFile('settings.json', 'application/json', writeSettings(savedConfigs()))}>${saved.export}</button>`}
        <button class="btn" @click=${() => this.renderRoot.querySelector<HTMLInputElement>('#file')!.click()}>${saved.import}</button>
        <input id="file" type="file" accept=".json,application/json" hidden aria-label=${saved.import} @change=${this.#import}>
      </div>`;
  }

  #delete(name: string): void {
    const {saved} = optionsTexts;
    const was = savedConfigs().find((config) => config.name === name);
    deleteConfig(name);
    this.names++;
    const run = (): void => {
      if (was !== undefined) saveConfig(name, was.config);
      this.names++;
      this.page.dismissToast();
    };
    this.page.say(saved.deleted(name), {label: saved.undo, run}, 10_000);
  }

  readonly #save = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const name = String(new FormData(form).get('name') ?? '').trim();
    if (name === '') return;
    saveConfig(name, this.page.state.config);
    form.reset();
    this.names++;
    this.page.say(optionsTexts.saved.savedAs(name));
  };

  readonly #import = async (event: Event): Promise<void> => {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    input.value = '';
    if (file === undefined) return;
    try {
      if (file.size > mostBytes) throw new Error(optionsTexts.saved.tooLarge);
      this.page.say(optionsTexts.saved.imported(importConfigs(await file.text())));
    } catch (reason) {
      this.page.say((reason as Error).message);
    }
    this.names++;
  };
}
