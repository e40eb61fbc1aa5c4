import {Failure} from '../base/failure.js';
import type {Config} from '../config/config.js';
import type {Matcher} from '../base/regexp.js';
import type {Report} from '../report/report.js';
import {topReport, topText} from '../report/top.js';

/** What a command prints. */
export type Printed = string | Uint8Array;

/** One of pprof's reports, as its flags and its prompt call it. */
export interface Command {
  /** Whether it asks for a pattern: `-list=parse`. */
  readonly takesPattern: boolean;
  /** Its answer is bytes, not text. */
  readonly binary?: boolean;
  /** `config` with the options that this command insists on; trimming is off where it shows all there is. */
  settings(config: Config): Config;
  /** @param pattern there where `takesPattern` says so */
  print(report: Report, pattern: Matcher | undefined): Printed;
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

const top = command(unlimited, (report) => topText(topReport(report)));

/**
 * Every report of pprof's, by the name of its flag and of its command at the
 * prompt. (driver.go applyCommandOverrides, commands.go)
 */
export const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['top', top],
  ['text', top],
  ['tree', command(limited, missing('tree'))],
  ['peek', command(untrimmed, missing('peek'), {takesPattern: true})],
  ['list', command((config) => ({...config, trim: false, granularity: 'lines'}), missing('list'), {takesPattern: true})],
  ['weblist', command((config) => ({...config, trim: false, granularity: 'addresses', noInlines: false}), missing('weblist'), {takesPattern: true})],
  ['disasm', command((config) => ({...config, trim: false, granularity: 'addresses', noInlines: true}), missing('disasm'), {takesPattern: true})],
  ['traces', command(limited, missing('traces'))],
  ['tags', command(limited, missing('tags'))],
  ['raw', command(byAddress, missing('raw'))],
  ['comments', command(limited, missing('comments'))],
  ['dot', command(limited, missing('dot'))],
  ['callgrind', command(byAddress, missing('callgrind'))],
  ['proto', command(byAddress, missing('proto'), {binary: true})],
  ['topproto', command(unlimited, missing('topproto'), {binary: true})],
  // These need a program that draws, or one that shows.
  ...['gif', 'pdf', 'png', 'ps', 'svg', 'eog', 'evince', 'gv', 'web', 'kcachegrind'].map((name): [string, Command] => [name, command(limited, missing(name))]),
]);
