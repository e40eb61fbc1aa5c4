import {css, html, nothing, type PropertyValues, type TemplateResult} from 'lit';
import {customElement, query, state} from 'lit/decorators.js';
import {shownName, shownText} from '../base/shown-name.js';
import {defaultConfig, type Config} from '../config/config.js';
import {configFields} from '../config/fields.js';
import {ConsoleLog, type LogRow} from './parts/console-log.js';
import {cssProps} from './parts/css-props.js';
import {LineHistory} from './parts/line-history.js';
import {baseStyles, controlStyles} from './parts/styles.js';
import {Printing} from './parts/printing.js';
import {GoToViewEvent, ProfileView, ViewPaintedEvent} from './profile-view.js';
import {viewTexts} from './texts.js';
import {views} from './views.js';
import type {Choice, Completion} from '../shell/complete.js';
import type {ShellAnswer, ShellFile, SourceText} from '../shell/shell.js';

const rowHeight = 19;
const touchHeight = 26;
const overscan = 15;
/** What is longer than this is cut on the screen, and whole in a copy and a file. */
const longestRow = 3000;
const mostPasted = 100;
/** Files of source that are looked up for one line. */
const mostSources = 200;
/** Prompts of other profiles that are kept. */
const mostPrompts = 4;

/** The prompt over one profile. */
interface Prompt {
  readonly log: ConsoleLog;
  /** undefined until the engine has said what it starts with. */
  options: Config | undefined;
  /** By extension, how many files went without a name. */
  readonly files: Map<string, number>;
}

/** Options that a prompt and the page may take from one another: not what says where a report goes and how its legend looks, nor what is the page's alone. */
const unshared: readonly (keyof Config)[] = ['output', 'compactLabels', 'sourcePath', 'trimPath'];
const sharedKeys = configFields.filter(({key, name}) => name !== '' && !unshared.includes(key)).map(({key}) => key);

