import {quoteRegexp} from '../../base/quote-regexp.js';
import type {Config} from '../../config/config.js';
import {amount, boxesText} from './amount.js';

/** One thing that can be done with a function: a line of its menu, and a key. */
export interface FrameAction {
  readonly title: string;
  /** What it does, after the title. */
  readonly explanation?: string;
  /** What it costs or comes to, where that is known: `removes 1.14 s`. */
  readonly cost?: string;
  /** As it is shown; '' for none. */
  readonly key: string;
  /** As `KeyboardEvent.key` says it, in lower case. */
  readonly code: string;
  /** Lines of one group stand together. */
  readonly group: number;
  run(): void;
}

/** What is known of a function in the view that offers its menu. */
export interface FrameFacts {
  readonly name: string;
  readonly unit: string;
  /** Sum of |values| that the filters left. */
  readonly shown: number;
  /** Sum of |values| of the stacks through it; undefined where that is not known yet. */
  readonly through: number | undefined;
  /** Boxes or rows that it has, 0 where the view cannot say. */
  readonly places: number;
}

/** Shows a view, with a change of what is asked. */
type GoTo = (view: 'flamegraph' | 'source', change: Partial<Config>) => void;

/**
 * The filters that a function can become, its source, and Copy name.
 *
 * Focus and Show from take the place of what was there; Ignore and Hide are added to
 * it with `|`, as pprof's menu does. Its source and Sandwich are there where other views can be gone to.
 */
export function filterActions({name, unit, shown, through, places}: FrameFacts, config: Config, refine: (change: Partial<Config>) => void, copied: () => void,
  goTo?: GoTo): FrameAction[] {
  const pattern = `^${quoteRegexp(name)}$`;
  const added = (old: string) => old === '' ? pattern : `${old}|${pattern}`;
  const costs = (value: number | undefined) => value === undefined ? {} : {cost: value > 0 ? `removes ${amount(value, unit)}` : 'removes nothing'};
  const others = through === undefined ? undefined : shown - through;
  return [
    ...(goTo === undefined ? [] : [{
      title: 'Open source', key: 'S', code: 's', group: 0, run: () => goTo('source', {selected: name}),
    }, {
      title: 'Sandwich', explanation: 'callers above, callees below', key: 'W', code: 'w', group: 1,
      run: () => goTo('flamegraph', {sandwich: name, selected: name, zoom: '', pivot: ''}),
    }]),
    {
      title: 'Focus', explanation: 'only stacks through it', ...costs(others), key: 'F', code: 'f', group: 1,
      run: () => refine({focus: pattern}),
    },
    {
      title: 'Ignore', explanation: 'drop stacks through it', ...costs(through), key: 'I', code: 'i', group: 1,
      run: () => refine({ignore: added(config.ignore)}),
    },
    {
      title: 'Hide', explanation: 'remove frame, keep cost', key: 'H', code: 'h', group: 1,
      ...(places > 0 ? {cost: places === 1 ? '1 box' : `${boxesText(places)} boxes`} : {}),
      run: () => refine({hide: added(config.hide)}),
    },
    {
      title: 'Show from', explanation: 'make it the root', ...costs(others), key: 'R', code: 'r', group: 1,
      run: () => refine({showFrom: pattern}),
    },
    {
      title: 'Copy name', key: 'C', code: 'c', group: 2,
      run: () => void navigator.clipboard?.writeText(name).then(copied, () => {}),
    },
  ];
}
