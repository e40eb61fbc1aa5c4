import type {Config} from '../config/config.js';
import {flamegraphReport} from './flamegraph.js';
import type {FlameWish} from './flamegraph.js';
import type {GoOn, ReportKind} from './report.js';

/**
 * Every report that a view can ask for. To add one, write its file and name it here.
 *
 * The flame graph is the first picture and comes with the worker; the others are
 * loaded when they are asked for. pprof's own commands stand in `shell/commands.ts`.
 */
export const reports = {
  flamegraph: {
    settings: ofBoxes,
    make: flamegraphReport,
  },
  flameMatches: {
    settings: ofBoxes,
    make: async (report, wish?: FlameWish) => (await import('./flame-matches.js')).flameMatches(report, wish),
  },
  top: {settings: (config) => ({...config, trim: false}), make: async (report) => (await import('./top.js')).topReport(report)},
  detail: {settings: (config) => ({...config, trim: false}), make: async (report) => (await import('./detail.js')).detailReport(report)},
  findings: {settings: (config) => ({...config, trim: false}), make: async (report) => (await import('./findings.js')).findingsReport(report)},
  changes: {settings: (config) => ({...config, trim: false}), make: async (report) => (await import('./changes.js')).changesReport(report)},
  graph: {settings: drawn, make: async (report, _wish?: FlameWish, goOn?: GoOn) => (await import('./graph-picture.js')).graphPicture(report, goOn)},
  graphDot: {settings: drawn, make: async (report) => (await import('./graph-picture.js')).graphDot(report)},
  peek: {settings: (config) => ({...config, trim: false, callTree: false}), make: async (report) => (await import('./peek.js')).peekReport(report)},
  source: {
    settings: (config) => ({...config, trim: false, callTree: false, granularity: 'lines'}),
    make: async (report) => (await import('./source.js')).sourceReport(report),
  },
  stacks: {settings: (config) => config, make: async (report) => (await import('./stacks.js')).stacksReport(report)},
  labels: {settings: (config) => config, make: async (report) => (await import('./labels.js')).labelsReport(report)},
  shown: {settings: (config) => config, make: async (report) => (await import('./shown.js')).shownReport(report)},
  goroutines: {settings: (config) => config, make: async (report) => (await import('./goroutines.js')).goroutinesReport(report)},
} satisfies Record<string, ReportKind<object>>;

/** Boxes are told apart by their files too, and none is left out for its weight. */
function ofBoxes(config: Config): Config {
  return {...config, callTree: true, trim: false, granularity: config.granularity || 'filefunctions'};
}

/** As pprof draws a graph: of 80 nodes, unless another number is asked for. */
function drawn(config: Config): Config {
  return config.nodeCount === -1 ? {...config, nodeCount: 80} : config;
}

export type ReportName = keyof typeof reports;
export type ReportModel<Name extends ReportName> = Awaited<ReturnType<(typeof reports)[Name]['make']>>;
