import {Failure} from '../base/failure.js';
import type {BaseKind} from '../bridge/comparison-id.js';
import type {Engine, Kept, KeptProfile, ProfileId, ProfileInfo, Progress} from '../bridge/engine.js';
import {onLibraryChange} from '../bridge/library-changes.js';
import type {Config} from '../config/config.js';
import type {ProfileSource} from '../fetch/source.js';
import {askAhead} from '../views/ask-ahead.js';
import {firstView, views} from '../views/views.js';
import {askBeforeLeaving} from './ask-before-leaving.js';
import {FilterHistory, changesFilters, type FilterKey} from './filter-history.js';
import type {LateCollector} from './late-collector.js';
import type {Offline} from './offline.js';
import {saveAs} from './save-as.js';
import type {SeriesRun} from './series-run.js';
import {homeState, isAbout, readHash, stateAbout, writeHash, type PageState} from './state.js';
import {texts} from './texts.js';

/** What is being opened. */
export interface Opening {
  readonly name: string;
  readonly progress: Progress | undefined;
  /** `performance.now()` when it began. */
  readonly since: number;
  /** Seconds that a service measures for before it answers, 0 for none. */
  readonly seconds: number;
  readonly address: string;
  readonly number: number;
  readonly of: number;
}

/** What could not be opened, with what it takes to try again. */
export interface Problem {
  readonly reason: unknown;
  readonly wish: OpenWish;
}

export type OpenWish =
  | {readonly kind: 'source'; readonly source: ProfileSource; readonly name: string; readonly state?: PageState}
  | {readonly kind: 'address'; readonly address: string; readonly seconds: number; readonly allowLarge?: boolean; readonly name?: string; readonly state?: PageState}
  /** Kept profiles, added up. */
  | {readonly kind: 'merge'; readonly profiles: readonly string[]; readonly name: string; readonly state?: PageState}
  /** Two profiles beside one another; the later one may have to be opened first. */
  | {readonly kind: 'compare'; readonly after: ProfileId | ProfileSource; readonly before: ProfileId; readonly by: BaseKind; readonly byTime: boolean; readonly name: string; readonly state?: PageState};

/** A profile of several that are to be looked at together. */
export type Together = Pick<ProfileInfo, 'id' | 'name' | 'kind'>;

export interface Toast {
  readonly text: string;
  readonly action?: {readonly label: string; run(): void};
  /** Milliseconds that it stays. */
  readonly stays: number;
}

export type DialogName = 'collect' | 'compare' | 'share' | 'together' | 'room' | 'palette' | 'url' | 'check' | 'keys' | 'about' | 'rename';

const viewNames = views.map(({name}) => name);
const undoMillis = 10_000;
/** After this long it is likely that who left a profile does not come back to it at once. */
const lingerMillis = 2000;
/** With so many files at once, what is wanted of them is asked. */
const fewestTogether = 2;
/** Longer than any address that a browser shows. */
const mostAddress = 4096;

/** What a command may ask of the work space beside the model. */
export interface WorkSpaceActions {
  focusSearch(): void;
  showOptions(): void;
  addFilter(key: FilterKey): void;
  nextSampleType(): void;
  toggleSide(): void;
}

/** All that the page knows, and all that may be done to it. Says `change` after each change. */
export class PageModel extends EventTarget {
  state: PageState = homeState;
  profile: ProfileInfo | undefined;
  kept: Kept | undefined;
  library: readonly KeptProfile[] | undefined;
  libraryFailure: unknown;
  /** How much this origin keeps and may keep, as far as the browser says. */
  storage: StorageEstimate | undefined;
  opening: Opening | undefined;
  problem: Problem | undefined;
  /** The state of a link whose profile is not on this device. */
  missing: PageState | undefined;
  /** Which of its profiles that is. */
  missingProfile: Pick<PageState, 'profile' | 'profileName'> | undefined;
  toast: Toast | undefined;
  dialog: DialogName | undefined;
  /** What the dialog is about: an address, or the id of a kept profile. */
  dialogSubject = '';
  /** Whether the address of the dialog was written by a link and not by the person. */
  fromLink = false;
  /** Opens the picker of files; the root element has it. */
  pickFiles: () => void = () => {};
  /** Profiles that are to be looked at together, for the dialog that asks how. */
  together: readonly Together[] = [];
  /** What collects a series, as long as it has something to say. */
  run: SeriesRun | undefined;
  /** The work space, while it is there. */
  workSpace: WorkSpaceActions | undefined;
  readonly filters = new FilterHistory();
  #job = 0;
  #lastView: number | undefined;
  #leaving: number | undefined;
  #held: ProfileId | undefined;
  #toastClock: number | undefined;

