import type {ProfileId} from './engine.js';

/** pprof's two ways: `diff_base` keeps both sides apart, `base` takes the base's samples away from equal ones. */
export type BaseKind = 'diff_base' | 'base';

/** Two profiles that are compared, and how. */
export interface ComparedIds {
  readonly after: ProfileId;
  readonly before: ProfileId;
  readonly kind: BaseKind;
}

/** The id of the comparison of two profiles: it says which ones, so that it can be opened again from nothing else. */
export function comparisonId({after, before, kind}: ComparedIds): ProfileId {
  return `${after}~${before}~${kind}`;
}

/** What is compared under `id`; undefined for the id of a profile. */
export function readComparisonId(id: ProfileId): ComparedIds | undefined {
  const found = /^([0-9a-f]+)~([0-9a-f]+)~(diff_base|base)$/.exec(id);
  return found === null ? undefined : {after: found[1]!, before: found[2]!, kind: found[3] as BaseKind};
}
