import assert from 'node:assert/strict';
import {test} from 'node:test';
import {demangle} from '../../src/symbol/demangle.js';
import {demangleLegacyRust, demangleRust} from '../../src/symbol/rust.js';
import {filtered, symbols} from './symbols.js';

const all = {parameters: true, enclosingParameters: true, templateArguments: true, clones: true};
const rust = symbols.filter(([symbol]) => symbol.startsWith('_R') || /17h[0-9a-f]{16}E$/.test(symbol));

/** Where pprof's library says something else than c++filt, and so do we: a first _ is lost. */
function pprofs(symbol: string, text: string): string {
  return /^_ZN4yard7_hidden17h/.test(symbol) ? 'yard::hidden' : text;
}

test('symbols that rustc makes of our sources, in both schemes, read as c++filt reads them', () => {
  assert.ok(rust.length > 70);
  for (const [symbol, text] of rust) assert.equal(demangle(symbol, all), pprofs(symbol, text), symbol);
});

test('the installed c++filt reads our Rust symbols as we do', (t) => {
  const texts = filtered(rust.map(([symbol]) => symbol));
  if (texts === undefined) return t.diagnostic('no c++filt here');
  rust.forEach(([symbol], row) => assert.equal(demangle(symbol, all), pprofs(symbol, texts[row]!), symbol));
});

test('the examples of RFC 2603 read as it says', () => {
  for (const [symbol, text] of [
    ['_RNvC7mycrate3foo', 'mycrate::foo'],
    ['_RNvNtC7mycrate3foo3bar', 'mycrate::foo::bar'],
    ['_RNCNvC7mycrate3foo0', 'mycrate::foo::{closure#0}'],
    ['_RNCNvC7mycrate3foos_0', 'mycrate::foo::{closure#1}'],
    ['_RINvC3std3memlE', 'std::mem::<i32>'],
    ['_RNvMC1aNtB2_3Foo3bar', '<a::Foo>::bar'],
    ['_RNvYNtC1a3FooNtB4_5Trait3bar', '<a::Foo as a::Trait>::bar'],
    ['_RNvC1au8gdel_5qa', 'a::gödel'],
    ['_RNvC1a1b.llvm.1234', 'a::b'],
    ['_RINvC1a1bKj7b_E', 'a::b::<123>'],
    ['_RINvC1a1bKan80_E', 'a::b::<-128>'],
    ['_RINvC1a1bFG_RL0_eEuE', "a::b::<for<'a> fn(&'a str)>"],
    ['_RINvC1a1bDNtC1c1dp4ItemuEL_E', 'a::b::<dyn c::d<Item = ()>>'],
  ] as const) assert.equal(demangleRust(symbol, all), text, symbol);
});

test('without template arguments the brackets of v0 stay, and the older scheme is as it was', () => {
  const brief = {...all, templateArguments: false};
  assert.equal(demangle('_RINvC1a1bmE', brief), 'a::b::<>');
  assert.equal(demangle('_ZN25_$LT$a..B$LT$T$GT$$GT$$GT$3newE', brief), undefined);
  assert.equal(demangle('_ZN4yard14Plain$LT$T$GT$3new17h5f6aae12fa20aa8cE', brief), 'yard::Plain<T>::new');
});

test('a name behind two unnamed closures is misread as pprof\'s library misreads it, which takes 001 for one number', () => {
  // c++filt reads c::d::{closure#0}::{closure#0}::x.
  assert.equal(demangleRust('_RNvNCNCNvC1c1d001x', all), undefined);
  assert.equal(demangleRust('_RNvNCNCNvC1c1d0s_01x', all), undefined);
  assert.equal(demangleRust('_RNCNCNvC1c1d0s_0', all), 'c::d::{closure#0}::{closure#1}');
});

test('the older scheme is told from C++ by its hash, of five different digits at least', () => {
  for (const [symbol, text] of [
    ['_ZN3foo3bar17h05af221e174051e9E', 'foo::bar'],
    ['_ZN3foo3bar17h05af221e174051e9E.llvm.1234', 'foo::bar'],
    ['_ZN3foo3bar17h1111222233334444E', undefined],
    ['_ZN3foo3bar17h05af221e17405XYZE', undefined],
    ['_ZN3foo20_$LT$A$u20$as$u20$B$GT$17h05af221e174051e9E', undefined],
    ['_ZN3foo23_$LT$A$u20$as$u20$B$GT$17h05af221e174051e9E', 'foo::<A as B>'],
    ['_ZN3foo8a..b$C$c17h05af221e174051e9E', 'foo::a::b,c'],
    ['_ZN3foo7a$XX$bc17h05af221e174051e9E', 'foo::a$XX$bc'],
    ['_ZN3foo3bar', undefined],
    ['_ZN9foo3bar17h05af221e174051e9E', undefined],
  ] as const) assert.equal(demangleLegacyRust(symbol), text, symbol);
});

test('what is no symbol of v0, or a damaged one, gives nothing', () => {
  for (const text of ['_R', '_R0NvC1a1b', '_RC', '_RC5ab', '_RNv', '_RNvC1a', '_RNvC1a1', '_RIC1a', '_RIC1auX', '_RB_', '_RNvB_1a', '_RMC1aB9_', '_RIC1aKb2_E', '_RIC1aKj_E', '_RIC1aKj00_E', '_RIC1aKc1234567_E',
    '_RIC1aL5_E', '_RIC1aRB_E', '_RCu1_', '_RC1-', '_RNvC1a1bNvC1c1d!', '_RIC1aDE', 'R', '']) {
    assert.equal(demangleRust(text, all), undefined, text);
  }
});

test('hostile symbols of v0 end soon', () => {
  const long = 100_000;
  let doubled = '_RIC1aTuuE';
  for (let i = 0, last = 4; i < 60; i++) {
    const at = doubled.length - 2;
    doubled += `TB${base62(last)}B${base62(last)}E`;
    last = at;
  }
  for (const [name, symbol] of [
    ['paths', `_R${'Nv'.repeat(long)}C1a`],
    ['references', `_RIC1a${'R'.repeat(long)}uE`],
    ['constants', `_RIC1a${'AB'.repeat(long)}`],
    ['lifetimes', `_RIC1aFG${'Z'.repeat(8)}_uE`],
    ['doubling', `${doubled}E`],
    ['punycode', `_RCu${long}_${'a'.repeat(long)}`],
  ] as const) assert.equal(demangleRust(symbol, all), undefined, name);
});

function base62(value: number): string {
  if (value === 0) return '_';
  let digits = '';
  for (let rest = value - 1; digits === '' || rest > 0; rest = Math.floor(rest / 62)) {
    digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'.charAt(rest % 62) + digits;
  }
  return `${digits}_`;
}
