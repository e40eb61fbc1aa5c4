const anonymous = /^\(anonymous namespace\)::/;
const version = /^(.*?)\/v(?:[2-9]|[1-9][0-9]+)([./].*)$/;
const go = /^(?:[\w\-.]+\/)+([^.]+\..+)/;
const java = /^(?:[a-z]\w*\.)*([A-Z][\w$]*\.(?:<init>|[a-z][\w$]*(?:\$\d+)?))(?:\(|$)/;
const cpp = /^(?:[_a-zA-Z]\w*::)+(_*[A-Z]\w*::~?[_a-zA-Z]\w*(?:<.*>)?)/;

// No name that is read needs more, and the patterns cost more than their length.
const longest = 4096;

/**
 * A function's name without its package or namespace: `net/http.(*conn).serve` is
 * `http.(*conn).serve`, `java.util.List.add` is `List.add`, `a::B::c` is `B::c`.
 * (graph.go ShortenFunctionName)
 */
export function shortFunctionName(name: string): string {
  if (name.length > longest) return name;
  const plain = name.replace(anonymous, '').replace(version, '$1$2');
  for (const pattern of [go, java, cpp]) {
    const found = pattern.exec(plain);
    if (found !== null) return found[1]!;
  }
  return plain;
}
