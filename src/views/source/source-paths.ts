/**
 * A path of a profile as its parts, whatever machine wrote it: with either slash, a
 * drive, `file://`, `.` and `..`.
 */
export function pathParts(path: string): string[] {
  const plain = path.replace(/^(?:file|webpack(?:-internal)?):\/\/\/?/, '/').replaceAll('\\', '/').replace(/^[A-Za-z]:/, '');
  const parts: string[] = [];
  for (const part of plain.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts;
}

const mostCandidates = 48;

/**
 * Where in a folder the source file of a profile may lie, the likeliest first, as
 * paths below the folder.
 *
 *   /home/ann/csv/pkg/a.go in csv        pkg/a.go (as pprof's source_path)
 *   runtime/proc.go, /usr/lib/go/src/…   src/runtime/proc.go
 *   …/pkg/mod/github.com/!burnt/x@v1/a.go
 *   github.com/Burnt/x@v1.2.0/a.go       github.com/!burnt/x@v1.2.0/a.go, vendor/github.com/Burnt/x/a.go
 *   any                                  every end of the path, the longest first
 *
 * @param folder the name of the folder that was chosen
 */
export function sourceCandidates(path: string, folder: string): string[] {
  const parts = pathParts(path);
  const found = new Set<string>();
  const add = (candidate: readonly string[]): void => {
    if (candidate.length > 0) found.add(candidate.join('/'));
  };
  const at = parts.indexOf(folder);
  if (at >= 0) add(parts.slice(at + 1));
  for (const layout of goLayouts(path, parts)) {
    add(layout);
    // The folder may be one inside of the layout: `src` of GOROOT, `github.com` of the module cache.
    const inside = layout.indexOf(folder);
    if (inside >= 0) add(layout.slice(inside + 1));
  }
  for (let from = 0; from < parts.length; from++) add(parts.slice(from));
  return [...found].slice(0, mostCandidates);
}

/** The places that Go's tools give a file, as far as the path is one of theirs. */
function goLayouts(path: string, parts: readonly string[]): string[][] {
  const layouts: string[][] = [];
  const versioned = parts.findIndex((part) => /.@v\d/.test(part));
  if (versioned >= 0) {
    const mod = parts.lastIndexOf('mod', versioned);
    const start = mod > 0 && parts[mod - 1] === 'pkg' ? mod + 1 : moduleStart(path, parts, versioned);
    const module_ = parts.slice(start, versioned + 1);
    const rest = parts.slice(versioned + 1);
    const plain = module_.map(unescaped);
    const escapedPath = plain.map(escaped);
    const bare = plain.map((part) => part.replace(/@v\d.*$/, ''));
    layouts.push(
      [...escapedPath, ...rest], ['pkg', 'mod', ...escapedPath, ...rest], [...plain, ...rest],
      ['vendor', ...bare, ...rest], [...bare, ...rest], rest,
    );
  }
  const vendor = parts.lastIndexOf('vendor');
  if (vendor >= 0) layouts.push(parts.slice(vendor), parts.slice(vendor + 1));
  const src = parts.indexOf('src');
  if (src > 0 && /^(?:go(?:[\d.].*)?|libexec|golang.*)$/.test(parts[src - 1]!)) layouts.push(parts.slice(src), parts.slice(src + 1));
  // With -trimpath a file of the standard library is its package alone; import paths of others have a dot in front.
  if (versioned < 0 && path.endsWith('.go') && !isAbsolute(path) && !parts[0]!.includes('.')) layouts.push(['src', ...parts]);
  return layouts;
}

/** Where the import path begins in a path that names no module cache: at the first part with a dot. */
function moduleStart(path: string, parts: readonly string[], versioned: number): number {
  if (!isAbsolute(path)) return 0;
  const host = parts.findIndex((part, at) => at <= versioned && /\w\.\w/.test(part));
  return host < 0 ? versioned : host;
}

function isAbsolute(path: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:[/\\]|file:)/.test(path);
}

/** As the module cache writes a path, so that no two differ by case alone: `!` stands for the capital that follows. */
function escaped(part: string): string {
  return part.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}

function unescaped(part: string): string {
  return part.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** A file of a listing that may be the one of the profile. */
export interface SuffixMatch {
  readonly path: string;
  /** How many parts from the end are the same; 1 where only the name of the file is. */
  readonly parts: number;
}

/**
 * The file of a listing whose path has the longest end in common with `path`. Of equal
 * ones the one that lies least deep; undefined where none has the name, or several have
 * nothing but the name.
 */
export function longestSuffix(path: string, listing: Iterable<string>): SuffixMatch | undefined {
  const wanted = pathParts(path);
  const name = wanted.at(-1);
  let best: {path: string; parts: number; depth: number} | undefined;
  let equals = 0;
  for (const candidate of listing) {
    if (name === undefined || !candidate.endsWith(name)) continue;
    const parts = candidate.split('/');
    let same = 0;
    while (same < parts.length && same < wanted.length && unescaped(parts[parts.length - 1 - same]!) === unescaped(wanted[wanted.length - 1 - same]!)) same++;
    if (same === 0) continue;
    if (best === undefined || same > best.parts || (same === best.parts && parts.length < best.depth)) {
      if (best === undefined || same > best.parts) equals = 0;
      best = {path: candidate, parts: same, depth: parts.length};
    }
    if (same === best.parts) equals++;
  }
  if (best === undefined || (best.parts === 1 && equals > 1)) return undefined;
  return {path: best.path, parts: best.parts};
}

/** Whether a name stands for no file at all: what compilers make, and what an engine brings along. */
export function isGenerated(path: string): boolean {
  return /^<.*>$|^(?:node|internal|native|wasm|\[[^\]]*\])[:.]|^_cgo_|\(deleted\)$|^$/.test(path);
}
