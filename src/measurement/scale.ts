import {findUnit, unitTypes} from './units.js';
import type {UnitType} from './units.js';

/** A value in a unit; '' where the unit says nothing (`count`). */
export interface Measure {
  readonly value: number;
  readonly unit: string;
}

const smallestInt64 = -(2 ** 63);

/**
 * `value` turned from one unit into another.
 *
 * @param value an integer of 64 bits; a bigint where it may be past 2^53
 * @param to a unit; `auto` or `minimum` for the largest unit that leaves at least 1.
 *   A unit of another kind gives the fallback of the kind (seconds, bytes).
 */
export function scale(value: bigint | number, from: string, to: string): Measure {
  // int64 min has no opposite, so pprof scales it as it is and finds no unit that it fills.
  if (value < 0 && (typeof value === 'bigint' ? value !== -(2n ** 63n) : value !== smallestInt64)) {
    const opposite = scale(-value, from, to);
    return {value: -opposite.value, unit: opposite.unit};
  }
  const number = Number(value);
  for (const type of unitTypes) {
    const unit = findUnit(type, from);
    if (unit !== undefined) return scaleWithin(type, number * unit.factor, to);
  }
  return {value: number, unit: plainUnits.has(to) ? '' : to};
}

const plainUnits = new Set(['count', 'sample', 'unit', 'minimum', 'auto']);

function scaleWithin(type: UnitType, value: number, to: string): Measure {
  if (to === 'minimum' || to === 'auto') {
    let best = type.fallback;
    let factor = 0;
    for (const unit of type.units) {
      if (unit.factor >= factor && value / unit.factor >= 1) {
        best = unit;
        factor = unit.factor;
      }
    }
    return {value: value / best.factor, unit: best.name};
  }
  const unit = findUnit(type, to) ?? type.fallback;
  return {value: value / unit.factor, unit: unit.name};
}

/** Whether values in the one unit can be turned into the other. */
export function compatibleUnits(a: string, b: string): boolean {
  return a === b || unitTypes.some((type) => findUnit(type, a) !== undefined && findUnit(type, b) !== undefined);
}

/** The finest of units that can be turned into one another, the first of equal ones; undefined for none. */
export function commonUnit(units: readonly string[]): string | undefined {
  let finest = units[0];
  for (const unit of units.slice(1)) {
    if (scale(1, unit, finest!).value < 1) finest = unit;
  }
  return finest;
}
