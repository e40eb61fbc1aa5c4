import type {Role} from '../../src/config/role.js';
import type {FlamegraphReport} from '../../src/report/flamegraph.js';

interface Box {
  readonly name: string;
  width: number;
  cum: number;
  flat: number;
  readonly callees: Map<string, Box>;
}

/**
 * A flame graph from lines such as `main;work;alloc 10`: frames from the root, and a
 * value. Names that `roles` does not have are of the runtime.
 */
export function flamegraphOf(text: string, roles: Readonly<Record<string, Role>> = {}): FlamegraphReport {
  const root: Box = {name: 'root', width: 0, cum: 0, flat: 0, callees: new Map()};
  for (const line of text.split('\n')) {
    const found = /^\s*(\S+)\s+(-?\d+)\s*$/.exec(line);
    if (found === null) continue;
    const value = Number(found[2]);
    let box = root;
    box.width += Math.abs(value);
    box.cum += value;
    for (const name of found[1]!.split(';')) {
      let callee = box.callees.get(name);
      if (callee === undefined) box.callees.set(name, callee = {name, width: 0, cum: 0, flat: 0, callees: new Map()});
      callee.width += Math.abs(value);
      callee.cum += value;
      box = callee;
    }
    box.flat += value;
  }

  const boxes = [root];
  const caller = [-1];
  const start = [0];
  const firstCallee: number[] = [];
  const depthStart = [0, 1];
  for (let row = 0; row < boxes.length; row++) {
    if (row === depthStart.at(-1)) depthStart.push(boxes.length);
    firstCallee.push(boxes.length);
    let at = start[row]!;
    for (const callee of [...boxes[row]!.callees.values()].sort((a, b) => b.width - a.width || (a.name < b.name ? -1 : 1))) {
      boxes.push(callee);
      caller.push(row);
      start.push(at);
      at += callee.width;
    }
  }
  firstCallee.push(boxes.length);

  const names = [...new Set(boxes.map(({name}) => name))];
  const frames = new Map(names.map((name, row) => [name, row]));
  return {
    total: root.cum,
    shown: root.width,
    unit: 'count',
    sampleType: 'samples',
    depthStart: Uint32Array.from(depthStart.at(-1) === boxes.length ? depthStart : [...depthStart, boxes.length]),
    firstCallee: Uint32Array.from(firstCallee),
    callees: Uint32Array.from(boxes, ({callees}) => callees.size),
    calleesEnd: Float64Array.from(boxes, ({callees}, row) => [...callees.values()].reduce((end, {width}) => end + width, start[row]!)),
    caller: Int32Array.from(caller),
    frame: Uint32Array.from(boxes, ({name}) => frames.get(name)!),
    start: Float64Array.from(start),
    width: Float64Array.from(boxes, ({width}) => width),
    cum: Float64Array.from(boxes, ({cum}) => cum),
    flat: Float64Array.from(boxes, ({flat}) => flat),
    inlined: new Uint8Array(boxes.length),
    frames: {
      names,
      files: names.map(() => ''),
      lines: new Float64Array(names.length),
      packages: names.map(() => ''),
      roles: Uint8Array.from(names, (name, row) => row === 0 ? 0 : roles[name] ?? 6),
    },
    nodes: Int32Array.from(names, (_, row) => row - 1),
    look: {left: 0, span: root.width},
    reached: -1,
    categories: new Float64Array(7),
    ratio: 1,
    truncated: false,
  };
}

/** The rows of a path such as `main;work`, to name a box in a test. */
export function boxAt(model: FlamegraphReport, path: string): number {
  let row = 0;
  for (const name of path === '' ? [] : path.split(';')) {
    let callee = model.firstCallee[row]!;
    while (callee < model.firstCallee[row + 1]! && model.frames.names[model.frame[callee]!] !== name) callee++;
    if (callee === model.firstCallee[row + 1]!) throw new Error(`there is no box ${path}`);
    row = callee;
  }
  return row;
}
