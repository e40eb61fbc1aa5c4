import assert from 'node:assert/strict';
import {test} from 'node:test';
import {demangleProfile, parseSymbolize} from '../../src/symbol/demangle.js';
import type {DemangleMode} from '../../src/symbol/demangle.js';
import {mayBeMangled} from '../../src/symbol/mangled.js';
import type {Profile} from '../../src/profile/profile.js';
import {profileOf} from '../helpers/profile-of.js';

/** A profile of functions with these names and system names. */
function named(...functions: readonly (readonly [name: string, systemName: string])[]): Profile {
  return profileOf('samples count', '', (builder) => {
    for (const [name, systemName] of functions) builder.function_(name, systemName);
  });
}

function names({functions, strings}: Profile): string[] {
  return Array.from(functions.name, (row) => strings.get(row));
}

/** What pprof of July 2026 printed for a gperftools profile of ours: -raw, and -top with demangle=templates and =full. */
const printed: readonly (readonly [system: string, brief: string, templates: string, full: string])[] = [
  ['_ZN4demo9AckermannEll', 'demo::Ackermann', 'demo::Ackermann', 'demo::Ackermann(long, long)'],
  ['_ZNK4demo6MatrixmlERKS0_', 'demo::Matrix::operator*', 'demo::Matrix::operator*', 'demo::Matrix::operator*(demo::Matrix const&) const'],
  ['_ZN9__gnu_cxx17__normal_iteratorIPjSt6vectorIjSaIjEEEppEv', '__gnu_cxx::__normal_iterator::operator++',
    '__gnu_cxx::__normal_iterator<unsigned int*, std::vector<unsigned int, std::allocator<unsigned int> > >::operator++',
    '__gnu_cxx::__normal_iterator<unsigned int*, std::vector<unsigned int, std::allocator<unsigned int> > >::operator++()'],
  ['_ZN4demo6SortByIjZ4mainEUljjE_EEvRSt6vectorIT_SaIS3_EET0_', 'demo::SortBy', 'demo::SortBy<unsigned int, main::{lambda(unsigned int, unsigned int)#1}>',
    'void demo::SortBy<unsigned int, main::{lambda(unsigned int, unsigned int)#1}>(std::vector<unsigned int, std::allocator<unsigned int> >&, main::{lambda(unsigned int, unsigned int)#1})'],
  ['_ZSt4swapIjENSt9enable_ifIXsrSt6__and_IJSt6__not_ISt15__is_tuple_likeIT_EESt21is_move_constructibleIS4_ESt18is_move_assignableIS4_EEE5valueEvE4typeERS4_SE_', 'std::swap', 'std::swap<unsigned int>',
    'std::enable_if<std::__and_<std::__not_<std::__is_tuple_like<unsigned int> >, std::is_move_constructible<unsigned int>, std::is_move_assignable<unsigned int> >::value, void>::type std::swap<unsigned int>(unsigned int&, unsigned int&)'],
  // Demangled already, by the compiler.
  ['__sort<__gnu_cxx::__normal_iterator<unsigned int*, std::vector<unsigned int> >, __gnu_cxx::__ops::_Iter_comp_iter<main(int, char**)::<lambda(unsigned int, unsigned int)> > >', '__sort',
    '__sort<__gnu_cxx::__normal_iterator<unsigned int*, std::vector<unsigned int> >, __gnu_cxx::__ops::_Iter_comp_iter<main::<lambda> > >',
    '__sort<__gnu_cxx::__normal_iterator<unsigned int*, std::vector<unsigned int> >, __gnu_cxx::__ops::_Iter_comp_iter<main(int, char**)::<lambda(unsigned int, unsigned int)> > >'],
  ['operator<<(std::ostream&, Foo const&)', 'operator<<', 'operator<<', 'operator<<(std::ostream&, Foo const&)'],
  ['std::vector<int, std::allocator<int> >::push_back(int const&)', 'std::vector::push_back', 'std::vector<int, std::allocator<int> >::push_back',
    'std::vector<int, std::allocator<int> >::push_back(int const&)'],
  // Not C++
  ['java.util.ArrayList.<init>', 'java.util.ArrayList.<init>', 'java.util.ArrayList.<init>', 'java.util.ArrayList.<init>'],
  ['main.(*Ring[...]).Push', 'main.(*Ring[...]).Push', 'main.(*Ring[...]).Push', 'main.(*Ring[...]).Push'],
  ['main.(*T).M-fm', 'main.(*T).M-fm', 'main.(*T).M-fm', 'main.(*T).M-fm'],
  ['-[NSString stringByAppendingString:]', '-[NSString stringByAppendingString:]', '-[NSString stringByAppendingString:]', '-[NSString stringByAppendingString:]'],
  ['<script>alert(1)</script>', 'alert', '<script>alert</script>', '<script>alert(1)</script>'],
  ['größe.日本語.🔥', 'größe.日本語.🔥', 'größe.日本語.🔥', 'größe.日本語.🔥'],
  ['_RNvCs1234_7mycrate3foo', 'mycrate::foo', 'mycrate::foo', 'mycrate::foo'],
  ['_ZN3std2io5Write9write_all17h0123456789abcdefE', 'std::io::Write::write_all', 'std::io::Write::write_all', 'std::io::Write::write_all'],
];

test('each mode says as much of a name as pprof says', () => {
  const profile = named(...printed.map(([system]) => [system, system] as const));
  (['default', 'templates', 'full'] as const).forEach((mode, column) => {
    assert.deepEqual(names(demangleProfile(profile, mode)), printed.map((row) => row[column + 1]), mode);
  });
});

