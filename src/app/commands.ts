import {defaultConfig, type Config, type Granularity} from '../config/config.js';
import {configFields} from '../config/fields.js';
import {applied} from '../config/settings.js';
import {amount} from '../views/parts/amount.js';
import {filterActions} from '../views/parts/frame-actions.js';
import {viewsOf} from '../views/views.js';
import {compareCommands} from './compare-menu.js';
import {exportItems} from './export-items.js';
import {filterKeys, type FilterKey} from './filter-history.js';
import {filterHelp} from './filter-offers.js';
import {filtersIn, withoutAll} from './filters.js';
import type {PageModel} from './page-model.js';
import {optionsTexts} from './options-texts.js';
import {paletteTexts} from './palette-texts.js';
import {pprofCommand} from './pprof-command.js';
import {sampleIndexOf, sampleTypeOrder} from './sample-type.js';
import {presets, savedConfigs} from './saved-configs.js';
import {readTheme} from './theme.js';
import {themeItems} from './theme-menu.js';

/** One thing that the page can do, as the palette lists it. */
export interface Command {
  readonly title: string;
  readonly group: keyof typeof paletteTexts.groups;
  /** A key or a value, quieter, at the end of the line. */
  readonly hint?: string;
  run(): void;
}

const mostRecent = 8;
const names = new Map(configFields.map(({key, name}) => [key, name]));
const switches = ['noInlines', 'showColumns', 'mean', 'relativePercentages', 'dropNegative', 'trim'] as const satisfies readonly (keyof Config)[];

/** All that can be done now, the nearest first. */
export function commandsOf(page: PageModel): Command[] {
  return [...(page.profile === undefined || page.state.view === '' ? [] : ofProfile(page)), ...ofPage(page)];
}

function ofProfile(page: PageModel): Command[] {
  const palette = paletteTexts;
  const {state: {config, view}, workSpace: space} = page;
  const profile = page.profile!;
  const views = viewsOf(profile);
  const commands: Command[] = views.map(({name, title}, i) => ({title: palette.show(title), group: 'view', hint: i < 9 ? String(i + 1) : '', run: () => page.showView(name)}));
  const add = (group: Command['group'], title: string, run: () => void, hint = ''): void => void commands.push({title, group, hint, run});

  if (config.selected !== '') {
    const facts = {name: config.selected, unit: '', shown: 0, through: 0, places: 0};
    for (const {title, key, run} of filterActions(facts, config, (change) => page.refine(change), () => {}, (name, change) => page.showView(name, change))) add('function', palette.act(title, config.selected), run, key);
  }
  if (space !== undefined) add('view', palette.search_, () => space.focusSearch(), '/');

  if (page.filters.canUndo) add('filter', palette.undo, () => page.undoFilters(), 'U');
  if (page.filters.canRedo) add('filter', palette.redo, () => page.redoFilters(), '⇧ U');
  if (filtersIn(config).length > 0) add('filter', palette.clearFilters, () => page.refine(withoutAll()));
  if (space !== undefined) for (const key of textFilters) add('filter', palette.addFilter(names.get(key)!), () => space.addFilter(key), filterHelp.get(key) ?? '');

  for (const {label, run, hint} of compareCommands(page)) add('file', label, run, hint);

  if (profile.sampleTypes.length > 1) {
    for (const row of sampleTypeOrder(profile)) {
      const {type, unit, total} = profile.sampleTypes[row]!;
      add('type', type, () => page.refine({sampleIndex: sampleIndexOf(profile, row)}), amount(total, unit));
    }
    if (space !== undefined) add('type', palette.nextType, () => space.nextSampleType(), 'T');
  }

  for (const {id, change} of presets(config.yourCode || profile.yourCode)) add('config', optionsTexts.saved.presets[id], () => page.refine(change), optionsTexts.saved.presetHelp[id]);
  for (const named of savedConfigs()) add('config', optionsTexts.saved.apply(named.name), () => page.refine(applied(page.state.config, named)));
  if (space !== undefined) add('option', palette.options, () => space.showOptions());
  for (const key of switches) add('option', palette.turn(names.get(key)!, config[key]), () => page.refine({[key]: !config[key]}));
  for (const [granularity, name] of optionsTexts.granularities) add('option', palette.granularity(name), () => page.refine({granularity: granularity as Granularity}));
  if (config.granularity !== defaultConfig.granularity) add('option', palette.granularityOff, () => page.refine({granularity: ''}));

  for (const item of exportItems(page)) if (item.kind !== 'line') add('file', palette.export(item.label), item.run, item.hint);
  add('file', palette.about, () => page.showDialog('about'));
  add('file', palette.rename, () => page.showDialog('rename', profile.id));
  add('file', palette.link, () => void page.copy(location.href));
  add('file', palette.command, () => void page.copy(pprofCommand(profile, config, view)));
  if (space !== undefined) add('page', palette.side, () => space.toggleSide(), ']');
  return commands;
}

const textFilters: readonly FilterKey[] = filterKeys.filter((key) => typeof defaultConfig[key] === 'string' && key !== 'granularity');

function ofPage(page: PageModel): Command[] {
  const palette = paletteTexts;
  const recent = (page.library ?? []).filter(({id}) => id !== page.profile?.id || page.state.view === '').slice(0, mostRecent);
  return [
    {title: palette.open, group: 'file', hint: 'Ctrl O', run: () => page.pickFiles()},
    {title: palette.url, group: 'file', run: () => page.showDialog('url')},
    {title: palette.collect, group: 'file', run: () => page.showDialog('collect')},
    ...(page.state.view === '' ? [] : [{title: palette.home, group: 'page', run: () => page.goHome()} as const]),
    ...recent.map((entry): Command => ({title: entry.name, group: 'recent', hint: entry.summary, run: () => page.openKept(entry)})),
    ...themeItems(readTheme()).map(({label, run}): Command => ({title: label, group: 'page', run})),
    {title: palette.keys, group: 'page', hint: '?', run: () => page.showDialog('keys')},
    {title: palette.check, group: 'page', run: () => page.showDialog('check')},
  ];
}
