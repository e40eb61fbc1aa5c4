import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {runReport} from '../report-command.js';

// Where Go is installed: what -proto writes says to go tool pprof what the file says to it.
if (spawnSync('go', ['version']).status === 0) {
  const folder = mkdtempSync(join(tmpdir(), 'icicle-proto-'));
  after(() => rmSync(folder, {recursive: true}));

  const top = (path: string, ...options: readonly string[]): string => {
    const {status, stdout, stderr} = spawnSync('go', ['tool', 'pprof', '-symbolize=none', ...options, path], {encoding: 'utf8', env: {...process.env, TZ: 'UTC'}});
    assert.equal(status, 0, stderr);
    return stdout;
  };

  for (const name of ['go1.24.cpu.labels.pb.gz', 'go1.24.server.heap.pb.gz', 'go1.24.server.mutex.pb.gz', 'node.cpu.labels.pb.gz', 'inline-columns.pb.gz', 'hugevalues.pb.gz', 'gperftools.cpu.legacy.prof']) {
    test(`go tool pprof reads -proto of ${name} as it reads the file`, async () => {
      const path = join('test/profiles', name);
      const {output, exit} = await runReport(['-proto', path], () => {});
      assert.equal(exit, 0);
      const again = join(folder, `${name}.pb.gz`);
      writeFileSync(again, output);
      for (const options of [['-top'], ['-top', '-lines', '-nodecount=0'], ['-tags']]) assert.equal(top(again, ...options), top(path, ...options), options.join(' '));
    });
  }
}