  constructor(readonly engine: Engine, readonly collector: LateCollector, readonly offline: Offline) {
    super();
  }

  /** Begins with what the address bar says. */
  start(): void {
    addEventListener('popstate', () => this.#follow());
    addEventListener('hashchange', () => this.#follow());
    addEventListener('pagehide', () => {
      this.#writeLastView();
    });
    onLibraryChange(() => void this.readLibrary());
    for (const name of ['offline-ready', 'update-available']) this.offline.addEventListener(name, () => this.#changed());
    this.collector.addEventListener('request', () => this.#changed());
    this.#follow();
    this.#takeQuery();
    void this.readLibrary();
  }

  /** Changes what is asked, as a step that Back undoes or not. */
  refine(change: Partial<Config>, step = true): void {
    const {config} = this.state;
    const changed = withChange(config, change);
    if (changesFilters(config, changed)) this.filters.remember(config);
    this.#go({...this.state, config: changed}, step);
  }

  /** The profile that is looked at. */
  get shownProfile(): ProfileInfo | undefined {
    return this.state.view === '' || this.missing !== undefined ? undefined : this.profile;
  }

  showView(view: string, change: Partial<Config> = {}): void {
    if (!viewNames.includes(view)) return;
    this.#go({...this.state, view, config: withChange(this.state.config, change)}, true);
  }

  undoFilters(): void {
    const earlier = this.filters.undo(this.state.config);
    if (earlier !== undefined) this.#go({...this.state, config: earlier}, true);
  }

  redoFilters(): void {
    const later = this.filters.redo(this.state.config);
    if (later !== undefined) this.#go({...this.state, config: later}, true);
  }

  goHome(): void {
    this.missing = undefined;
    this.problem = undefined;
    this.#go(homeState, true);
  }

  openFiles(files: readonly File[]): void {
    const [first] = files;
    if (files.length === 1 && first !== undefined && /\.zip$/i.test(first.name)) {
      void import('./library-files.js').then(({takeLibrary}) => takeLibrary(this, first));
      return;
    }
    if (files.some(({name}) => /\.html?$/i.test(name))) {
      void this.#openInside(files);
      return;
    }
    void this.#openAll(files.map((file) => ({kind: 'source', source: {kind: 'file', file}, name: file.name})));
  }

  /** Shows snapshots of one service as a series. */
  showSeries(series: readonly string[], config: Config = homeState.config, step = true): void {
    this.problem = undefined;
    this.missing = undefined;
    this.#go({...homeState, config, series}, step);
  }

  /** Asks how several kept profiles are to be looked at: as a series, or added up. */
  askTogether(profiles: readonly Together[]): void {
    this.together = profiles;
    this.showDialog('together');
  }

  /** Opens the sum of kept profiles as a profile of its own. */
  merge(profiles: readonly string[], name: string): void {
    this.open({kind: 'merge', profiles, name});
  }

  /** Says what became of the collecting of a series; undefined once nobody needs to know. */
  follow(run: SeriesRun | undefined): void {
    this.run = run;
    this.#changed();
  }

  openBytes(name: string, bytes: Uint8Array): void {
    this.open({kind: 'source', source: {kind: 'bytes', name, bytes}, name});
  }

  openExample(file: string): void {
    this.open({kind: 'source', source: {kind: 'example', name: file}, name: file});
  }

  openKept(entry: KeptProfile): void {
    const state = readHash(entry.lastView, viewNames);
    const source: ProfileSource = {kind: 'kept', id: entry.id};
    this.open(state.view === '' ? {kind: 'source', source, name: entry.name} : {kind: 'source', source, name: entry.name, state});
  }

  /**
   * Asks for a profile, and shows the dialog that counts down meanwhile.
   *
   * @param seconds put into the address; 0 for what it says by itself
   */
  openAddress(address: string, seconds: number, more: {readonly name?: string; readonly state?: PageState} = {}): void {
    this.showDialog('collect', address);
    // What the address says itself is only counted down, since it is asked as it stands.
    this.open({kind: 'address', address, seconds: seconds || Number(/[?&]seconds=(\d{1,5})(&|$)/.exec(address)?.[1] ?? 0), ...more});
  }

  /** Asks once more for what the open profile was collected from, and shows it as this one is shown. */
  collectAgain(): void {
    const address = this.collectedFrom;
    if (address !== undefined) this.openAddress(address, 0, {state: {...this.state, config: {...this.state.config, selected: ''}}});
  }

  /** The address that the open profile was collected from; undefined where it came otherwise. */
  get collectedFrom(): string | undefined {
    const source = this.library?.find(({id}) => id === this.profile?.id)?.source ?? '';
    return /^https?:\/\//.test(source) ? source : undefined;
  }

  open(wish: OpenWish): void {
    void this.#openAll([wish]);
  }

  /** Tries again what failed; `allowLarge` where the person said so. */
  retry(allowLarge = false): void {
    const wish = this.problem?.wish;
    if (wish === undefined) return;
    if (!allowLarge || wish.kind === 'merge') this.open(wish);
    else if (wish.kind === 'address') this.open({...wish, allowLarge});
    else if (wish.kind === 'compare') this.open(typeof wish.after === 'string' ? wish : {...wish, after: {...wish.after, allowLarge} as ProfileSource});
    else this.open({...wish, source: {...wish.source, allowLarge} as ProfileSource});
  }

  cancelOpening(): void {
    this.#job++;
    this.opening = undefined;
    this.#changed();
    void this.engine.cancel().catch(() => {});
    this.#letGoSoon();
  }

  dismissProblem(): void {
    this.problem = undefined;
    this.#changed();
  }

  showDialog(dialog: DialogName | undefined, subject = '', fromLink = false): void {
    this.dialog = dialog;
    this.dialogSubject = subject;
    this.fromLink = fromLink;
    this.#changed();
  }

  say(text: string, action?: Toast['action'], stays = 5000): void {
    clearTimeout(this.#toastClock);
    this.toast = {text, stays, ...(action === undefined ? {} : {action})};
    this.#toastClock = setTimeout(() => this.dismissToast(), stays) as unknown as number;
    this.#changed();
  }

  dismissToast(): void {
    this.toast = undefined;
    this.#changed();
  }

  async copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.say(texts.workspace.copied, undefined, 2500);
    } catch {
      this.say(texts.workspace.notCopied);
    }
  }

  async readLibrary(): Promise<void> {
    try {
      const kept = await this.engine.library();
      this.library = kept;
      this.libraryFailure = undefined;
    } catch (reason) {
      this.libraryFailure = reason;
    }
    this.#changed();
    this.storage = await navigator.storage?.estimate?.().catch(() => undefined);
    this.#changed();
  }

  /** Gives a profile another name and note, and offers to take that back. */
  async rename(id: string, name: string, note: string, tags?: readonly string[]): Promise<void> {
    const entry = this.library?.find((kept) => kept.id === id);
    const before = {name: entry?.name ?? this.profile?.name ?? '', note: entry?.note ?? '', tags: entry?.tags ?? []};
    const after = {name: name.trim() || before.name, note: note.trim(), tags: tags ?? before.tags};
    if (after.name === before.name && after.note === before.note && String(after.tags) === String(before.tags)) return;
    await this.#annotate(id, after);
    this.say(texts.library.renamed(after.name), {label: texts.library.undo, run: () => void this.#annotate(id, before).then(() => this.dismissToast())}, undoMillis);
  }

  /** Takes a profile out of the library of every tab, and offers to take that back while its bytes are there. */
  deleteKept({id, name}: Pick<KeptProfile, 'id' | 'name'>): void {
    if (this.profile?.id === id && this.state.view !== '') this.goHome();
    if (this.profile?.id === id) this.profile = undefined;
    void this.#tell(this.engine.forget(id));
    const run = (): void => {
      this.dismissToast();
      void this.#tell(this.engine.restore(id));
    };
    this.say(texts.library.deleted(name), {label: texts.library.undo, run}, undoMillis);
  }

  pin({id, pinned}: Pick<KeptProfile, 'id' | 'pinned'>): void {
    void this.#tell(this.engine.annotate(id, {pinned: !pinned}));
  }

  /** Deletes profiles for good, and keeps the open one in their place. */
  async makeRoom(ids: readonly string[]): Promise<boolean> {
    const {profile} = this;
    if (profile === undefined) return false;
    for (const id of ids) await this.#tell(this.engine.forget(id, true));
    this.kept = await this.engine.keep(profile.id).catch(() => this.kept);
    this.#changed();
    return this.kept?.kept === true;
  }

  async download(id: string, name: string): Promise<void> {
    try {
      const bytes = await this.engine.original(id);
      saveAs(new Blob([bytes as Uint8Array<ArrayBuffer>]), name);
    } catch (reason) {
      this.say((reason as Error).message);
    }
  }

  async #annotate(id: string, change: {readonly name: string; readonly note: string; readonly tags: readonly string[]}): Promise<void> {
    await this.#tell(this.engine.annotate(id, change));
    if (this.profile?.id === id) {
      this.profile = {...this.profile, name: change.name};
      if (this.state.view !== '') this.#go({...this.state, profileName: change.name}, false);
    }
    await this.readLibrary();
  }

  /** Files of which some may be reports that Icicle saved, with the profile inside. */
  async #openInside(files: readonly File[]): Promise<void> {
    try {
      const {wishesOf} = await import('./report-inside.js');
      await this.#openAll(await wishesOf(files));
    } catch (reason) {
      const [file] = files;
      this.problem = {reason, wish: {kind: 'source', source: {kind: 'file', file: file!}, name: file!.name}};
      this.#changed();
    }
  }

  async #openAll(wishes: readonly OpenWish[]): Promise<void> {
    const job = ++this.#job;
    const linked = this.missing;
    this.problem = undefined;
    let last: {info: ProfileInfo; wish: OpenWish} | undefined;
    const opened = new Map<string, ProfileInfo>();
    for (const [i, wish] of wishes.entries()) {
      this.opening = {
        name: wish.kind === 'address' ? wish.address : wish.name, progress: undefined, since: performance.now(), number: i + 1, of: wishes.length,
        seconds: wish.kind === 'address' ? wish.seconds : 0, address: wish.kind === 'address' ? wish.address : '',
      };
      this.#changed();
      // A job of before, which nobody waits for any more, may not write over the newer one.
      const tell = (change: Partial<Opening>): void => {
        if (job !== this.#job || this.opening === undefined) return;
        this.opening = {...this.opening, ...change};
        this.#changed();
      };
      try {
        last = {...await this.#openOne(wish, tell), wish};
        opened.set(last.info.id, last.info);
      } catch (reason) {
        if (job !== this.#job) return;
        if (!(reason instanceof Failure && reason.code === 'cancelled')) this.problem = {reason, wish};
        this.#letGoSoon();
      }
      if (job !== this.#job) return;
    }
    this.opening = undefined;
    const kinds = new Set([...opened.values()].map(({kind}) => kind));
    if (opened.size >= fewestTogether && kinds.size < opened.size && linked === undefined) {
      this.askTogether([...opened.values()]);
    } else if (last === undefined) this.#changed();
    else this.#show(last.info, last.wish, linked);
  }

  async #openOne(wish: OpenWish, tell: (change: Partial<Opening>) => void): Promise<{info: ProfileInfo}> {
    const onProgress = (progress: Progress): void => tell({progress});
    if (wish.kind === 'source') return this.engine.open(wish.source, onProgress);
    if (wish.kind === 'merge') return this.engine.merge(wish.profiles, wish.name, ({done, of}) => tell({number: done + 1, of}));
    if (wish.kind === 'compare') {
      const after = typeof wish.after === 'string' ? wish.after : (await this.engine.open(wish.after, onProgress)).info.id;
      return this.engine.compare({after, before: wish.before, kind: wish.by, byTime: wish.byTime});
    }
    const {address, seconds, allowLarge = false, name = ''} = wish;
    const taken = new Set(this.library?.map((kept) => kept.name));
    return this.collector.open(this.engine, address, {...(seconds > 0 ? {seconds} : {}), allowLarge, name, taken}, onProgress);
  }

  #show(info: ProfileInfo, wish: OpenWish, linked: PageState | undefined): void {
    performance.mark('profile-opened', {detail: info.id});
    if (linked?.versus !== undefined && info.comparison === undefined && [linked.profile, linked.versus.profile].some((part) => info.id.startsWith(part))) {
      void this.#openLinked(linked);
      return;
    }
    if (this.profile?.id !== info.id) {
      this.#writeLastView();
      this.filters.clear();
    }
    this.profile = info;
    this.kept = undefined;
    void this.#learnKept(info.id);
    this.missing = undefined;
    if (this.dialog === 'collect') this.dialog = undefined;
    const isThis = (state: PageState): boolean => isAbout(state, info.id);
    const here = readHash(location.hash, viewNames);
    if (linked !== undefined && !isThis(linked)) this.say(texts.states.wrongFile(info.name));
    // Opened once more, a profile stays as it is looked at.
    const wanted = wish.state !== undefined ? wish.state : isThis(here) ? here : {...homeState, view: firstView(info)};
    askAhead(this.engine, info.id, wanted.view, wanted.config);
    this.#go(stateAbout(wanted, info), !isThis(here));
  }

  /** Whether the profile was kept; the list of those that are is read anew when the library says that it has changed. */
  async #learnKept(id: string): Promise<void> {
    const stay = askBeforeLeaving();
    // Where the worker has ended nothing is known, and the next question says so.
    const kept = await this.engine.kept(id).catch(() => undefined).finally(stay);
    if (this.profile?.id !== id) return;
    this.kept = kept;
    this.#changed();
  }

  /** Takes over what the address bar says now. */
  #follow(): void {
    const state = readHash(location.hash, viewNames);
    if (state.view !== '' && writeHash(state) === writeHash(this.state)) return;
    this.#writeLastView();
    this.missing = undefined;
    if (state.address !== '') {
      history.replaceState(null, '', location.pathname + location.search);
      this.state = homeState;
      this.showDialog('url', state.address, true);
      return;
    }
    this.state = state;
    if (state.view === '' || (this.profile !== undefined && isAbout(state, this.profile.id))) {
      this.#leave();
      this.#changed();
      return;
    }
    void this.#openLinked(state);
  }

  /** `?url=` means what `#url=` does, and leaves the address bar once it is read. */
  #takeQuery(): void {
    const address = new URLSearchParams(location.search).get('url')?.slice(0, mostAddress) ?? '';
    if (address === '') return;
    history.replaceState(null, '', location.pathname + location.hash);
    this.showDialog('url', address, true);
  }

  async #openLinked(state: PageState): Promise<void> {
    this.#changed();
    try {
      const entry = await this.engine.find(state.profile);
      const {versus} = state;
      const earlier = versus === undefined ? undefined : await this.engine.find(versus.profile);
      if (this.state !== state) return;
      if (entry !== undefined && versus !== undefined && earlier !== undefined) {
        this.open({kind: 'compare', after: entry.id, before: earlier.id, by: versus.kind, byTime: false, name: entry.name, state});
        return;
      }
      if (entry !== undefined && versus === undefined) {
        this.open({kind: 'source', source: {kind: 'kept', id: entry.id}, name: entry.name, state});
        return;
      }
      this.missing = state;
      this.missingProfile = entry === undefined ? state : versus;
    } catch (reason) {
      this.problem = {reason, wish: {kind: 'source', source: {kind: 'kept', id: state.profile}, name: state.profileName, state}};
    }
    this.#changed();
  }