/** pprof's prompt. Its options are its own; the page's stay as they are until somebody says otherwise. */
@customElement('console-view')
export class ConsoleView extends ProfileView {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: flex; flex-direction: column; min-height: 0; background: var(--graph-bg); }
    .tools { display: flex; align-items: center; gap: 8px; padding: 6px 12px; font-size: 12px; color: var(--text-3); border-bottom: 1px solid var(--line); flex-wrap: wrap; }
    .tools .state { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; }
    .tools .btn { min-height: var(--small); }
    .log { flex: 1; min-height: 0; overflow: auto; overflow-anchor: none; contain: strict; font: 12.5px/var(--row-height) var(--mono); padding: 0; }
    .log:focus-visible { outline-offset: -2px; }
    .all { position: relative; height: var(--height); min-width: 100%; }
    .rows { position: absolute; top: 0; inset-inline-start: 0; min-width: 100%; transform: translateY(var(--top)); padding: 0 12px; }
    .row { height: var(--row-height); white-space: pre; direction: ltr; text-align: left; }
    .input { color: var(--accent-text); font-weight: 600; }
    .message { color: var(--warn); }
    .error { color: var(--bad); }
    .name { font: inherit; color: inherit; border-radius: 3px; text-decoration: underline; text-decoration-color: var(--line-strong); text-underline-offset: 3px; }
    .name:hover, .name:focus-visible { color: var(--accent); text-decoration-color: currentColor; }
    .name:focus-visible { outline-offset: 0; }
    form { position: relative; display: flex; align-items: center; gap: 8px; padding: 6px 12px; border-top: 1px solid var(--line); background: var(--panel); font: 13px var(--mono); }
    form label { color: var(--accent-text); font-weight: 600; white-space: nowrap; }
    form.busy label { color: var(--text-3); }
    form input { flex: 1; min-width: 0; min-height: var(--target); border: 0; background: none; font: inherit; color: var(--text); }
    form input:focus-visible { outline: none; }
    form:focus-within { box-shadow: inset 0 0 0 2px var(--accent); }
    .working { color: var(--text-3); animation: appear 0s 300ms both; }
    @keyframes appear { from { visibility: hidden; } to { visibility: visible; } }
    .choices {
      position: absolute; inset-inline: 12px; bottom: calc(100% + 4px); max-height: min(260px, 40vh); overflow: auto; padding: 4px; z-index: 3;
      background: var(--panel); border: 1px solid var(--line-strong); border-radius: 8px; box-shadow: var(--shadow); max-width: 640px;
    }
    .choices li { padding: 3px 8px; border-radius: 4px; min-height: var(--small); display: flex; align-items: center; overflow: hidden; white-space: nowrap; cursor: pointer; }
    .choices bdi { overflow: hidden; text-overflow: ellipsis; }
    .choices [aria-selected="true"] { background: var(--accent-bg); color: var(--accent-text); }
    .choices .more { color: var(--text-3); cursor: default; font-family: var(--sans); font-size: 12px; }
    @media (max-width: 760px) {
      .log { font-size: 11.5px; }
      form { padding: 2px 12px; font-size: 16px; }
      .tools .state { flex-basis: 100%; }
    }
    @media (forced-colors: active) { .choices [aria-selected="true"] { outline: 2px solid Highlight; outline-offset: -2px; } }
    @media print { :host { display: block; padding-bottom: 12px; } .tools, form { display: none; } .log { overflow: visible; contain: none; } .all { height: auto; } .rows { position: static; transform: none; } .row { white-space: pre-wrap; height: auto; min-height: var(--row-height); } }
  `];

  readonly #printing = new Printing(this, 300);
  @state() private busy = 0;
  @state() private choices: readonly Choice[] = [];
  @state() private choicesTotal = 0;
  /** Row of `choices`; -1 while none is chosen. */
  @state() private choice = -1;
  /** What a screen reader is told of the last line. */
  @state() private spoken = '';
  @state() private alarm = '';
  @query('.log') private declare box: HTMLElement;
  @query('input') private declare input: HTMLInputElement;

  readonly #history = new LineHistory('icicle.console', () => localStorage);
  readonly #prompts = new Map<string, Prompt>();
  readonly #rowHeight = matchMedia('(pointer: coarse)').matches ? touchHeight : rowHeight;
  readonly #resized = new ResizeObserver(() => this.requestUpdate());
  #queue: Promise<void> = Promise.resolve();
  #painted = '';
  /** The line at which Tab found nothing, so that the next Tab leaves the field. */
  #tabbed: string | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.updateComplete.then(() => this.#resized.observe(this.box));
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.profile && !this.#prompts.has(this.profile.id)) void this.#start();
  }

  protected override updated(): void {
    if (this.#prompt.options === undefined || this.#painted === this.profile.id) return;
    this.#painted = this.profile.id;
    this.dispatchEvent(new ViewPaintedEvent());
  }

  override render() {
    const {log, options} = this.#prompt;
    const {console: say} = viewTexts;
    const height = this.#rowHeight;
    const {now: printing, most} = this.#printing;
    const first = Math.max(0, printing ? log.length - most : Math.floor((this.box?.scrollTop ?? 0) / height) - overscan);
    const last = printing ? log.length : Math.min(log.length, first + Math.ceil((this.box?.clientHeight ?? 900) / height) + 2 * overscan);
    const rows: TemplateResult[] = [];
    for (let row = first; row < last; row++) rows.push(this.#row(row, log.row(row)));
    const differs = options !== undefined && differences(options, this.config) > 0;
    return html`
      <div class="tools">
        <span class="state">${options === undefined ? nothing : differs ? say.otherOptions : say.sameOptions}</span>
        ${differs ? html`
          <button class="btn" @click=${this.#usePageOptions}>${say.takeFromPage}</button>
          <button class="btn" @click=${this.#useInPage}>${say.useInPage}</button>` : nothing}
        <button class="btn" ?disabled=${log.length === 0} @click=${this.#copy}>${say.copy}</button>
        <button class="btn" ?disabled=${log.length === 0} @click=${this.#clear}>${say.clear}</button>
      </div>
      <div class="log" role="log" aria-live="off" aria-label=${say.output} aria-busy=${this.busy > 0 ? 'true' : 'false'} tabindex="0"
          @scroll=${() => this.requestUpdate()} @keydown=${this.#logKey} @click=${this.#toLine} ${cssProps({'--row-height': `${height}px`})}>
        <div class="all" ${cssProps({'--height': `${log.length * height}px`})}><div class="rows" ${cssProps({'--top': `${first * height}px`})}>${rows}</div></div>
      </div>
      <div class="seen-by-readers" role="status">${this.spoken}</div>
      <div class="seen-by-readers" role="alert">${this.alarm}</div>
      <form class=${this.busy > 0 ? 'busy' : ''} @submit=${this.#submit}>
        <label for="line">(pprof)</label>
        <input id="line" type="text" aria-label=${say.prompt} aria-description=${say.promptHelp} role="combobox" aria-expanded=${this.choices.length > 0 ? 'true' : 'false'}
          aria-controls="choices" aria-autocomplete="list" aria-activedescendant=${this.choice >= 0 ? `choice-${this.choice}` : nothing}
          autocomplete="off" autocapitalize="off" autocorrect="off" spellcheck="false" enterkeyhint="go"
          @keydown=${this.#key} @input=${this.#typed} @paste=${this.#paste} @blur=${this.#closeChoices}>
        ${this.busy > 0 ? html`<span class="working">${say.working}</span>` : nothing}
        <ul class="choices" id="choices" role="listbox" aria-label=${say.choices} ?hidden=${this.choices.length === 0} @pointerdown=${(event: Event) => event.preventDefault()}>
          ${this.choices.map(({word}, i) => html`
            <li role="option" id="choice-${i}" aria-selected=${i === this.choice ? 'true' : 'false'} @click=${() => this.#choose(i, true)}><bdi>${shownName(word)}</bdi></li>`)}
          ${this.choicesTotal > this.choices.length ? html`<li class="more" role="presentation">${say.moreChoices(this.choicesTotal - this.choices.length)}</li>` : nothing}
        </ul>
      </form>`;
  }

  get #prompt(): Prompt {
    return this.#prompts.get(this.profile.id)!;
  }

  #row(row: number, {kind, text, nameStart, nameEnd}: LogRow): TemplateResult {
    if (nameStart < 0) return html`<div class="row ${kind}">${kind === 'input' ? '(pprof) ' : ''}${shownText(text, longestRow)}</div>`;
    const name = text.slice(nameStart, nameEnd);
    return html`<div class="row ${kind}">${shownText(text.slice(0, nameStart), longestRow)}<button class="name" tabindex="-1" data-row=${row} title=${viewTexts.console.link}
      @click=${(event: MouseEvent) => this.#follow(name, event.shiftKey)}>${shownText(name, longestRow)}</button>${shownText(text.slice(nameEnd), longestRow)}</div>`;
  }

  async #start(): Promise<void> {
    const {engine, profile, config} = this;
    const prompt: Prompt = {log: new ConsoleLog(), options: undefined, files: new Map()};
    this.#prompts.set(profile.id, prompt);
    if (this.#prompts.size > mostPrompts) this.#prompts.delete(this.#prompts.keys().next().value!);
    await this.#enqueue(prompt, async () => this.#take(prompt, '', await engine.startShell(profile.id, config)));
    // Before the engine could say anything there were no options, so a prompt goes on with those of the page.
    prompt.options ??= {...config, compactLabels: true};
  }

  /** Runs a line behind those that are running. */
  #run(line: string): void {
    const {engine, profile} = this;
    const prompt = this.#prompt;
    this.#history.add(line);
    void this.#enqueue(prompt, async () => {
      this.alarm = '';
      prompt.log.add('input', line);
      const from = prompt.log.length - 1;
      this.requestUpdate();
      try {
        const options = prompt.options ?? defaultConfig;
        const answer = await engine.run(profile.id, line, options);
        const sources = answer.sources === undefined || answer.sources.length === 0 ? [] : await grantedSources(answer.sources);
        this.#take(prompt, line, sources.length === 0 ? answer : await engine.run(profile.id, line, options, sources));
      } finally {
        await this.#reveal(from);
      }
    });
  }

  async #enqueue(prompt: Prompt, job: () => Promise<void>): Promise<void> {
    this.busy++;
    const done = this.#queue.then(job).catch((error: unknown) => this.#complain(prompt, (error as Error).message));
    this.#queue = done;
    await done;
    this.busy--;
  }

  #take(prompt: Prompt, line: string, {options, messages, error, output}: ShellAnswer): void {
    const {console: say} = viewTexts;
    prompt.options = options;
    for (const message of messages) prompt.log.add('message', message);
    const before = prompt.log.length;
    switch (output.kind) {
      case 'text': {
        const rest = prompt.log.add('output', output.text, output.names);
        if (rest > 0) prompt.log.add('message', say.moreRows(rest));
        break;
      }
      case 'file':
        prompt.log.add('message', say.saved(this.#download(prompt, output)));
        break;
      case 'view':
        this.#show(prompt, output);
        break;
      case 'quit':
        prompt.log.add('message', say.quit);
        break;
      case 'none':
        break;
    }
    if (error !== '') this.#complain(prompt, error);
    else if (line !== '') this.spoken = say.done(line, prompt.log.length - before, firstLineOf(output.kind === 'text' ? output.text : messages[0] ?? ''));
    this.requestUpdate();
  }

  #complain(prompt: Prompt, error: string): void {
    prompt.log.add('error', error);
    this.alarm = error;
    this.requestUpdate();
  }

  #show(prompt: Prompt, {view, config, pattern, command}: Extract<ShellAnswer['output'], {kind: 'view'}>): void {
    const {console: say} = viewTexts;
    const entry = views.find(({name}) => name === view);
    if (entry === undefined) {
      prompt.log.add('message', view === 'graph' ? say.noGraph(command) : say.noSource(command, pattern));
      return;
    }
    prompt.log.add('message', say.shows(entry.title));
    const selected = view === 'source' ? pattern.replace(/\\(.)/g, '$1') : '';
    this.dispatchEvent(new GoToViewEvent(view, {...shared(config), ...(selected === '' ? {} : {selected})}));
  }

  /** Gives the name that the file was saved under. */
  #download(prompt: Prompt, {name, extension, bytes}: ShellFile): string {
    const number = (prompt.files.get(extension) ?? 0) + 1;
    if (name === '') prompt.files.set(extension, number);
    const saved = name === '' ? `profile${String(number).padStart(3, '0')}.${extension}` : name.replace(/^.*[\\/]/s, '') || 'report.txt';
    const address = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
    const link = document.createElement('a');
    link.href = address;
    link.download = saved;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    return saved;
  }

  #follow(name: string, inSource: boolean): void {
    const view = inSource && views.some((entry) => entry.name === 'source') ? 'source' : 'flamegraph';
    this.dispatchEvent(new GoToViewEvent(view, {selected: name}));
  }

  /** Scrolls to the end, or to where the output of the last line begins where it is longer than what is seen. */
  async #reveal(from: number): Promise<void> {
    this.requestUpdate();
    await this.updateComplete;
    this.box.scrollTop = Math.min(from * this.#rowHeight, this.box.scrollHeight);
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    const line = this.input.value;
    this.input.value = '';
    this.#closeChoices();
    this.#run(line);
  };

  readonly #typed = (): void => {
    this.#tabbed = undefined;
    this.#closeChoices();
  };

  /** Lines that are pasted are run one by one; what stands behind the last line end is left to be gone on with. */
  readonly #paste = (event: ClipboardEvent): void => {
    const lines = (event.clipboardData?.getData('text/plain') ?? '').split(/\r\n?|\n/);
    if (lines.length < 2) return;
    event.preventDefault();
    const last = lines.pop()!;
    lines[0] = this.input.value + lines[0]!.replace(/^\(pprof\) /, '');
    for (const line of lines.slice(0, mostPasted)) this.#run(line.replace(/^\(pprof\) /, ''));
    this.input.value = last;
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (event.isComposing || event.altKey || event.metaKey) return;
    if (event.ctrlKey) {
      if (event.key.toLowerCase() !== 'l') return;
      event.preventDefault();
      this.#clear();
      return;
    }
    const open = this.choices.length > 0;
    switch (event.key) {
      case 'Tab':
        if (open) this.#choose((this.choice + (event.shiftKey ? -1 + this.choices.length : 1)) % this.choices.length, false);
        else if (event.shiftKey || this.input.value === '' || this.input.value === this.#tabbed) return;
        else void this.#complete();
        break;
      case 'ArrowDown': case 'ArrowUp': {
        const down = event.key === 'ArrowDown';
        if (open) this.#choose((this.choice + (down ? 1 : this.choices.length + (this.choice < 0 ? 0 : -1))) % this.choices.length, false);
        else this.#write(down ? this.#history.later() : this.#history.earlier(this.input.value));
        break;
      }
      case 'Escape':
        if (!open) return;
        this.#closeChoices();
        break;
      case 'Enter':
        if (!open || this.choice < 0) return;
        this.#closeChoices();
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  #write(line: string | undefined): void {
    if (line === undefined) return;
    this.input.value = line;
    this.input.setSelectionRange(line.length, line.length);
    this.input.scrollLeft = this.input.scrollWidth;
  }

  async #complete(): Promise<void> {
    const line = this.input.value;
    let completion: Completion;
    try {
      completion = await this.engine.complete(this.profile.id, line);
    } catch (error) {
      this.#complain(this.#prompt, (error as Error).message);
      return;
    }
    if (this.input.value !== line) return;
    const {line: longer, choices, total} = completion;
    const {console: say} = viewTexts;
    if (longer !== line) this.#write(longer);
    // A list of one word that is there already says nothing.
    this.choices = choices.length > 1 ? choices : [];
    this.choicesTotal = total;
    this.choice = -1;
    this.#tabbed = longer === line && choices.length === 0 ? line : undefined;
    this.spoken = total === 0 ? say.noChoices : total === 1 ? longer : say.choiceCount(total);
  }

  #choose(choice: number, close: boolean): void {
    this.choice = choice;
    this.#write(this.choices[choice]!.line);
    if (close) this.#closeChoices();
    else void this.updateComplete.then(() => this.renderRoot.querySelector(`#choice-${choice}`)?.scrollIntoView({block: 'nearest'}));
    this.input.focus();
  }

  readonly #closeChoices = (): void => {
    this.choices = [];
    this.choicesTotal = 0;
    this.choice = -1;
  };

  /** A click where nothing is goes on typing, unless it ended a selection of text. */
  readonly #toLine = (event: Event): void => {
    if (!(event.target as Element).matches('.name') && getSelection()?.isCollapsed !== false && matchMedia('(hover: hover)').matches) this.input.focus();
  };

  /** The arrows go from name to name, through all rows. */
  readonly #logKey = (event: KeyboardEvent): void => {
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    const {log} = this.#prompt;
    const focused = (this.shadowRoot!.activeElement as HTMLElement | null)?.dataset['row'];
    const top = Math.ceil(this.box.scrollTop / this.#rowHeight);
    let row = focused === undefined ? (step > 0 ? top : top + Math.floor(this.box.clientHeight / this.#rowHeight)) : Number(focused) + step;
    row = Math.min(row, log.length - 1);
    while (row >= 0 && row < log.length && log.row(row).nameStart < 0) row += step;
    event.preventDefault();
    event.stopPropagation();
    if (row >= 0 && row < log.length) void this.#focusRow(row);
  };

  async #focusRow(row: number): Promise<void> {
    const {box} = this;
    const top = row * this.#rowHeight;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + this.#rowHeight > box.scrollTop + box.clientHeight) box.scrollTop = top + this.#rowHeight - box.clientHeight;
    this.requestUpdate();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`.name[data-row="${row}"]`)?.focus({preventScroll: true});
  }

  readonly #copy = (): void => {
    const {console: say} = viewTexts;
    navigator.clipboard.writeText(this.#prompt.log.text).then(() => (this.spoken = say.copied), () => (this.alarm = say.notCopied));
  };

  readonly #clear = (): void => {
    this.#prompt.log.clear();
    this.spoken = viewTexts.console.cleared;
    this.requestUpdate();
    this.input.focus();
  };

  readonly #useInPage = (): void => {
    const {options} = this.#prompt;
    if (options !== undefined) this.refine(shared(options));
  };

  readonly #usePageOptions = (): void => {
    const prompt = this.#prompt;
    if (prompt.options !== undefined) prompt.options = {...prompt.options, ...shared(this.config)};
    this.requestUpdate();
  };
}

/** What the folders that Source may read have of these files. */
async function grantedSources(paths: readonly string[]): Promise<SourceText[]> {
  const {sourceFolders} = await import('./source/source-folders.js');
  await sourceFolders.remember();
  const texts: SourceText[] = [];
  for (const path of paths.slice(0, mostSources)) {
    const source = await sourceFolders.find(path, false);
    if (source.kind === 'found') texts.push({path, lines: source.lines});
  }
  return texts;
}

function shared(config: Config): Partial<Config> {
  return Object.fromEntries(sharedKeys.map((key) => [key, config[key]]));
}

function differences(options: Config, page: Config): number {
  return sharedKeys.filter((key) => options[key] !== page[key]).length;
}

function firstLineOf(text: string): string {
  const end = text.indexOf('\n');
  return (end < 0 ? text : text.slice(0, end)).slice(0, 200);
}
