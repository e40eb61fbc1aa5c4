import {defaultConfig, type Config} from '../config/config.js';
import {encodeProfile} from '../profile/encode.js';
import {gzip} from '../profile/gzip.js';
import {mergeProfiles} from '../profile/merge.js';
import type {Profile} from '../profile/profile.js';
import {redact, remainsOf} from '../profile/redact.js';
import {Role} from '../config/role.js';
import {packageOf} from '../report/package-of.js';
import {Preparer} from '../report/prepare.js';
import {reports, type ReportModel, type ReportName} from '../report/reports.js';
import {keepRoles, rolesOf} from '../report/roles.js';
import type {ReportKind} from '../report/report.js';
import type {SharedProfile, ShareWish} from '../bridge/engine.js';

/** What is asked of a profile beside its filters, and names nothing in it. */
const nameless: readonly (keyof Config)[] = [
  'granularity', 'noInlines', 'showColumns', 'dropNegative', 'mean', 'divideBy', 'unit', 'bottomUp', 'foldRecursion', 'flameColour', 'normalize',
];

/**
 * What the filters of `config` leave of a profile, redacted, with the reports that show it.
 *
 * Nothing that the filters took away is in it, and the filters are not either: they
 * are made of names. So percentages are of what is left.
 */
export async function shareProfile(whole: Profile, config: Config, {redaction, onlyShown, embed}: ShareWish): Promise<SharedProfile> {
  // Frames that are made of labels would be labels still.
  const asked: Config = {...config, relativePercentages: true, ...(redaction.labels === 'keep' ? {} : {tagRoot: '', tagLeaf: ''})};
  const {profile: left, valueRow} = await new Preparer(whole).prepare(asked);
  const ownPrefixes = rolesOf(whole, config.yourCode).prefixes;
  const {normalizedBy} = left;
  const all: Profile = {...mergeProfiles([left]), ...(normalizedBy === undefined ? {} : {normalizedBy})};
  const profile = onlyShown ? withTypes(all, config.mean && valueRow !== 0 ? [0, valueRow] : [valueRow]) : all;
  const shownRow = onlyShown ? profile.sampleTypes.length - 1 : valueRow;

  const {functions, strings} = profile;
  const roles = rolesOf(profile, ownPrefixes.join(','));
  const {profile: redacted, replaced, prefixes} = redact(profile, redaction, {
    isOwn: roles.byFunction.map((role) => (role === Role.yourCode ? 1 : 0)),
    packages: Array.from(functions.name, (name, row) => packageOf(strings.get(name), strings.get(functions.filename[row]!))),
    prefixes: ownPrefixes,
  });
  const yourCode = prefixes.join(',');
  keepRoles(redacted.functions, yourCode, {byFunction: roles.byFunction, prefixes});

  const {type} = redacted.sampleTypes[shownRow]!;
  const isNamedOnce = redacted.sampleTypes.filter((other) => other.type === type).length === 1 && !/^\d+$/.test(type);
  const sampleIndex = redacted.sampleTypes.length === 1 ? '' : isNamedOnce ? type : String(shownRow);
  const shown = {...defaultConfig, ...Object.fromEntries(nameless.map((key) => [key, config[key]])), sampleIndex, yourCode};
  const preparer = new Preparer(redacted);
  const report = async <Name extends ReportName>(name: Name): Promise<ReportModel<Name>> => {
    const kind: ReportKind<object> = reports[name];
    return (await kind.make(await preparer.prepare(kind.settings(shown)))) as ReportModel<Name>;
  };
  return {
    flamegraph: await report('flamegraph'),
    top: await report('top'),
    config: shown,
    replaced,
    remains: remainsOf(redacted),
    ...(embed ? {bytes: await gzip(encodeProfile(redacted))} : {}),
  };
}

function withTypes(profile: Profile, rows: readonly number[]): Profile {
  const {sampleTypes, samples, defaultSampleType, normalizedBy} = profile;
  const types = rows.map((row) => sampleTypes[row]!);
  return {
    ...profile,
    sampleTypes: types,
    samples: {...samples, values: rows.map((row) => samples.values[row]!)},
    defaultSampleType: types.some(({type}) => type === defaultSampleType) ? defaultSampleType : '',
    ...(normalizedBy === undefined ? {} : {normalizedBy: rows.map((row) => normalizedBy[row]!)}),
  };
}
