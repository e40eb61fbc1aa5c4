/** A unit, with what one of it is worth in the smallest unit of its kind. */
export interface Unit {
  readonly name: string;
  readonly factor: number;
}

/** Units that can be turned into one another. */
export interface UnitType {
  /** Smallest first. */
  readonly units: readonly Unit[];
  /** What a value is shown in where nothing else fits, and where a unit is asked for that is of another kind. */
  readonly fallback: Unit;
  /** By each name that a profile or a person may call a unit, in lower case, in the singular. */
  readonly aliases: ReadonlyMap<string, Unit>;
}

function unitType(fallback: string, rows: readonly (readonly [name: string, factor: number, ...aliases: string[]])[]): UnitType {
  const units: Unit[] = [];
  const aliases = new Map<string, Unit>();
  for (const [name, factor, ...others] of rows) {
    const unit = {name, factor};
    units.push(unit);
    for (const alias of others) aliases.set(alias, unit);
  }
  return {units, aliases, fallback: units.find((unit) => unit.name === fallback)!};
}

/** The units that pprof knows: memory, time, and Google's compute units. */
export const unitTypes: readonly UnitType[] = [
  unitType('B', [
    ['B', 1, 'b', 'byte'],
    ['kB', 2 ** 10, 'kb', 'kbyte', 'kilobyte'],
    ['MB', 2 ** 20, 'mb', 'mbyte', 'megabyte'],
    ['GB', 2 ** 30, 'gb', 'gbyte', 'gigabyte'],
    ['TB', 2 ** 40, 'tb', 'tbyte', 'terabyte'],
    ['PB', 2 ** 50, 'pb', 'pbyte', 'petabyte'],
  ]),
  unitType('s', [
    ['ns', 1, 'ns', 'nanosecond'],
    ['us', 1e3, 'μs', 'us', 'microsecond'],
    ['ms', 1e6, 'ms', 'millisecond'],
    ['s', 1e9, 's', 'sec', 'second'],
    ['hrs', 3600e9, 'hour', 'hr'],
  ]),
  unitType('GCU', [
    ['n*GCU', 1e-9, 'nanogcu'],
    ['u*GCU', 1e-6, 'microgcu'],
    ['m*GCU', 1e-3, 'milligcu'],
    ['GCU', 1, 'gcu'],
    ['k*GCU', 1e3, 'kilogcu'],
    ['M*GCU', 1e6, 'megagcu'],
    ['G*GCU', 1e9, 'gigagcu'],
    ['T*GCU', 1e12, 'teragcu'],
    ['P*GCU', 1e15, 'petagcu'],
  ]),
];

/** The unit of this kind that is meant by `name`, if one is: case and a plural s do not matter. */
export function findUnit(type: UnitType, name: string): Unit | undefined {
  const lower = name.toLowerCase();
  return type.aliases.get(utf8Length(lower) > 2 && lower.endsWith('s') ? lower.slice(0, -1) : lower);
}

// pprof counts bytes here, so `μs` loses its s and is no unit to it.
function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
