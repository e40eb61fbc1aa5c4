import type {Answer} from '../bridge/engine.js';
import type {ReportEvent} from '../views/profile-view.js';
import type {Shown} from './filter-bar.js';

/** How much of the profile the filters left, by an answer that says it; undefined for one that does not. */
export function shownOf(answer: NonNullable<ReportEvent['answer']>): Shown | undefined {
  switch (answer.name) {
    case 'flamegraph': {
      const {shown, left = shown, total, unit, caller} = (answer as Answer<'flamegraph'>).model;
      return {shown: left, total, unit, hasRows: caller.length > 1};
    }
    case 'top': {
      const {flat, total, unit} = (answer as Answer<'top'>).model;
      // A sample is in the flat of one row, so their sum is all that is shown.
      let shown = 0;
      for (let row = 0; row < flat.length; row++) shown += Math.abs(flat[row]!);
      return {shown, total, unit, hasRows: flat.length > 0};
    }
    case 'peek': {
      const {shown, tree} = (answer as Answer<'peek'>).model;
      return {shown, total: tree.total, unit: tree.unit, hasRows: !tree.empty};
    }
    case 'source':
    case 'stacks':
    case 'labels':
    case 'goroutines': {
      const {shown, total, unit} = (answer as Answer<'source' | 'stacks' | 'labels' | 'goroutines'>).model;
      return {shown, total, unit, hasRows: shown !== 0};
    }
    default:
      return undefined;
  }
}
