import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Role, roleCount} from '../../src/config/role.js';
import type {Profile} from '../../src/profile/profile.js';
import {drivesByFunction} from '../../src/report/drives.js';
import {packageOf} from '../../src/report/package-of.js';
import {guessYourCode, rolesOf} from '../../src/report/roles.js';
import {profileOf} from '../helpers/profile-of.js';

const roleNames = Object.fromEntries(Object.entries(Role).map(([name, role]) => [role, name]));

function roles(profile: Profile, yourCode = ''): Map<string, string> {
  const {byFunction} = rolesOf(profile, yourCode);
  return new Map(Array.from(byFunction, (role, row) => [profile.strings.get(profile.functions.name[row]!), roleNames[role]!]));
}

test('a function\'s package is read off its name, and off its file for scripts', () => {
  const cases: [name: string, file: string, package_: string][] = [
    ['main.work', '', 'main'],
    ['main.(*T[go.shape.int]).Do.func1', 'main.go', 'main'],
    ['github.com/a/b.v2/c.(*T).Do', '', 'github.com/a/b.v2/c'],
    ['gopkg.in/yaml%2ev3.Unmarshal', '', 'gopkg.in/yaml.v3'],
    ['main.list.Do', 'main.go', 'main'],
    ['aeshashbody', 'asm.s', ''],
    ['com.example.app.Shop.sell', '', 'com.example.app'],
    ['java.util.HashMap.get', 'HashMap.java', 'java.util'],
    ['absl::Mutex::Lock()', '', 'absl'],
    ['(anonymous namespace)::f(std::string)', 'a.cc', '(anonymous namespace)'],
    ['std::vector<demo::A>::push_back', '', 'std'],
    ['f(std::string)', '', ''],
    ['read', '/app/node_modules/@scope/name/index.js', '@scope/name'],
    ['read', '/venv/lib/python3.12/site-packages/six.py', 'six'],
    ['readFileSync', 'node:fs', 'node:fs'],
    ['handle', '/app/src/server.ts', '/app/src'],
  ];
  for (const [name, file, package_] of cases) assert.equal(packageOf(name, file), package_, name);
});

test('Go\'s frames are told apart by import path, by version, and by what the runtime does in them', () => {
  const profile = profileOf('cpu nanoseconds', `
    main.main@/home/me/shop/cmd/shop/main.go 1
    github.com/me/shop/stock.Find@/home/me/shop/stock/find.go 1
    github.com/you/lib.F@/root/go/pkg/mod/github.com/you/lib@v1.2.3/f.go 1
    vendor/golang.org/x/net/http2.F@/usr/local/go/src/vendor/golang.org/x/net/http2/f.go 1
    net/http.Get@/usr/local/go/src/net/http/client.go 1
    runtime.mallocgc@/usr/local/go/src/runtime/malloc.go 1
    runtime.(*mheap).alloc.func1@/usr/local/go/src/runtime/mheap.go 1
    runtime.gcDrain@/usr/local/go/src/runtime/mgcmark.go 1
    runtime.(*sweepLocked).sweep@/usr/local/go/src/runtime/mgcsweep.go 1
    gcWriteBarrier@/usr/local/go/src/runtime/asm_amd64.s 1
    runtime.schedule@/usr/local/go/src/runtime/proc.go 1
    runtime.handoffp@/usr/local/go/src/runtime/proc.go 1
    internal/runtime/syscall.Syscall6@/usr/local/go/src/internal/runtime/syscall/asm.s 1
    runtime/pprof.profileWriter@/usr/local/go/src/runtime/pprof/pprof.go 1
  `);
  assert.deepEqual([...roles(profile).values()], [
    'yourCode', 'yourCode', 'modules', 'modules', 'standardLibrary', 'allocation', 'allocation', 'gc', 'gc', 'gc', 'runtime', 'runtime', 'runtime', 'standardLibrary',
  ]);
  assert.equal(guessYourCode(profile), 'main,github.com/me/shop/stock');
});

