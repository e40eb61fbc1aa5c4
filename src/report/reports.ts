import {detailReport} from './detail.js';
import {findingsReport} from './findings.js';
import {flamegraphReport} from './flamegraph.js';
import {topReport, topText} from './top.js';
import type {ReportKind} from './report.js';

/** Every report that the engine can make. To add one, write its file and name it here. */
export const reports = {
  flamegraph: {
    settings: (config) => ({...config, callTree: true, trim: false, granularity: config.granularity || 'filefunctions'}),
    make: flamegraphReport,
  },
  top: {settings: (config) => ({...config, trim: false}), make: topReport, text: topText},
  detail: {settings: (config) => ({...config, trim: false}), make: detailReport},
  findings: {settings: (config) => ({...config, trim: false}), make: findingsReport},
} satisfies Record<string, ReportKind<object>>;

export type ReportName = keyof typeof reports;
export type ReportModel<Name extends ReportName> = ReturnType<(typeof reports)[Name]['make']>;
