import assert from 'node:assert/strict';
import {test} from 'node:test';
import {shortNames} from '../../../src/views/parts/short-name.js';

const cases: readonly (readonly [name: string, ...short: string[]])[] = [
  // Go: the folders of an import path go first, then the package, then the receiver.
  ['encoding/json.(*encodeState).marshal', 'json.(*encodeState).marshal', '(*encodeState).marshal', 'marshal'],
  ['main.parseLine', 'main.parseLine', 'parseLine'],
  ['runtime.mallocgc', 'runtime.mallocgc', 'mallocgc'],
  ['github.com/user/repo/v2.Run', 'repo.Run', 'Run'],
  ['gopkg.in/yaml.v3.Unmarshal', 'yaml.v3.Unmarshal', 'v3.Unmarshal', 'Unmarshal'],
  ['slices.SortFunc[go.shape.[]int,go.shape.int]', 'slices.SortFunc[go.shape.[]int,go.shape.int]', 'SortFunc[go.shape.[]int,go.shape.int]'],
  // A closure keeps the function that it stands in.
  ['main.handler.func2.1', 'main.handler.func2.1', 'handler.func2.1'],
  ['net/http.(*Server).Serve.gowrap3', 'http.(*Server).Serve.gowrap3', '(*Server).Serve.gowrap3', 'Serve.gowrap3'],
  ['main.main.func1', 'main.main.func1', 'main.func1'],
  // C++: parameters and template arguments go, and the return type with them.
  ['std::vector<int>::push_back(int&&)', 'std::vector<int>::push_back(int&&)', 'std::vector::push_back', 'vector::push_back', 'push_back'],
  ['void foo::run<int>(foo::Bar const&)', 'void foo::run<int>(foo::Bar const&)', 'foo::run', 'run'],
  ['(anonymous namespace)::Helper::go()', 'Helper::go()', 'Helper::go', 'go'],
  ['Stream::operator<<(int)', 'Stream::operator<<(int)', 'Stream::operator<<', 'operator<<'],
  // Java: a class and its method are enough.
  ['com.example.shop.Cart.add', 'Cart.add', 'add'],
  ['java.util.HashMap$Node.<init>', 'HashMap$Node.<init>'],
  // JavaScript, and what is no name.
  ['(anonymous)', '(anonymous)'],
  ['Object.<anonymous>', 'Object.<anonymous>'],
  ['[libc.so.6]', '[libc.so.6]'],
  ['0000000000401000', '0000000000401000'],
  ['', ''],
  // With lines, the file's name goes last.
  ['main.work /src/app/main.go:12', 'main.work main.go:12', 'work main.go:12', 'work'],
];

for (const [name, ...short] of cases) {
  test(`${name === '' ? 'the empty name' : name} may be ${short.join(', ')}`, () => {
    assert.deepEqual(shortNames(name), short);
  });
}

test('what would turn a label around is shown as a sign that something is there', () => {
  assert.deepEqual(shortNames('main.\u202edaol\u0000'), ['main.‹U+202E›daol␀', '‹U+202E›daol␀']);
});

test('a name of a megabyte is cut before it is looked at', () => {
  const names = shortNames(`main.${'x('.repeat(500_000)}`);
  assert.ok(names.every((name) => name.length <= 300));
});

test('no name makes a label that is longer than the one before', () => {
  for (const name of ['a.b.c.d', 'a::b<c::d>::e(f)', '..', '::', '.', 'a.', '(((', ')))', '<><>', 'operator', 'a/b/', '/', ' ', 'a  b', '\ud800.x']) {
    const lengths = shortNames(name).map((text) => text.length);
    assert.deepEqual(lengths, [...lengths].sort((a, b) => b - a), name);
    assert.ok(lengths.length > 0, name);
  }
});
