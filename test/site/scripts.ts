import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';

/** The scripts that a script of the site in `dist` asks for when it loads, and those that it asks for later. */
export function importsOf(dist: string, path: string): {early: string[]; late: string[]} {
  const code = readFileSync(join(dist, path), 'utf8');
  const named = (pattern: RegExp) => [...code.matchAll(pattern)].map(([, name]) => join(path, '..', name!));
  return {early: named(/(?:^|[;}\s])(?:import|export)\s*(?:[\w$*{}\s,]+?from)?\s*"(\.[^"]+\.js)"/g), late: named(/\bimport\("(\.[^"]+\.js)"\)/g)};
}

/** The scripts that have to be there before the home page, and before the first flame graph: those too, the work space, the worker and the program that draws. */
export function firstScripts(dist: string): {home: ReadonlySet<string>; flameGraph: ReadonlySet<string>} {
  const scripts = readdirSync(join(dist, 'app')).map((name) => `app/${name}`).sort();
  const home = new Set<string>();
  const main = scripts.find((path) => path.startsWith('app/main-'))!;
  for (const path of [main, ...importsOf(dist, main).late]) follow(dist, path, home);
  const flameGraph = new Set(home);
  for (const path of scripts.filter((name) => /^app\/(worker|workspace|paint)-/.test(name))) follow(dist, path, flameGraph);
  return {home, flameGraph};
}

function follow(dist: string, path: string, into: Set<string>): void {
  if (into.has(path)) return;
  into.add(path);
  for (const next of importsOf(dist, path).early) follow(dist, next, into);
}

/** Bytes of these scripts with gzip. */
export function weightOf(dist: string, paths: Iterable<string>): number {
  return [...paths].reduce((sum, path) => sum + gzipSync(readFileSync(join(dist, path)), {level: 9}).length, 0);
}
