import assert from 'node:assert/strict';
import {test} from 'node:test';
import {demangleItanium} from '../../src/symbol/itanium.js';
import type {ItaniumStyle} from '../../src/symbol/itanium.js';
import {filtered, symbols} from './symbols.js';

const all: ItaniumStyle = {parameters: true, enclosingParameters: true, templateArguments: true, clones: true};

/** Where pprof's library says something else than c++filt, and so do we. */
const otherThanFilt: ReadonlyMap<string, string> = new Map([
  // An inherited constructor has the name of the heir, not of the base.
  ['_ZN4yard4HeirCI1NS_4BaseEEi', 'yard::Heir::Heir(int)'],
  ['_ZN4yard4HeirCI2NS_4BaseEEi', 'yard::Heir::Heir(int)'],
  ['_ZN4yard4HeirCI5NS_4BaseEEi', 'yard::Heir::Heir(int)'],
  // Reference temporaries are not counted.
  ['_ZGR9reference_', 'reference temporary for reference'],
]);

const cpp = symbols.filter(([symbol]) => symbol.startsWith('_Z') && !/17h[0-9a-f]{16}E/.test(symbol));

test('symbols that g++ makes of our sources read as c++filt reads them, but for the named differences', () => {
  assert.ok(cpp.length > 130);
  for (const [symbol, text] of cpp) assert.equal(demangleItanium(symbol, all), otherThanFilt.get(symbol) ?? text, symbol);
});

test('the installed c++filt reads our symbols as we do', (t) => {
  const texts = filtered(cpp.map(([symbol]) => symbol));
  if (texts === undefined) return t.diagnostic('no c++filt here');
  cpp.forEach(([symbol], row) => assert.equal(demangleItanium(symbol, all), otherThanFilt.get(symbol) ?? texts[row], symbol));
});

/** c++filt of binutils 2.40 says the same of each. */
const facts: readonly (readonly [symbol: string, text: string])[] = [
  ['_ZN5Arena5levelE', 'Arena::level'],
  ['_ZN5StackIiiE5levelE', 'Stack<int, int>::level'],
  ['_Z1fM1AKFvvE', 'f(void (A::*)() const)'],
  ['_Z1fPFvvEM1SFvvE', 'f(void (*)(), void (S::*)())'],
  ['_ZN1N1TIiiE2mfES0_IddE', 'N::T<int, int>::mf(N::T<double, double>)'],
  ['_ZlsRKSoS0_', 'operator<<(std::ostream const&, std::ostream const&)'],
  ['_ZngILi42EEvN1AIXplT_Li2EEE1TE', 'void operator-<42>(A<(42)+(2)>::T)'],
  ['_ZZ1giE1s', 'g(int)::s'],
  ['_ZZZ1fvENKUlvE_clEvE1x', 'f()::{lambda()#1}::operator()() const::x'],
  ['_ZGVZ1fvE1x_0', 'guard variable for f()::x'],
  ['_ZZ1fvE1x__10_', 'f()::x'],
  ['_ZSt5state', 'std::state'],
  ['_ZNSsC1EPKcRKSaIcE', 'std::basic_string<char, std::char_traits<char>, std::allocator<char> >::basic_string(char const*, std::allocator<char> const&)'],
  ['_Z1fDv4_f', 'f(float __vector(4))'],
  ['_Z1fU8__strongP2id', 'f(id* __strong)'],
  ['_ZTC1D0_1B', 'construction vtable for B-in-D'],
  ['_ZGA1fv', 'hidden alias for f()'],
  ['_ZN12_GLOBAL__N_11fEv', '(anonymous namespace)::f()'],
  ['_GLOBAL__I__Z1fv', 'global constructors keyed to f()'],
  ['_GLOBAL__D__Z1fv', 'global destructors keyed to f()'],
  ['_Z1fIJicEEvDpRKT_', 'void f<int, char>(int const&, char const&)'],
  ['_Z1fIiEvDTcmfp_Li1EE', 'void f<int>(decltype ({parm#1},(1)))'],
  ['_Z1fv.isra.0.cold', 'f() [clone .isra.0] [clone .cold]'],
  ['_Z1fv.constprop.12', 'f() [clone .constprop.12]'],
  ['_Z1fv.part.3', 'f() [clone .part.3]'],
  ['_Z1fDF16_', 'f(_Float16)'],
  ['_ZW3Foo1fv', 'f@Foo()'],
  ['_ZDC1a1bE', '[a, b]'],
];

test('compressed names, locals, clones and what other compilers make read as GNU\'s demangler reads them', () => {
  for (const [symbol, text] of facts) assert.equal(demangleItanium(symbol, all), text, symbol);
});

