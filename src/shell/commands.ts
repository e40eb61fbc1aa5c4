import {Failure} from '../base/failure.js';
import type {Config} from '../config/config.js';
import type {Matcher} from '../base/regexp.js';
import {callgraphReport, callgraphText} from '../report/callgraph.js';
import {callgrindText} from '../report/callgrind.js';
import {listingReport, listingText} from '../report/listing.js';
import type {SourceFiles} from '../report/listing.js';
import {protoReport, topProtoReport} from '../report/proto.js';
import {commentsText, rawReport, rawText} from '../report/raw.js';
import type {Report} from '../report/report.js';
import {tagsReport, tagsText} from '../report/tags.js';
import {topReport, topText} from '../report/top.js';
import {tracesReport, tracesText} from '../report/traces.js';
import {treeReport, treeText} from '../report/tree.js';
import type {Profile} from '../profile/profile.js';

/** What a command prints; a profile is still to be written as profile.proto. */
export type Printed = string | {readonly profile: Profile};

/** The argument of a command that takes one. */
export interface Pattern {
  readonly text: string;
  readonly matcher: Matcher;
}

/** One of pprof's reports, as its flags and its prompt call it. */
export interface Command {
  /** Whether it asks for a pattern: `-list=parse`. */
  readonly takesPattern: boolean;
  /** `config` with the options that this command insists on; trimming is off where it shows all there is. */
  settings(config: Config): Config;
  /** @param pattern there where `takesPattern` says so */
  print(report: Report, pattern: Pattern | undefined, sources: SourceFiles): Printed;
}

const unlimited = (config: Config): Config => (config.nodeCount === -1 ? {...config, nodeCount: 0} : config);
const limited = (config: Config): Config => (config.nodeCount === -1 ? {...config, nodeCount: 80} : config);
const untrimmed = (config: Config): Config => ({...config, trim: false});
const byAddress = (config: Config): Config => ({...limited(config), trim: false, granularity: 'addresses'});

function command(settings: Command['settings'], print: Command['print'], more: Partial<Command> = {}): Command {
  return {takesPattern: false, settings, print, ...more};
}

function missing(name: string): Command['print'] {
  return () => {
    throw new Failure('not-supported', `${name} is not supported yet`);
  };
}

function notFromHere(name: string, instead: string): Command['print'] {
  return () => {
    throw new Failure('not-supported', `${name} needs another program, and none is started from here; ${instead} prints what that program reads`);
  };
}

const top = command(unlimited, (report) => topText(topReport(report)));

/**
 * Every report of pprof's, by the name of its flag and of its command at the
 * prompt. (driver.go applyCommandOverrides, commands.go)
 */
export const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['top', top],
  ['text', top],
  ['tree', command(limited, (report) => treeText(treeReport(report)))],
  ['peek', command(untrimmed, (report, pattern) => treeText(treeReport(report, pattern)), {takesPattern: true})],
  ['list', command(
    (config) => ({...config, trim: false, granularity: 'lines'}),
    (report, pattern, sources) => listingText(listingReport(report, pattern!, sources)), {takesPattern: true},
  )],
  ['weblist', command((config) => ({...config, trim: false, granularity: 'addresses', noInlines: false}), missing('weblist'), {takesPattern: true})],
  ['disasm', command((config) => ({...config, trim: false, granularity: 'addresses', noInlines: true}), missing('disasm'), {takesPattern: true})],
  ['traces', command(limited, (report) => tracesText(tracesReport(report)))],
  ['tags', command(limited, (report) => tagsText(tagsReport(report)))],
  ['raw', command(byAddress, (report) => rawText(rawReport(report)))],
  ['comments', command(limited, commentsText)],
  ['dot', command(limited, (report) => callgraphText(callgraphReport(report)))],
  ['callgrind', command(byAddress, callgrindText)],
  ['proto', command(byAddress, (report) => ({profile: protoReport(report)}))],
  ['topproto', command(unlimited, (report) => ({profile: topProtoReport(report)}))],
  // These need a program that draws, or one that shows. The prompt of the page has a view in their place.
  ...['gif', 'pdf', 'png', 'ps', 'svg', 'eog', 'evince', 'gv', 'web'].map((name): [string, Command] => [name, command(limited, notFromHere(name, 'dot'))]),
  ['kcachegrind', command(limited, notFromHere('kcachegrind', 'callgrind'))],
]);
