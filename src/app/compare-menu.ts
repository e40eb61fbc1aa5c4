import type {MenuItem} from '../views/parts/menu-button.js';
import {compareAgain, openSide} from './compare-actions.js';
import {compareTexts} from './compare-texts.js';
import type {PageModel} from './page-model.js';
import {texts} from './texts.js';

type Item = Exclude<MenuItem, {kind: 'line'}>;

/** What can be done with the open comparison: turned round, made by pprof's other rule, scaled, left. */
export function comparisonItems(page: PageModel): MenuItem[] {
  const comparison = page.profile?.comparison;
  if (comparison === undefined) return [];
  const {normalize} = page.state.config;
  return [
    {label: compareTexts.swapLong, run: () => compareAgain(page, {swap: true})},
    {kind: 'line'},
    ...(['diff_base', 'base'] as const).map((by): MenuItem => ({
      label: compareTexts.modes[by].label, hint: compareTexts.modes[by].hint, checked: comparison.kind === by,
      run: () => comparison.kind === by ? undefined : compareAgain(page, {by}),
    })),
    {label: compareTexts.scale.share.label, hint: '-normalize', checked: normalize, run: () => page.refine({normalize: !normalize})},
    {kind: 'line'},
    {label: compareTexts.another, run: () => page.showDialog('compare')},
    ...(['after', 'before'] as const).map((side): MenuItem => ({label: compareTexts.openAlone(comparison[side].name), run: () => openSide(page, side)})),
  ];
}

/** The commands of the palette that compare. */
export function compareCommands(page: PageModel): Item[] {
  return [{label: texts.header.compare, hint: 'D', run: () => page.showDialog('compare')}, ...comparisonItems(page).filter((item) => item.kind !== 'line').filter(({label}) => label !== compareTexts.another)];
}
