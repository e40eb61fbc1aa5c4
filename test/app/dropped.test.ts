import assert from 'node:assert/strict';
import {test} from 'node:test';
import {filesOf} from '../../src/app/dropped.js';

/** A file, or a folder that lists two entries at a time. */
function entry(name: string, inside?: readonly FileSystemEntry[]): FileSystemEntry {
  const parts = [...inside ?? []];
  return {
    name,
    isFile: inside === undefined,
    isDirectory: inside !== undefined,
    file: (take: (file: File) => void) => take(new File([], name)),
    createReader: () => ({readEntries: (take: (entries: FileSystemEntry[]) => void) => take(parts.splice(0, 2))}),
  } as unknown as FileSystemEntry;
}

async function namesOf(...entries: FileSystemEntry[]): Promise<string[]> {
  return (await filesOf(entries)).map(({name}) => name);
}

test('a file is taken whatever it is called', async () => {
  assert.deepEqual(await namesOf(entry('README'), entry('cpu.pb.gz')), ['README', 'cpu.pb.gz']);
});

test('of a folder the files are taken that are called like profiles, those of its folders too, by their names', async () => {
  const folder = entry('run', [entry('heap.pb.gz'), entry('README.md'), entry('cpu.prof'), entry('deep', [entry('goroutine.txt'), entry('main.go')]), entry('.git', [entry('x.gz')])]);
  assert.deepEqual(await namesOf(folder), ['cpu.prof', 'goroutine.txt', 'heap.pb.gz']);
});

test('of a folder with more than any person means 500 are taken', async () => {
  assert.equal((await namesOf(entry('all', Array.from({length: 600}, (_, n) => entry(`p${n}.pb.gz`))))).length, 500);
});