test('pprof\'s library knows blocks, empty packs and addresses of functions better than c++filt', () => {
  for (const [symbol, text] of [
    ['___Z1fv_block_invoke', 'invocation function for block in f()'],
    ['___Z1fv_block_invoke_2', 'invocation function for block in f()'],
    ['_Z1fIJEiEvDpT_T0_', 'void f<int>(int)'],
    ['_Z1fIXadL_Z1gvEEEvv', 'void f<&g>()'],
  ] as const) assert.equal(demangleItanium(symbol, all), text, symbol);
});

test('a style leaves out parameters, template arguments, and what follows the name', () => {
  const symbol = '_ZZN1N3mapIicE3addERKS1_ENKUliE_clEi.cold';
  for (const [style, text] of [
    [all, 'N::map<int, char>::add(N::map<int, char> const&)::{lambda(int)#1}::operator()(int) const [clone .cold]'],
    [{...all, clones: false}, 'N::map<int, char>::add(N::map<int, char> const&)::{lambda(int)#1}::operator()(int) const'],
    [{...all, parameters: false}, 'N::map<int, char>::add(N::map<int, char> const&)::{lambda(int)#1}::operator()'],
    [{...all, parameters: false, enclosingParameters: false}, 'N::map<int, char>::add()::{lambda(int)#1}::operator()'],
    [{...all, parameters: false, enclosingParameters: false, templateArguments: false}, 'N::map::add()::{lambda(int)#1}::operator()'],
  ] as const) assert.equal(demangleItanium(symbol, style), text);
  assert.equal(demangleItanium('_Z1fvNoSuchSuffix', {...all, parameters: false}), 'f');
  assert.equal(demangleItanium('_Z1fv.NoSuchSuffix', all), undefined);
});

test('what is no symbol, or a damaged one, gives nothing', () => {
  for (const text of ['', 'main', '_', '_Z', '_ZN', '_ZN1aE1', '_Z5shor', '_Z1fT_', '_Z1fS_', '_Z1fS9_', '_ZNE', '_Z1fIi', '_Z1fPK', '_ZC1v', '_Z1fM', '_ZTV', '_Z1fDp', '_Z1fX', '_Z1fILi1', '_ZZ1f', '_Z99999999999f',
    '_ZN1acvT_Ev', '___Z1fv_block', '_block_invoke', '___Z_block_invoke', '_GLOBAL__N_1', '_GLOBAL__I_', '_Z1fv\u0000']) {
    assert.equal(demangleItanium(text, all), undefined, text);
  }
});

test('the first bytes of a symbol and changed ones never do worse than give nothing', () => {
  for (const [symbol] of cpp) {
    for (let length = 0; length < symbol.length; length += 3) demangleItanium(symbol.slice(0, length), all);
    for (let at = 2; at < symbol.length; at += 5) {
      for (const other of 'EIS_TDZ9') demangleItanium(symbol.slice(0, at) + other + symbol.slice(at + 1), all);
    }
  }
});

test('hostile symbols end soon, and without a text of their size in powers of two', () => {
  const long = 100_000;
  let doubled = '_Z1f1aIiiES_IS0_S0_E';
  for (let i = 1; i < 60; i++) doubled += `S_IS${base36(i)}_S${base36(i)}_E`;
  for (const [name, symbol] of [
    ['pointers', `_Z1f${'P'.repeat(long)}i`],
    ['nested names', `_ZN${'1a'.repeat(long)}E`],
    ['nested templates', `_Z1f${'1aI'.repeat(long)}i${'E'.repeat(long)}v`],
    ['nested locals', `_Z${'Z'.repeat(long)}1fv`],
    ['nested expressions', `_Z1fIX${'nt'.repeat(long)}Li1EEEvv`],
    ['nested scopes', `_Z1fIX${'gs'.repeat(long)}1aEEvv`],
    ['nested packs', `_Z1fI${'J'.repeat(long)}i`],
    ['nested declarations', `_Z1fIN1aUl${'Tt'.repeat(long)}`],
    ['tags', `_Z1f${'B1a'.repeat(long)}v`],
    ['doubling', doubled],
    ['conversions', `_ZN1a${'cvT_I'.repeat(40)}i${'E'.repeat(40)}`],
    ['a square', `_Z1fI${'J'}${'i'.repeat(3000)}EEvDp${'1aIDpT_'.repeat(3)}`],
  ] as const) assert.equal(demangleItanium(symbol, all), undefined, name);
});

function base36(value: number): string {
  return value.toString(36).toUpperCase();
}
