import {css, html, nothing, type TemplateResult} from 'lit';
import {customElement, state} from 'lit/decorators.js';
import {cssProps} from '../views/parts/css-props.js';
import {fileSize} from '../views/parts/amount.js';
import {baseStyles, controlStyles, surfaceStyles} from '../views/parts/styles.js';
import {Failure} from '../base/failure.js';
import {fewestTimes, mostTogether} from '../bridge/several.js';
import {readAddress, type ProfileAddress} from './address.js';
import {cpuSeconds, formsOf, plannedAddress, standardProfiles, type CollectPlan} from './collect-plan.js';
import {collectTexts} from './collect-texts.js';
import {curl, explainFailure} from './explain.js';
import {PageElement} from './page-element.js';
import type {Opening, Problem} from './page-model.js';
import {ServiceField, serviceOf} from './service-field.js';
import {readServices, rememberService, standardService} from './services.js';

/** Milliseconds between two looks at the clock. */
const tick = 250;
const shortSeconds = 5;
const mostSliderSeconds = 120;
const mostSeconds = 3600;
/** Snapshots of a series that is asked for, and the seconds between them, until a person says otherwise. */
const usualTimes = 6;
const usualEvery = 30;

/** Asks what to collect, counts down while it is collected, and says why it could not be. */
@customElement('collect-dialog')
export class CollectDialog extends PageElement {
  static override styles = [baseStyles, controlStyles, surfaceStyles, css`
    form { display: flex; flex-direction: column; gap: 14px; }
    fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
    legend, .name { padding: 0; font-size: 11px; color: var(--text-3); margin-bottom: 4px; }
    .chips { display: flex; flex-wrap: wrap; gap: 6px; }
    .chips label {
      display: inline-flex; align-items: center; min-height: var(--target); padding: 0 11px; border: 1px solid var(--line-strong); border-radius: 6px; font-size: 12px; font-weight: 500; cursor: pointer;
      max-width: 100%; overflow-wrap: anywhere;
    }
    .chips label:has(:checked) { background: var(--accent-bg); border-color: var(--accent); color: var(--accent-text); font-weight: 600; }
    .chips label:has(:focus-visible) { outline: 2px solid var(--text); outline-offset: 2px; }
    .chips input { position: absolute; opacity: 0; pointer-events: none; }
    .asks { margin-top: 6px; font-size: 12px; }
    .time { display: grid; grid-template-columns: 84px minmax(0, 1fr); gap: 12px; align-items: center; margin-top: 8px; }
    .time input[type=range] { width: 100%; accent-color: var(--accent); min-height: 24px; }
    .series { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; margin-top: 8px; align-items: end; }
    .line { display: flex; align-items: center; gap: 8px; font-size: 12px; color: var(--text-2); min-height: 24px; }
    .field { width: 100%; }
    .short { color: var(--warn); font-size: 12px; }
    .asked { font-size: 11.5px; color: var(--text-3); overflow-wrap: anywhere; }
    .asked code, .what code { font-size: 11.5px; color: var(--text-2); overflow-wrap: anywhere; }
    .clock { display: flex; align-items: baseline; gap: 8px; flex-wrap: wrap; }
    .clock b { font-size: 36px; font-weight: 650; line-height: 1.2; letter-spacing: -.02em; }
    .clock span { color: var(--text-2); }
    .bar.unknown > i { width: 30%; animation: along 1.4s linear infinite; }
    @keyframes along { from { transform: translateX(-100%); } to { transform: translateX(340%); } }
    pre {
      margin: 0; padding: 9px 11px; font: 11.5px/1.55 var(--mono); background: var(--bg); border: 1px solid var(--line); border-radius: 6px; overflow: auto; max-height: 240px;
      white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 2; user-select: text;
    }
    .checks { display: flex; flex-direction: column; gap: 4px; }
    .checks li { color: var(--text-2); }
    .checks .yes { color: var(--ok); } .checks .no { color: var(--bad); }
    details { font-size: 12px; color: var(--text-3); }
    summary { cursor: pointer; width: fit-content; min-height: 24px; line-height: 24px; }
    .row { margin-top: 2px; }
  `];

