import {magnitude, sumAt, toInt64} from '../base/sums.js';
import {scaledLabel} from '../measurement/label.js';
import {scale} from '../measurement/scale.js';
import type {Graph} from '../graph/graph.js';
import type {Report} from './report.js';

/** How the values of one report are written. */
export interface ValueFormat {
  /** The unit that the values are in. */
  readonly unit: string;
  /** The unit that all of them are written in; `auto` and `minimum` choose for each. */
  readonly outputUnit: string;
  /** What each is multiplied with: 1 / divide_by. */
  readonly ratio: number;
}

/** `value` as this report writes it. */
export function formatValue({unit, outputUnit, ratio}: ValueFormat, value: bigint | number): string {
  const scaled = ratio > 0 && ratio !== 1 ? toInt64(Number(value) * ratio) : value;
  return scaledLabel(scaled, unit, outputUnit);
}

/** How a report that shows no graph writes its values. */
export function plainFormat({config, unit}: Report): ValueFormat {
  return {unit, outputUnit: config.unit, ratio: 1 / config.divideBy};
}

/**
 * How a report writes the values of `graph`.
 *
 * Under `unit=minimum` one unit fits all: the one of the smallest value that is
 * shown; where the total would read in another one and is past a hundred times as
 * much, the one of a hundred times the smallest. (report.go selectOutputUnit)
 *
 * @param integersOnly whether the report can write no fractions (callgrind)
 */
export function graphFormat(report: Report, graph: Graph, integersOnly = false): ValueFormat {
  const format = plainFormat(report);
  if (format.outputUnit !== 'minimum' || graph.rows.length === 0) return format;
  const {ratio, unit} = format;

  let smallest = smallestShown(graph);
  let total = report.total;
  if (smallest === 0n) smallest = total;
  if (ratio > 0 && ratio !== 1) {
    smallest = toInt64(Number(smallest) * ratio);
    total = toInt64(Number(total) * ratio);
  }
  const hundredfold = BigInt.asIntN(64, smallest * 100n);
  let {unit: outputUnit} = scale(smallest, unit, 'minimum');
  if (outputUnit !== scale(total, unit, 'minimum').unit && hundredfold < total && !integersOnly) {
    outputUnit = scale(hundredfold, unit, 'minimum').unit;
  }
  return {...format, outputUnit: outputUnit === '' ? unit : outputUnit};
}

/** The smallest |flat| that is not 0, or |cum| of a node without flat; 0 for none. */
function smallestShown({rows, shownFlat, shownCum}: Graph): bigint {
  if (shownFlat.words === undefined && shownCum.words === undefined) {
    let smallest = 0;
    for (const row of rows) {
      const value = Math.abs(shownFlat.numbers[row]!) || Math.abs(shownCum.numbers[row]!);
      if (value > 0 && (smallest === 0 || value < smallest)) smallest = value;
    }
    return BigInt(smallest);
  }
  let smallest = 0n;
  for (const row of rows) {
    const value = magnitude(sumAt(shownFlat, row)) || magnitude(sumAt(shownCum, row));
    if (value > 0n && (smallest === 0n || value < smallest)) smallest = value;
  }
  return smallest;
}