  #go(state: PageState, step: boolean): void {
    // The last look at a profile is written before it is left.
    if (state.view === '') this.#writeLastView();
    this.state = state;
    this.#leave();
    const address = writeHash(state) || location.pathname + location.search;
    try {
      if (step) history.pushState(null, '', address);
      else history.replaceState(null, '', address);
    } catch {
      // Browsers refuse more than some hundred changes a minute; the page is right without.
    }
    clearTimeout(this.#lastView);
    this.#lastView = setTimeout(() => this.#writeLastView(), 600) as unknown as number;
    this.#changed();
  }

  /** Lets the worker let go of what is not looked at any more: it is read again when somebody comes back to it. */
  #leave(): void {
    const shown = this.shownProfile?.id;
    if (shown === this.#held) return;
    this.#held = shown;
    this.#letGoSoon();
  }

  /** What is opened and not shown, and what was read of a file that was not opened. */
  #letGoSoon(): void {
    clearTimeout(this.#leaving);
    const release = (): void => {
      const {id} = this.shownProfile ?? {};
      // What is being opened may be compared with what was left.
      if (this.opening !== undefined) this.#leaving = setTimeout(release, lingerMillis) as unknown as number;
      else void this.engine.release(id === undefined ? [] : [id]).catch(() => {});
    };
    this.#leaving = setTimeout(release, lingerMillis) as unknown as number;
  }

  #writeLastView(): void {
    clearTimeout(this.#lastView);
    const {profile, state} = this;
    if (this.#lastView === undefined || profile === undefined || state.view === '' || !isAbout(state, profile.id) || this.kept?.kept === false) return;
    this.#lastView = undefined;
    void this.engine.annotate(profile.id, {lastView: writeHash(state)}).catch(() => {});
  }

  async #tell(job: Promise<void>): Promise<void> {
    try {
      await job;
    } catch (reason) {
      this.say((reason as Error).message);
    }
  }

  #changed(): void {
    this.dispatchEvent(new Event('change'));
  }
}

/** A line is one of the selected function, so it goes with it. */
function withChange(config: Config, change: Partial<Config>): Config {
  const isOther = change.selected !== undefined && change.selected !== config.selected;
  return {...config, ...(isOther ? {sourceLine: 0} : {}), ...change};
}
