// What the Rust rows of symbols.tsv were compiled from: rustc --crate-name yard --crate-type=lib --emit=obj -C opt-level=0,
// once with -C symbol-mangling-version=v0 and once with =legacy, then nm.
#![allow(dead_code, improper_ctypes_definitions)]
use std::fmt::Display;

pub struct Plain<T> { value: T }
pub trait Speak { fn speak(&self) -> usize; fn twice(&self) -> usize { self.speak() * 2 } }
impl<T: Display> Speak for Plain<T> { #[inline(never)] fn speak(&self) -> usize { self.value.to_string().len() } }
impl Speak for [u8] { #[inline(never)] fn speak(&self) -> usize { self.len() } }
impl<'a> Speak for &'a (i32, char) { #[inline(never)] fn speak(&self) -> usize { 2 } }
impl Speak for () { #[inline(never)] fn speak(&self) -> usize { 0 } }
impl<T> Plain<T> { #[inline(never)] pub fn new(value: T) -> Self { Plain { value } } }
impl Plain<[i64; 4]> { #[inline(never)] pub fn fixed(&self) -> i64 { self.value[0] } }

#[inline(never)] pub fn generic<T>(value: T) -> T { value }
#[inline(never)] pub fn sized<const N: usize, const B: bool, const C: char, const I: i8>() -> usize { N + B as usize + C as usize + I as usize }
#[inline(never)] pub fn pointer(p: *const u8, q: *mut u8) -> bool { generic(p) == generic(q) as *const u8 }
#[inline(never)] pub fn applied<F: Fn(i32) -> i32>(f: F) -> i32 { f(1) }
#[inline(never)] pub fn dynamic(value: &dyn Speak) -> usize { generic(value).twice() }
#[inline(never)] pub fn boxed(f: Box<dyn Fn(i32) -> i32 + Send>) -> i32 { generic(f)(2) }
#[inline(never)] pub fn iterated(i: &mut dyn Iterator<Item = (u8, f64)>) -> usize { generic(i).count() }
#[inline(never)] fn _hidden() -> i32 { 3 }
mod inner { pub mod deep { #[inline(never)] pub fn gödel() -> i32 { generic(5) } #[inline(never)] fn generic<T>(t: T) -> T { t } } }

#[no_mangle] pub extern "C" fn run(n: i32) -> usize {
    fn local(n: i32) -> i32 { n + 1 }
    static mut TABLE: [i32; 2] = [1, 2];
    let add = |m: i32| m + n;
    let mut total = applied(add) + applied(|m| applied(|k| k + m)) + generic(local)(n) + _hidden() + inner::deep::gödel();
    unsafe { TABLE[0] += total; total += TABLE[1]; }
    total += generic::<extern "C" fn(i32) -> usize>(run)(0) as i32;
    total += generic::<for<'a> fn(&'a str, &'a mut i128) -> &'a str>(pick)("a", &mut 4).len() as i32;
    generic([1u16, 2]); generic((1u8,)); generic("text"); generic(&mut total);
    Plain::new(3.5f32).speak() + Plain::new("x").twice() + b"abc"[..].speak() + (&(1, 'a')).speak() + ().speak() + Plain::new([1i64; 4]).fixed() as usize
        + sized::<3, true, 'q', -4>() + sized::<18446744073709551615, false, '\n', 0>() + sized::<0, false, 'é', 1>() + dynamic(&()) + boxed(Box::new(move |k| k + n)) as usize
        + iterated(&mut std::iter::once((1u8, 2.0))) + pointer(&1, &mut 2) as usize
}
fn pick<'a>(a: &'a str, _: &'a mut i128) -> &'a str { a }
