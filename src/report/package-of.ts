/**
 * The package that a function belongs to: the import path of a Go function, the
 * package of a Java class, the first namespace of a C++ or Rust name, the module of
 * a script. '' where neither the name nor the file says one.
 *
 *   github.com/a/b.(*T[int]).Do.func1   github.com/a/b
 *   main.work                           main
 *   com.example.app.Shop.sell           com.example.app
 *   absl::Mutex::Lock()                 absl
 *   (anonymous)  /app/node_modules/@scope/name/index.js   @scope/name
 *   readFileSync node:fs                node:fs
 *
 * @param file as in the profile, '' for unknown
 */
export function packageOf(name: string, file = ''): string {
  if (scriptFile.test(file) || file.startsWith('node:')) return packageOfScript(file);
  if (!file.endsWith('.go')) {
    const colons = beforeArguments(name).indexOf('::');
    if (colons >= 0) return name.slice(0, colons);
    const java = javaPackage.exec(name);
    if (java !== null) return java[1]!;
  }
  return packageOfGo(name);
}

const scriptFile = /\.(?:[cm]?[jt]sx?|py|rb|php)$|^file:\/\/|^webpack/;

// Go's values have methods too, so a name of three parts is Java's only where its class is written large and its package as Java's are.
const javaPackage = /^((?:com|org|net|io|edu|java|javax|jdk|sun|kotlin|scala|akka|dev|me)(?:\.[a-z_][\w$]*)+)\.[A-Z$]/;

/** C++ and Rust names up to the first parenthesis or angle bracket that is not their beginning. */
function beforeArguments(name: string): string {
  const end = name.slice(1).search(/[(<]/);
  return end < 0 ? name : name.slice(0, end + 1 + (name[0] === '<' || name[0] === '(' ? name.length : 0));
}

function packageOfGo(name: string): string {
  const generic = name.indexOf('[');
  const plain = generic < 0 ? name : name.slice(0, generic);
  const dot = plain.indexOf('.', plain.lastIndexOf('/') + 1);
  if (dot <= 0) return '';
  // The linker writes a dot in the last part of an import path as %2e.
  return plain.slice(0, dot).replaceAll('%2e', '.');
}

const moduleFolders = ['/node_modules/', '/site-packages/', '/dist-packages/', '/gems/'];

function packageOfScript(file: string): string {
  if (file.startsWith('node:')) return file;
  for (const folder of moduleFolders) {
    const at = file.lastIndexOf(folder);
    if (at < 0) continue;
    const [first = '', second = ''] = file.slice(at + folder.length).split('/', 2);
    return first.startsWith('@') ? `${first}/${second}` : first.replace(/\.py$/, '');
  }
  const slash = file.lastIndexOf('/');
  return slash < 0 ? file : file.slice(0, slash);
}
