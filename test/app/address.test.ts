import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Failure} from '../../src/base/failure.js';
import {readAddress} from '../../src/app/address.js';

// What is pasted, and what is asked (fetch.go adjustURL; go tool pprof's default path).
const meant: readonly [pasted: string, url: string][] = [
  ['localhost:6060', 'http://localhost:6060/debug/pprof/profile'],
  ['http://localhost:6060', 'http://localhost:6060/debug/pprof/profile'],
  ['http://localhost:6060/', 'http://localhost:6060/debug/pprof/profile'],
  ['localhost:6060/debug/pprof', 'http://localhost:6060/debug/pprof/profile'],
  ['localhost:6060/debug/pprof/', 'http://localhost:6060/debug/pprof/profile'],
  ['localhost:6060/debug/pprof/heap', 'http://localhost:6060/debug/pprof/heap'],
  [':6060', 'http://localhost:6060/debug/pprof/profile'],
  [':6060/debug/pprof/allocs', 'http://localhost:6060/debug/pprof/allocs'],
  ['//box:80/debug/pprof/heap', 'http://box/debug/pprof/heap'],
  ['box/debug/pprof/heap?seconds=5', 'http://box/debug/pprof/heap?seconds=5'],
  ['127.0.0.1:6060/debug/pprof/mutex', 'http://127.0.0.1:6060/debug/pprof/mutex'],
  ['[::1]:6060/debug/pprof/block', 'http://[::1]:6060/debug/pprof/block'],
  ['https://prof.example.com/cpu.pb.gz#top', 'https://prof.example.com/cpu.pb.gz'],
  ['  HTTP://LOCALHOST:6060/debug/pprof/heap  ', 'http://localhost:6060/debug/pprof/heap'],
  ['"http://localhost:6060/debug/pprof/heap"', 'http://localhost:6060/debug/pprof/heap'],
  ['go tool pprof -seconds 5 http://localhost:6060/debug/pprof/profile', 'http://localhost:6060/debug/pprof/profile'],
  ['go tool pprof localhost:6060/debug/pprof/heap', 'http://localhost:6060/debug/pprof/heap'],
  ['curl -o cpu.pb.gz \'http://localhost:6060/debug/pprof/profile?seconds=30\'', 'http://localhost:6060/debug/pprof/profile?seconds=30'],
];

for (const [pasted, url] of meant) {
  test(`${pasted} is ${url}`, () => {
    assert.equal(readAddress(pasted, false).url, url);
  });
}

const refused = [
  '', ' ', 'file:///etc/passwd', 'data:text/plain,x', 'data:1', 'blob:http://localhost/1', 'javascript:alert(1)', 'JavaScript:alert(1)', 'java\tscript:alert(1)',
  'ftp://host/x', 'ws://host/x', 'wss://host', 'view-source:http://x/', 'chrome://gpu', 'about:blank', 'about:1', 'mailto:a@b.c', 'https+insecure://host/debug/pprof/heap',
  'filesystem:http://x/', 'gopher://host', 'http://user:pass@host/debug/pprof/heap', 'https://user@host/', 'user:pass@host:6060/', '/debug/pprof/heap', 'http://', 'http:///', 'http://[', 'hello world',
  'http://host:99999/',
];

for (const text of refused) {
  test(`${JSON.stringify(text)} is refused before anything is asked`, () => {
    assert.throws(() => readAddress(text, false), (reason) => reason instanceof Failure && reason.code === 'bad-address');
  });
}

test('the seconds that are asked for replace those of the address', () => {
  const {url, seconds} = readAddress('localhost:6060/debug/pprof/profile?seconds=30&debug=0', false, 5);
  assert.equal(url, 'http://localhost:6060/debug/pprof/profile?seconds=5&debug=0');
  assert.equal(seconds, 5);
});

test('a service measures for as long as its address says, a CPU profile for 30 seconds, all else not at all', () => {
  assert.equal(readAddress('localhost:6060/debug/pprof/heap?seconds=7', false).seconds, 7);
  assert.equal(readAddress('localhost:6060', false).seconds, 30);
  assert.equal(readAddress('localhost:6060/debug/pprof/heap', false).seconds, 0);
  assert.equal(readAddress('localhost:6060/debug/pprof/heap?seconds=x', false).seconds, 0);
});

test('a secure page takes a public host without a scheme for https, since it could not ask it otherwise', () => {
  assert.equal(readAddress('prof.example.com/debug/pprof/heap', true).url, 'https://prof.example.com/debug/pprof/heap');
  assert.equal(readAddress('localhost:6060', true).url, 'http://localhost:6060/debug/pprof/profile');
  assert.equal(readAddress('192.168.0.5:6060', true).url, 'http://192.168.0.5:6060/debug/pprof/profile');
});

const spaces: readonly [host: string, space: string][] = [
  ['localhost', 'loopback'], ['app.localhost', 'loopback'], ['127.0.0.1', 'loopback'], ['127.9.9.9', 'loopback'], ['[::1]', 'loopback'],
  ['10.1.2.3', 'local'], ['172.16.0.1', 'local'], ['172.32.0.1', 'public'], ['192.168.1.1', 'local'], ['169.254.1.1', 'local'], ['box', 'local'],
  ['nas.local', 'local'], ['[fe80::1]', 'local'], ['[fd00::1]', 'local'], ['8.8.8.8', 'public'], ['example.com', 'public'], ['[2001:db8::1]', 'public'],
];

for (const [host, space] of spaces) {
  test(`${host} is ${space}`, () => {
    assert.equal(readAddress(`http://${host}/debug/pprof/heap`, false).space, space);
  });
}

test('a profile is named after the file at its address, or after what and where', () => {
  assert.equal(readAddress('https://example.com/a/cpu.pb.gz', false).name, 'cpu.pb.gz');
  assert.equal(readAddress('localhost:6060/debug/pprof/heap', false).name, 'heap of localhost:6060');
});