  @state() private service: string | undefined;
  @state() private profile = 'profile';
  @state() private over = false;
  @state() private seconds = cpuSeconds;
  @state() private debug: CollectPlan['debug'] = 0;
  @state() private gc = false;
  /** Whether a series is wanted, and of how many with how many seconds between them. */
  @state() private inSeries = false;
  @state() private every = usualEvery;
  @state() private times = usualTimes;
  @state() private wrong = '';
  #name = '';
  #askedHere = false;
  #step: string | undefined;
  #clock: number | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#clock);
  }

  override render() {
    const {opening, problem} = this.page;
    const runs = opening !== undefined && opening.address !== '' ? opening : undefined;
    const failed = problem?.wish.kind === 'address' ? problem : undefined;
    return html`
      <dialog aria-labelledby="title" @close=${this.#closed}>
        <div class="inside" data-step=${runs !== undefined ? 'running' : failed !== undefined ? 'failed' : 'form'}>${runs !== undefined ? this.#running(runs) : failed !== undefined ? this.#failed(failed) : this.#form()}</div>
      </dialog>`;
  }

  protected override firstUpdated(): void {
    const dialog = this.renderRoot.querySelector('dialog')!;
    dialog.style.setProperty('--width', '560px');
    dialog.showModal();
  }

  override updated(): void {
    const inside = this.renderRoot.querySelector<HTMLElement>('.inside')!;
    const {step} = inside.dataset;
    // What had the keyboard went with the step before.
    if (step !== this.#step && this.#step !== undefined) inside.querySelector<HTMLElement>('service-field, button.primary, button[autofocus]')?.focus();
    this.#step = step;
    clearInterval(this.#clock);
    if (this.page.opening !== undefined) this.#clock = setInterval(() => this.requestUpdate(), tick) as unknown as number;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed as never);
    if (this.service === undefined) this.#start(this.page.dialogSubject);
  }

  /** Fills in what an address says already. */
  #start(address: string): void {
    this.service = address || readServices()[0] || standardService;
    const service = serviceOf(this.service);
    if (service?.kind !== 'service') return;
    this.profile = service.profile;
    if (service.seconds > 0) this.seconds = service.seconds;
    this.over = service.seconds > 0;
  }

  #form(): TemplateResult {
    const {service: text = '', profile, over, seconds, gc, debug} = this;
    const service = serviceOf(text);
    const field = this.renderRoot.querySelector<ServiceField>('service-field');
    const names = [...new Set([...standardProfiles, ...field?.profiles ?? [], profile])];
    const isCpu = profile === 'profile';
    const timed = isCpu || over;
    const known = collectTexts.profiles.get(profile);
    const forms = formsOf({profile, seconds: over ? seconds : 0});
    const address = this.#address();
    return html`
      <h2 id="title">${collectTexts.title}</h2>
      <form @submit=${this.#submit}>
        <service-field first .page=${this.page} .value=${text || standardService} @service=${this.#retyped} @listed=${() => this.requestUpdate()}></service-field>
        ${service?.kind === 'whole' ? html`<p class="asks">${collectTexts.whole}</p>` : html`
          <fieldset>
            <legend>${collectTexts.profile}</legend>
            <div class="chips">${names.map((name) => html`
              <label><input type="radio" name="profile" value=${name} .checked=${name === profile} @change=${() => this.#pick(name)}><bdi>${collectTexts.profiles.get(name)?.label ?? name}</bdi></label>`)}</div>
            <p class="asks">${known?.asks ?? collectTexts.own(profile)}</p>
          </fieldset>
          <fieldset>
            <legend>${isCpu ? collectTexts.seconds : collectTexts.when}</legend>
            ${isCpu ? nothing : html`
              <div class="chips">
                <label><input type="radio" name="when" .checked=${!over} @change=${() => (this.over = false)}>${collectTexts.now}</label>
                <label><input type="radio" name="when" .checked=${over} @change=${() => (this.over = true)}>${collectTexts.change}</label>
              </div>`}
            ${timed ? html`
              <div class="time">
                <input class="field num" type="number" name="seconds" min="1" max=${mostSeconds} aria-label=${collectTexts.seconds} .value=${String(seconds)} @input=${this.#time}>
                <input type="range" min="1" max=${mostSliderSeconds} aria-label=${collectTexts.slider} .value=${String(Math.min(seconds, mostSliderSeconds))} @input=${this.#time}>
              </div>` : nothing}
            ${isCpu && seconds <= shortSeconds ? html`<p class="short" role="status">${collectTexts.short}</p>` : nothing}
          </fieldset>
          ${forms.length === 1 ? nothing : html`
            <label class="names"><span class="name">${collectTexts.form}</span>
              <select class="field" name="form" @change=${(event: Event) => (this.debug = Number((event.target as HTMLSelectElement).value) as CollectPlan['debug'])}>
                ${forms.map((form) => html`<option value=${form} ?selected=${form === debug}>${collectTexts.forms[form]}</option>`)}
              </select>
            </label>`}
          ${profile === 'heap' ? html`<label class="line"><input type="checkbox" name="gc" .checked=${gc} @change=${(event: Event) => (this.gc = (event.target as HTMLInputElement).checked)}> ${collectTexts.gc}</label>` : nothing}`}
        ${service?.kind === 'whole' ? nothing : this.#often(timed ? seconds : 0)}
        <label><span class="name">${collectTexts.name}</span>
          <input class="field" name="name" maxlength="200" autocomplete="off" placeholder=${collectTexts.nameHint} @input=${(event: Event) => (this.#name = (event.target as HTMLInputElement).value)}>
        </label>
        ${this.wrong !== '' ? html`<p class="short" role="alert">${this.wrong}</p>` : address === undefined ? nothing : html`<p class="asked">${said((place) => this.inSeries && service?.kind === 'service' ? collectTexts.asksOften(place, this.times) : collectTexts.asks(place), address)}</p>`}
        <div class="row"><button type="button" class="btn" @click=${this.#close}>${collectTexts.cancel}</button><button class="btn primary">${this.inSeries ? collectTexts.collectSeries : collectTexts.collect}</button></div>
      </form>`;
  }

  /** @param takes seconds that one snapshot takes */
  #often(takes: number): TemplateResult {
    const {inSeries, every, times} = this;
    const whole = (least: number, most: number, set: (value: number) => void) => (event: Event): void => {
      const value = Math.round(Number((event.target as HTMLInputElement).value));
      if (value >= least && value <= most) set(value);
    };
    return html`
      <fieldset>
        <legend>${collectTexts.often}</legend>
        <div class="chips">
          <label><input type="radio" name="often" .checked=${!inSeries} @change=${() => (this.inSeries = false)}>${collectTexts.once}</label>
          <label><input type="radio" name="often" .checked=${inSeries} @change=${() => (this.inSeries = true)}>${collectTexts.series}</label>
        </div>
        ${inSeries ? html`
          <div class="series">
            <label><span class="name">${collectTexts.every}</span><input class="field num" type="number" name="every" min="1" max=${mostSeconds} .value=${String(every)} @input=${whole(1, mostSeconds, (value) => (this.every = value))}></label>
            <label><span class="name">${collectTexts.times}</span><input class="field num" type="number" name="times" min=${fewestTimes} max=${mostTogether} .value=${String(times)} @input=${whole(fewestTimes, mostTogether, (value) => (this.times = value))}></label>
          </div>
          <p class="asks">${collectTexts.seriesHelp(Math.max(every, takes) * (times - 1) + takes)}${takes > every ? ` ${collectTexts.seriesTooFast(takes)}` : ''}</p>` : nothing}
      </fieldset>`;
  }

  #running(opening: Opening): TemplateResult {
    const {progress, address, since} = opening;
    const asked = this.#asked(opening);
    const seconds = asked?.seconds ?? opening.seconds;
    const elapsed = (performance.now() - since) / 1000;
    const left = Math.max(0, Math.ceil(seconds - elapsed));
    const profile = asked === undefined ? '' : new URL(asked.url).pathname.split('/').at(-1) ?? '';
    const known = collectTexts.profiles.get(profile);
    const received = progress !== undefined;
    const share = received ? progress.totalBytes > 0 ? progress.bytes / progress.totalBytes : -1 : seconds > 0 && left > 0 ? Math.min(1, elapsed / seconds) : -1;
    return html`
      <h2 id="title">${known?.running ?? collectTexts.running}</h2>
      <p class="what"><code>${asked?.url ?? address}</code></p>
      ${seconds > 0 && !received
        ? html`<div class="clock">${left > 0 ? html`<b class="num" role="timer" aria-live="off">${collectTexts.seconds_(left)}</b><span>${collectTexts.left(seconds)}</span>` : html`<span role="status">${collectTexts.over}</span>`}</div>`
        : html`<p role="status">${received ? collectTexts.received(fileSize(progress.bytes)) : collectTexts.waiting(asked === undefined ? address : new URL(asked.url).host)}</p>`}
      <span class="bar ${share < 0 ? 'unknown' : ''}" role="progressbar" aria-labelledby="title" aria-valuemin="0" aria-valuemax="100"
          aria-valuenow=${share < 0 ? nothing : Math.round(share * 100)}><i ${cssProps({'--share': `${Math.max(0, share) * 100}%`})}></i></span>
      <p>${profile === 'profile' ? collectTexts.cpu(seconds * 100) : seconds > 0 ? collectTexts.delta : collectTexts.snapshot}</p>
      <div class="row"><button class="btn" autofocus @click=${this.#stop}>${collectTexts.cancel}</button></div>`;
  }

  #failed({reason, wish}: Problem): TemplateResult {
    const {page} = this;
    const address = wish.kind === 'address' ? wish.address : '';
    const {title, text, code = '', command = '', action, details} = explainFailure(reason, {origin: location.origin, address});
    const checks = reason instanceof Failure ? reason.details.checks ?? [] : [];
    const isHandler = command !== '';
    const again = action?.kind === 'open-anyway'
      ? html`<button class="btn" @click=${() => page.retry(true)}>${collectTexts.openAnyway}</button>`
      : html`<button class="btn ${code === '' ? 'primary' : ''}" @click=${() => page.retry()}>${collectTexts.retry}</button>`;
    return html`
      <div role="alert"><h2 id="title">${title}</h2><p>${text}</p></div>
      ${code === '' ? nothing : html`<pre tabindex="0" role="region" aria-label=${title}>${code}</pre>`}
      ${isHandler ? html`<p>${collectTexts.orCurl}</p><pre tabindex="0" role="region" aria-label=${collectTexts.orCurl}>${command}</pre>` : nothing}
      ${checks.length === 0 ? nothing : html`<ul class="checks">${checks.map(({what, holds, millis = 0}) => {
        const {name, yes, no} = collectTexts.checks[what];
        return html`<li><span aria-hidden="true">${holds ? '✓' : '✗'}</span> ${name} <b class=${holds ? 'yes' : 'no'}>${holds ? yes(millis) : no}</b></li>`;
      })}</ul>`}
      <details><summary>${collectTexts.details}</summary><pre>${details}</pre></details>
      <div class="row">
        <button class="btn ghost" @click=${() => page.dismissProblem()}>${collectTexts.back}</button>
        ${again}
        ${isHandler ? html`<button class="btn" @click=${() => void page.copy(command)}>${collectTexts.copyCurlInstead}</button>` : nothing}
        ${code === '' ? nothing : html`<button class="btn primary" @click=${() => void page.copy(code)}>${isHandler ? collectTexts.copyHandler : code === curl(address) ? collectTexts.copyCurl : collectTexts.copy}</button>`}
      </div>`;
  }

  /** What the form asks for; undefined while its address means nothing. */
  #address(): string | undefined {
    const service = serviceOf(this.service ?? '');
    if (service === undefined) return undefined;
    if (service.kind === 'whole') return service.url;
    const {profile, seconds, gc} = this;
    const time = profile === 'profile' || this.over ? seconds : 0;
    const debug = formsOf({profile, seconds: time}).includes(this.debug) ? this.debug : 0;
    return plannedAddress(service, {profile, seconds: time, debug, gc});
  }

  #asked({address, seconds}: Opening): ProfileAddress | undefined {
    try {
      return readAddress(address, location.protocol === 'https:', seconds);
    } catch {
      return undefined;
    }
  }

  #pick(profile: string): void {
    this.profile = profile;
    this.debug = 0;
  }

  readonly #time = (event: Event): void => {
    const seconds = Math.round(Number((event.target as HTMLInputElement).value));
    if (seconds >= 1 && seconds <= mostSeconds) this.seconds = seconds;
  };

  readonly #retyped = (event: Event): void => {
    this.service = (event.target as ServiceField).value;
    this.wrong = '';
    const service = serviceOf(this.service);
    // A whole address names its profile; a bare one leaves what was picked.
    if (service?.kind === 'service' && service.profile !== 'profile') this.profile = service.profile;
  };

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const text = this.service?.trim() || standardService;
    try {
      readAddress(text, location.protocol === 'https:');
    } catch (reason) {
      this.wrong = (reason as Error).message;
      return;
    }
    const service = serviceOf(text);
    rememberService(service?.kind === 'service' ? service.folder.replace(/debug\/pprof\/$/, '').replace(/\/$/, '') : text);
    const address = this.#address() ?? text;
    if (this.inSeries && service?.kind === 'service') {
      this.#close();
      const {page, every, times} = this;
      const name = this.#name.trim();
      void import('./series-run.js').then(({SeriesRun}) => new SeriesRun(page, {address, every, times, name}).start());
      return;
    }
    this.#askedHere = true;
    this.page.openAddress(address, 0, {name: this.#name});
  };

  readonly #stop = (): void => {
    this.page.cancelOpening();
    if (!this.#askedHere) this.#close();
  };

  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close();

  /** What is being collected when the dialog is left goes on in the page, where it can be cancelled too. */
  readonly #closed = (): void => {
    const {page} = this;
    if (page.dialog === 'collect') page.showDialog(undefined);
    if (page.problem?.wish.kind === 'address') page.dismissProblem();
  };
}

/** A sentence with an address in it, which is set in its own type. */
function said(sentence: (address: string) => string, address: string): TemplateResult {
  const [before = '', after = ''] = sentence('\0').split('\0');
  return html`${before}<code>${address}</code>${after}`;
}
