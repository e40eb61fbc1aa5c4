import {Int64Column} from '../base/int64.js';
import type {Profile} from './profile.js';

/**
 * The profile as reports that go by address write it: with inlined functions
 * counted for their caller where `noInlines` says so, and then without columns
 * unless `showColumns` does. Other granularities are the graph's matter.
 * (profile.go Aggregate, as driver.go asks for it)
 */
export function aggregate(profile: Profile, {noInlines, showColumns}: {noInlines: boolean; showColumns: boolean}): Profile {
  if (!noInlines) return profile;
  const {locations, lines} = profile;
  const lineStart = new Uint32Array(locations.length + 1);
  const kept: number[] = [];
  for (let row = 0; row < locations.length; row++) {
    const end = locations.lineStart[row + 1]!;
    if (end > locations.lineStart[row]!) kept.push(end - 1);
    lineStart[row + 1] = kept.length;
  }
  return {
    ...profile,
    locations: {...locations, lineStart},
    lines: {
      length: kept.length,
      function: Int32Array.from(kept, (row) => lines.function[row]!),
      line: columnAt(lines.line, kept),
      column: showColumns ? columnAt(lines.column, kept) : new Int64Column(new Uint32Array(kept.length), undefined),
    },
    mappings: profile.mappings.map((mapping) => ({...mapping, hasInlineFrames: false})),
  };
}

function columnAt({low, high}: Int64Column, rows: readonly number[]): Int64Column {
  return new Int64Column(Uint32Array.from(rows, (row) => low[row]!), high === undefined ? undefined : Int32Array.from(rows, (row) => high[row]!));
}
