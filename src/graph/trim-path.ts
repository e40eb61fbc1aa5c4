import {baseName} from '../base/format.js';

/**
 * A source file's path without what another machine put in front of it.
 *
 * Without `trimPath`, the name of each folder of `sourcePath` is looked for in the
 * path, and what follows the first one found is kept; else the first prefix of
 * `trimPath` that fits goes. Both are lists with `:` between.
 */
export function trimSourcePath(path: string, trimPath: string, sourcePath: string): string {
  if (trimPath === '') {
    for (const folder of listed(sourcePath)) {
      const wanted = `/${baseName(folder)}/`;
      const at = path.indexOf(wanted);
      if (at >= 0) return path.slice(at + wanted.length);
    }
  }
  for (const prefix of [...listed(trimPath), '/proc/self/cwd/./', '/proc/self/cwd/']) {
    const whole = prefix.endsWith('/') ? prefix : prefix + '/';
    if (path.startsWith(whole)) return path.slice(whole.length);
  }
  return path;
}

function listed(paths: string): string[] {
  return paths === '' ? [] : paths.split(':');
}
