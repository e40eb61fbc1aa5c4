import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {after, test} from 'node:test';
import {startLab, type Bench} from './lab.js';

declare const bench: Bench;

// Where Go is installed, the handler of the README in front of Go's own net/http/pprof.
if (spawnSync('go', ['version']).status === 0) {
  const lab = await startLab();
  const folder = await mkdtemp(join(tmpdir(), 'icicle-go-'));
  const [handler] = /func profiles\([^]*?\n}\n/.exec(await readFile('README.md', 'utf8')) ?? assert.fail('the README has no handler');
  await writeFile(join(folder, 'main.go'), `package main

import (
	"fmt"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"runtime"
	"time"
)

${handler}
func main() {
	runtime.SetBlockProfileRate(1)
	runtime.SetMutexProfileFraction(1)
	go func() {
		for n := 0; ; n++ {
			_ = fmt.Sprint(n)
		}
	}()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr())
	server := &http.Server{Handler: profiles(os.Args[1], http.DefaultServeMux), WriteTimeout: 45 * time.Second}
	panic(server.Serve(listener))
}
`);
  const built = spawnSync('go', ['build', '-o', 'server', 'main.go'], {cwd: folder, encoding: 'utf8', env: {...process.env, GO111MODULE: 'off'}});
  assert.equal(built.status, 0, built.stderr);
  const server = spawn(join(folder, 'server'), [new URL(lab.url).origin], {stdio: ['ignore', 'pipe', 'inherit']});
  after(async () => {
    server.kill();
    await rm(folder, {recursive: true, force: true});
  });
  const host = await new Promise<string>((resolve) => createInterface(server.stdout).once('line', resolve));

  const collect = async (path: string, seconds: number, cancelAfterMillis?: number) => {
    const page = await lab.open();
    const result = await page.evaluate(async ({address, seconds, cancelAfterMillis}) => {
      if (cancelAfterMillis !== undefined) setTimeout(() => void bench.engine.cancel(), cancelAfterMillis);
      return bench.told(bench.collector.open(bench.engine, address, {seconds}, () => {}).then(({info}) => info.kind));
    }, {address: `${host}/debug/pprof/${path}`, seconds, cancelAfterMillis});
    await page.close();
    return result;
  };

  for (const [path, kind] of [
    ['heap', 'heap'], ['allocs', 'allocs'], ['goroutine', 'goroutine'], ['goroutine?debug=1', 'goroutine'], ['goroutine?debug=2', 'goroutine'], ['block', 'block'],
    ['mutex', 'mutex'], ['threadcreate', 'threadcreate'], ['heap?seconds=1', 'heap'], ['heap?gc=1', 'heap'], ['mutex?seconds=1', 'mutex'],
  ] as const) {
    test(`Go's own ${path} is collected`, async () => assert.deepEqual(await collect(path, 0), {value: kind}));
  }

  test('what Go refuses is explained in its own words', async () => {
    const missing = await collect('nosuch', 0);
    assert.match(JSON.stringify(missing), /"status".*404.*Unknown profile/);
    const long = await collect('profile', 60);
    assert.match(JSON.stringify(long), /"status".*400.*profile duration exceeds server's WriteTimeout/);
    const [one, other] = await Promise.all([collect('profile', 2), collect('profile', 2)]);
    const refused = 'code' in one ? one : other;
    assert.match(JSON.stringify(refused), /"status".*500.*cpu profiling already in use/);
    assert.deepEqual(refused === one ? other : one, {value: 'cpu'});
  });

  test('a CPU profile that is cancelled frees the profiler of Go, so that the next one is collected', async () => {
    const cancelled = await collect('profile', 30, 500);
    assert.equal('code' in cancelled && cancelled.code, 'cancelled');
    assert.deepEqual(await collect('profile', 1), {value: 'cpu'});
  });
}
