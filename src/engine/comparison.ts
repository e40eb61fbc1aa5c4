import {Failure} from '../base/failure.js';
import {label} from '../measurement/label.js';
import {scale} from '../measurement/scale.js';
import {assembleProfile} from '../profile/assemble.js';
import {comparisonId} from '../bridge/comparison-id.js';
import type {BaseKind} from '../bridge/comparison-id.js';
import type {ComparedInfo, ProfileInfo, SampleTypeInfo} from '../bridge/engine.js';
import {withReadableNames} from '../fetch/fetch-profile.js';
import {profileInfo} from './profile-info.js';
import {Session} from './session.js';

/**
 * Two open profiles as one, by pprof's `-diff_base` or `-base`.
 *
 * Fails with `incompatible`, which names both.
 *
 * @param normalize whether the later one is scaled to the total of the earlier one
 */
export async function compareSessions(after: Session, before: Session, kind: BaseKind, normalize: boolean): Promise<Session> {
  const profile = await assembleProfile([after.decoded], {bases: [before.decoded], diffBase: kind === 'diff_base', normalize, symbolize: withReadableNames})
    .catch((reason: unknown) => {
      if (!(reason instanceof Failure)) throw reason;
      throw new Failure(reason.code, `${after.info.name} cannot be compared with ${before.info.name}: ${reason.message}`, reason.details);
    });
  const id = comparisonId({after: after.info.id, before: before.info.id, kind});
  const {info: later} = after;
  const {info: earlier} = before;
  const own = profileInfo(profile, {id, name: `${later.name} compared with ${earlier.name}`, size: 0});
  const totals = (of: ProfileInfo) => own.sampleTypes.map((type) => totalIn(of, type));
  const afterTotals = totals(later);
  const info: ProfileInfo = {
    ...own,
    kind: later.kind,
    samples: later.samples + earlier.samples,
    binary: later.binary,
    goText: later.goText || earlier.goText,
    timeMillis: later.timeMillis,
    // What the samples of both add up to is the total of neither.
    sampleTypes: own.sampleTypes.map(({type, unit}, row) => ({type, unit, total: afterTotals[row]!, totalText: label(BigInt(Math.round(afterTotals[row]!)), unit)})),
    comparison: {kind, after: compared(later, afterTotals), before: compared(earlier, totals(earlier))},
  };
  // What has two profiles has no stamp in the library.
  return new Session(profile, info, true);
}

/** The total of `of` in the unit that both were brought to. */
function totalIn({sampleTypes}: ProfileInfo, {type, unit}: SampleTypeInfo): number {
  const its = sampleTypes.find((other) => other.type === type);
  return its === undefined ? 0 : scale(its.total, its.unit, unit).value;
}

function compared({id, name, kind, samples, durationNanos, timeMillis, binary, buildId}: ProfileInfo, totals: readonly number[]): ComparedInfo {
  return {id, name, kind, samples, durationNanos, timeMillis, binary, buildId, totals};
}