test('functions of one file of Go are told apart by what their names say', () => {
  const profile = profileOf('cpu nanoseconds', `
    example.com/a.First@all.go 1
    example.com/a.(*T[example.com/b/c.U]).Do@all.go 1
    example.com/a/b.Below@all.go 1
    net/http.Get@all.go 1
    example.com/a.Last@all.go 1
    runtime.mallocgc@all.go 1
    runtime.gcDrain@all.go 1
    runtime.schedule@all.go 1
  `);
  assert.deepEqual([...roles(profile, 'example.com/a/b').values()], ['modules', 'modules', 'yourCode', 'standardLibrary', 'modules', 'allocation', 'gc', 'runtime']);
});

test('the import paths of one module are guessed by what they have in common', () => {
  const profile = profileOf('cpu nanoseconds', `
    main.main@shop/cmd/main.go 1
    github.com/me/shop/stock/db.Find@github.com/me/shop/stock/db/find.go 1
    github.com/me/shop/web.Serve@github.com/me/shop/web/serve.go 1
    example.org/tool.Run@example.org/tool@v1.0.0/run.go 1
  `);
  assert.equal(guessYourCode(profile), 'main,github.com/me/shop');
});

test('what the person says is theirs is theirs, below a path and not beside it', () => {
  const profile = profileOf('cpu nanoseconds', `
    main.main@/a/main.go 1
    github.com/me/shop.A@/a/a.go 1
    github.com/me/shop/web.B@/a/web/b.go 1
    github.com/me/shopping.C@/b/c.go 1
    encoding/json.D@/usr/local/go/src/encoding/json/d.go 1
    runtime.mallocgc@/usr/local/go/src/runtime/malloc.go 1
  `);
  assert.deepEqual([...roles(profile, 'github.com/me/shop, encoding/json').values()], ['yourCode', 'yourCode', 'yourCode', 'modules', 'yourCode', 'allocation']);
});

test('scripts are told apart by their files', () => {
  const profile = profileOf('wall nanoseconds', `
    handle@/app/src/server.js 1
    query@/app/src/db/query.js 1
    send@/app/node_modules/express/lib/response.js 1
    (anonymous)@node 1
    (garbage_collector)@ 1
  `);
  assert.deepEqual([...roles(profile).values()].slice(0, 3), ['yourCode', 'yourCode', 'modules']);
  assert.equal(guessYourCode(profile), '/app/src');
});

test('C++ without a guess takes all that is no library for the person\'s own', () => {
  const profile = profileOf('cpu nanoseconds', `
    main@/src/main.cc 1
    shop::Find(int)@/src/find.cc 1
    std::sort@/usr/include/c++/12/bits/stl_algo.h 1
    malloc@ 1
    _start@ 1
  `);
  assert.deepEqual([...roles(profile).values()], ['yourCode', 'yourCode', 'standardLibrary', 'allocation', 'runtime']);
  assert.equal(guessYourCode(profile), '');
});

test('every role has its place in the columns', () => {
  assert.equal(Math.max(...Object.values(Role)) + 1, roleCount);
  // The flame graph keeps a category in three bits.
  assert.ok(roleCount <= 8);
});

test('each sample drives the function of theirs that is nearest to its leaf', () => {
  const profile = profileOf('cpu nanoseconds', `
    main.main;main.load;strings.Index          1
    main.main;main.load                        2
    main.main;strings.Map;main.each;strings.X  4
    main.main;strings.Map                      8
    runtime.schedule                          16
    main.main>main.inlined;strings.X          32
  `);
  const drives = drivesByFunction(profile, rolesOf(profile), 0);
  const byName = Object.fromEntries(Array.from(drives, (value, row) => [profile.strings.get(profile.functions.name[row]!), value]));
  assert.deepEqual([byName['main.main'], byName['main.load'], byName['main.each'], byName['main.inlined'], byName['strings.X']], [8, 3, 4, 32, 0]);
});
