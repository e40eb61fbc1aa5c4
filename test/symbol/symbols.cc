// What the C++ rows of symbols.tsv were compiled from: g++ -std=c++20 -O1 -fno-inline -c, then nm.
#include <cstddef>
#include <cstdint>

namespace yard {

enum class Colour { red, green };
union Word { int i; float f; };
struct Plain { int x; int method(int) const; void both() volatile &; void moved() &&; static int count; };
int Plain::method(int a) const { return a + x; }
void Plain::both() volatile & {}
void Plain::moved() && {}
int Plain::count = 3;

struct Base { Base(int); virtual ~Base(); virtual Base *self(); virtual void act(); int b; };
struct Other { virtual ~Other(); virtual Other *twin(); virtual void work(); int o; };
struct Both : Base, Other { Both(); ~Both() override; Both *self() override; Both *twin() override; void work() override; };
struct Virtual : virtual Base, Other { Virtual(); void act() override; void work() override; };
struct Heir : Base { using Base::Base; };
Base::Base(int n) : b(n) {}
Base::~Base() {}
Base *Base::self() { return this; }
void Base::act() { b++; }
Other::~Other() {}
Other *Other::twin() { return this; }
void Other::work() { o++; }
Both::Both() : Base(1) {}
Both::~Both() {}
Both *Both::self() { return this; }
Both *Both::twin() { return this; }
void Both::work() { o = 3; }
Virtual::Virtual() : Base(2) {}
void Virtual::act() { b = 4; }
void Virtual::work() { o = 4; }
Heir makeHeir() { return Heir(3); }

struct Operators {
  Operators operator+(const Operators &) const; bool operator<(const Operators &) const; bool operator>>(int) const; Operators &operator++(); Operators operator++(int);
  int operator[](std::size_t) const; int operator()(int, int); operator bool() const; operator const char *() const; Operators *operator->(); Operators &operator=(const Operators &);
  template <class T> operator T *() const;
  static void *operator new(std::size_t); static void operator delete(void *); static void *operator new[](std::size_t);
};
Operators Operators::operator+(const Operators &) const { return *this; }
bool Operators::operator<(const Operators &) const { return false; }
bool Operators::operator>>(int) const { return false; }
Operators &Operators::operator++() { return *this; }
Operators Operators::operator++(int) { return *this; }
int Operators::operator[](std::size_t) const { return 1; }
int Operators::operator()(int a, int b) { return a + b; }
Operators::operator bool() const { return true; }
Operators::operator const char *() const { return ""; }
Operators *Operators::operator->() { return this; }
Operators &Operators::operator=(const Operators &) { return *this; }
template <class T> Operators::operator T *() const { return nullptr; }
template Operators::operator long *() const;
void *Operators::operator new(std::size_t) { static char room[8]; return room; }
void *Operators::operator new[](std::size_t) { static char room[8]; return room; }
void Operators::operator delete(void *) {}
long double operator""_m(long double v) { return v; }

void builtins(bool, char, signed char, unsigned char, short, unsigned short, int, unsigned, long, unsigned long, long long, unsigned long long, float, double, long double, wchar_t, char8_t, char16_t, char32_t, __int128, unsigned __int128, decltype(nullptr), ...) {}
void pointers(int *, const int *, int *const *, volatile char &, int &&, const void *const &, Plain *) {}
void arrays(int (&)[3], const char (*)[7], int (*(&)[2])[4]) {}
void functions(void (*)(int), int (&)(char, ...), void (*(*)(int))(char), int (*)[3], int (*(*)())[3], void (*)() noexcept) {}
int (*giver(char))[3] { return nullptr; }
void members(int Plain::*, int (Plain::*)(int) const, void (Plain::*)() &&, const int Plain::*) {}
void named(Colour, Word, Plain, struct Local *) {}
typedef int Four __attribute__((vector_size(16)));
void vectors(Four) {}
_Complex double complexes(_Complex float) { return 0; }
[[gnu::abi_tag("v2")]] int tagged() { return 2; }
struct [[gnu::abi_tag("aa", "bb")]] Tagged { int get(); };
int Tagged::get() { return 1; }
extern "C++" void *restricted(int *__restrict, const char *__restrict__ const) { return nullptr; }

template <class T> T same(T a) { return a; }
template int same<int>(int);
template const char *same<const char *>(const char *);
template <class T> void refs(T &&) {}
template void refs<int &>(int &);
template void refs<const Plain &>(const Plain &);
template void refs<long>(long &&);
template <int N, bool B, char C, long long L, Colour K> int values() { return N; }
template int values<-3, true, 'x', -5000000000LL, Colour::green>();
template <unsigned U, unsigned long W> struct Sized { static int of(); };
template <unsigned U, unsigned long W> int Sized<U, W>::of() { return U; }
template struct Sized<4u, 8ul>;
template <const int *P, int (*F)(int), int Plain::*M> int places() { return 0; }
extern const int place; const int place = 1; int function(int a) { return a; }
template int places<&place, &function, &Plain::x>();
template <decltype(nullptr)> void nothing() {}
template void nothing<nullptr>();
template <class... Ts> struct List { template <class... Us> static int with(Us...); };
template <class... Ts> template <class... Us> int List<Ts...>::with(Us...) { return sizeof...(Us); }
template int List<>::with<>();
template int List<int, char>::with<long, Plain *>(long, Plain *);
template <class... Ts> int count(const Ts &...) { return sizeof...(Ts); }
template int count<>();
template int count<int, List<int>, List<List<char>>>(const int &, const List<int> &, const List<List<char>> &);
template <template <class...> class C, class T> C<T> wrap(T) { return {}; }
template List<int> wrap<List, int>(int);
template <class T> auto twice(T a) -> decltype(a + a) { return a + a; }
template int twice<int>(int);
template <class T, class U> auto either(T a, U b) -> decltype(a < b ? a : b) { return a < b ? a : b; }
template long either<int, long>(int, long);
template <class T> auto call(T f) -> decltype(f(1, static_cast<char>(2)).x) { return f(1, 2).x; }
Plain maker(int, char) { return {}; }
template int call<Plain (*)(int, char)>(Plain (*)(int, char));
template <class T, int N> int sized(char (*)[sizeof(T) + N * 2]) { return N; }
template int sized<int, 3>(char (*)[10]);
template <class T> auto negated(T a) -> decltype(!a && -a > ~a) { return true; }
template bool negated<int>(int);
template <class... Ts> auto sum(Ts... a) -> decltype((a + ... + 0)) { return (a + ... + 0); }
template int sum<int, int>(int, int);
template <class T> struct Inner { struct Node { T value; Node *next; Node *find(const Node &) const; }; enum Kind { one }; };
template <class T> typename Inner<T>::Node *Inner<T>::Node::find(const Node &) const { return next; }
template struct Inner<Inner<int>::Node>;
template <class T> requires(sizeof(T) > 1) T wide(T a) { return a; }
template int wide<int>(int);
auto shortened(auto a, auto *b) { return a + *b; }
template auto shortened<int, int>(int, int *);

auto lambda() { return [](int a, auto b) { return a + b; }; }
int useLambdas() {
  auto first = [] { return 1; };
  auto second = [](const char *, Plain &) mutable { return 2; };
  auto third = []<class T, int N>(T (&)[N]) { return N; };
  Plain p; int four[4];
  return first() + second("", p) + third(four) + lambda()(1, 2L);
}
template <class F> int apply(F f) { return f(1); }
int applied(int n) {
  struct Local { int n; int operator()(int m) const { return n + m; } };
  static int calls = same(n);
  calls++;
  return apply(Local{n}) + apply([n](int m) { return n * m; }) + apply([](auto m) { return m; });
}
struct Defaults { int method(int = [] { return 7; }(), int = [] { return 8; }()); };
int Defaults::method(int a, int b) { return a + b; }
int useDefaults() { return Defaults().method(); }
inline int initialised = [] { return 9; }();
int *useInitialised() { return &initialised; }
struct { int x; int get() { return x; } } anonymous;
int useAnonymous() { return anonymous.get(); }
thread_local Base perThread(5);
int useThread() { return perThread.b; }
}

namespace {
struct Hidden { virtual void show() {} };
template <class T> int hidden(T, Hidden *h) { h->show(); return 1; }
}
int useHidden() { Hidden h; return hidden(3, &h); }
namespace std { struct ours {}; int useOurs(ours) { return 1; } }
int inStd(std::ours a) { return std::useOurs(a); }
const int &reference = yard::same(4);
