import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {test} from 'node:test';

for (const [name, project] of [['page', 'src/tsconfig.page.json'], ['worker', 'src/tsconfig.worker.json'], ['tests', 'test']] as const) {
  test(`the types of the ${name} agree`, async () => {
    silent(await said(['node_modules/typescript/bin/tsc', '--noEmit', '-p', project]));
  });
}

test('the linter has nothing to say', async () => {
  silent(await said(['node_modules/oxlint/bin/oxlint', '--config', 'test/oxlint.json', '--quiet', '--format=unix', 'src', 'test']));
});

/** What a program of ours prints where it fails, '' where all is well. */
function said(args: readonly string[]): Promise<string> {
  return new Promise((done) => {
    execFile(process.execPath, args, {maxBuffer: 1 << 24}, (error, stdout, stderr) => done(error === null ? '' : `${stdout}${stderr}`));
  });
}

function silent(text: string): void {
  if (text !== '') assert.fail(text);
}
