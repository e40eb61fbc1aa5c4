import {int64Column} from '../base/int64.js';
import {sumAt, toInt64} from '../base/sums.js';
import {trimmedGraph} from '../graph/trim.js';
import {scale} from '../measurement/scale.js';
import {aggregate} from '../profile/aggregate.js';
import {ProfileBuilder} from '../profile/builder.js';
import type {Profile} from '../profile/profile.js';
import type {Report} from './report.js';
import {trimOptions} from './settings.js';
import {graphFormat, plainFormat} from './values.js';

/** What `-proto` writes: the profile after the filters, divided by `divide_by`. */
export function protoReport(report: Report): Profile {
  const profile = aggregate(report.profile, report.config);
  const {ratio} = plainFormat(report);
  if (!(ratio > 0) || ratio === 1) return profile;
  const values = profile.samples.values.map((column) =>
    int64Column(Array.from({length: column.length}, (_, row) => toInt64(column.number(row) * ratio))));
  return {...profile, samples: {...profile.samples, values}};
}

/** What `-topproto` writes: a location and a sample for each row of Top. pprof cuts its values to integers of the unit they are shown in. */
export function topProtoReport(report: Report): Profile {
  const {graph} = trimmedGraph(report.graphSource(), trimOptions(report.config));
  const {outputUnit} = graphFormat(report, graph);
  const {nodes} = graph;
  const {profile} = report;
  const builder = new ProfileBuilder();
  builder.sampleTypes = [{type: 'cum', unit: outputUnit}, {type: 'flat', unit: outputUnit}];
  builder.timeNanos = profile.timeNanos;
  builder.durationNanos = profile.durationNanos;
  builder.periodType = profile.periodType;
  builder.period = profile.period;
  const amount = (value: bigint) => toInt64(scale(value, report.unit, outputUnit).value);
  for (const row of graph.rows) {
    const node = graph.place[row]!;
    const f = builder.function_(nodes.texts.get(nodes.name[node]!), '', nodes.texts.get(nodes.file[node]!), nodes.startLine.bigint(node));
    const location = builder.location(-1, nodes.address.unsigned(node), [{
      function: f, line: nodes.line.bigint(node), column: nodes.column.bigint(node),
    }]);
    builder.sample([location], [amount(sumAt(graph.shownCum, row)), amount(sumAt(graph.shownFlat, row))]);
  }
  return builder.finish();
}