test('a function with a name of its own keeps it, unless names are forced', () => {
  const profile = named(['mine', '_Z3foov'], ['', '_Z3foov'], ['_Z3foov', '_Z3foov'], ['bare', ''], ['', '']);
  const facts: readonly (readonly [mode: DemangleMode, force: boolean, expected: readonly string[]])[] = [
    ['', false, ['mine', 'foo', 'foo', 'bare', '']],
    ['', true, ['foo', 'foo', 'foo', 'bare', '']],
    ['full', true, ['foo()', 'foo()', 'foo()', 'bare', '']],
    ['none', true, ['_Z3foov', '', '_Z3foov', 'bare', '']],
    ['none', false, ['mine', '', '_Z3foov', 'bare', '']],
  ];
  for (const [mode, force, expected] of facts) assert.deepEqual(names(demangleProfile(profile, mode, force)), expected, `${mode} ${String(force)}`);
});

test('a profile in which no name changes is given back as it is', () => {
  const profile = named(['main.main', 'main.main'], ['runtime.(*mheap).alloc', 'runtime.(*mheap).alloc']);
  assert.equal(demangleProfile(profile, ''), profile);
});

test('the demangler is wanted for every name that it changes, and for a function without a name of its own', () => {
  for (const [system, brief] of printed) if (brief !== system) assert.ok(mayBeMangled(named([system, system])), system);
  for (const system of ['__Z3foov', '____Z3foov_block_invoke', '_GLOBAL__sub_I_main', '__R']) assert.ok(mayBeMangled(named([system, system])), system);
  assert.ok(mayBeMangled(named(['', 'main'])));
});

test('names of Go, Java, Python and Node do not want the demangler', () => {
  const plain = [
    '_rt0_amd64_linux', 'runtime.(*mheap).alloc', 'slices.SortFunc[go.shape.[]int,go.shape.int]', 'main.(*Ring[...]).Push', 'main.main.func1', '__init__', 'A.<init>',
    '(anonymous:L#1:C#1)', 'js:a', 'foo::bar', '',
  ];
  assert.ok(!mayBeMangled(named(...plain.map((name) => [name, name] as const))));
});

test('all but the functions\' names and the strings is shared, and their rows stay', () => {
  const profile = named(['_Z3foov', '_Z3foov'], ['main', 'main']);
  const demangled = demangleProfile(profile, '');
  assert.equal(demangled.stacks, profile.stacks);
  assert.equal(demangled.functions.systemName, profile.functions.systemName);
  assert.equal(demangled.functions.name[1], profile.functions.name[1]);
  assert.deepEqual(names(profile), ['_Z3foov', 'main']);
});

test('the _ that macOS puts before every symbol is seen through', () => {
  assert.deepEqual(names(demangleProfile(named(['__ZN3foo3barEv', '__ZN3foo3barEv'], ['__R', '__R'], ['_start', '_start']), '')), ['foo::bar', '__R', '_start']);
});

test('the lengths in a symbol count bytes', () => {
  const profile = named(['_ZN7größe3äbEv', '_ZN7größe3äbEv'], ['_ZN5größe2äbEv', '_ZN5größe2äbEv']);
  assert.deepEqual(names(demangleProfile(profile, 'full')), ['größe::äb()', '_ZN5größe2äbEv']);
});

test('brackets that do not match end the shortening, and what was cut before stays cut', () => {
  const facts: readonly (readonly [system: string, expected: string])[] = [
    ['a::b(c)::d)e(f)', 'a::b::d)e(f)'],
    ['a::b(c(d)e', 'a::b(c(d)e'],
    ['a::operator()(int)', 'a::operator'],
    ['a::operator->(int)', 'a::operator->'],
    ['f(int)', 'f(int)'],
    ['a[b](c)', 'a[b]'],
  ];
  assert.deepEqual(names(demangleProfile(named(...facts.map(([system]) => [system, system] as const)), '')), facts.map(([, expected]) => expected));
});

test('a profile of hostile names ends soon', () => {
  let doubled = '_Z1f1aIiiES_IS0_S0_E';
  for (let i = 1; i < 35; i++) doubled += `S_IS${i.toString(36).toUpperCase()}_S${i.toString(36).toUpperCase()}_E`;
  const hostile = Array.from({length: 300}, (_, i) => [`${doubled}${i}x`, `${doubled}${i}x`] as const);
  const bracketed = `a::${'()'.repeat(200_000)}`;
  assert.deepEqual(names(demangleProfile(named(...hostile, [bracketed, bracketed]), '')).at(-1), 'a::');
  demangleProfile(named(...hostile), 'full');
});

test('-symbolize is read as pprof reads it', () => {
  const both = {local: true, remote: true, force: false, none: false, mode: '', warnings: []};
  for (const [text, expected] of [
    ['', both],
    ['none', {...both, none: true}],
    ['local:no:demangle=full', {...both, remote: false, none: true}],
    ['fastlocal', {...both, remote: false}],
    ['Remote:FORCE', {...both, local: false, force: true}],
    ['demangle=full', {...both, force: true, mode: 'full'}],
    ['demangle=templates:demangle=default', {...both, force: true, mode: 'templates'}],
    ['demangle=none', {...both, force: true, mode: 'none'}],
    ['demangle=default', both],
    ['full', {...both, force: true, mode: 'full'}],
  ] as const) assert.deepEqual(parseSymbolize(text), expected, text);
});

test('an option of -symbolize that pprof does not know is warned of in its words, and the rest counts', () => {
  for (const text of ['Demangle=all:force', 'demangle=:force', 'demangle=local:force']) {
    const {warnings, force, local} = parseSymbolize(text);
    assert.deepEqual({warnings, force, local}, {
      warnings: [`ignoring unrecognized symbolization option: ${text}`, 'expecting -symbolize=[local|fastlocal|remote|none][:force][:demangle=[none|full|templates|default]'],
      force: true,
      local: true,
    });
  }
});
