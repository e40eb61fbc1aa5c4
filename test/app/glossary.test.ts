import assert from 'node:assert/strict';
import {test} from 'node:test';
import {explanationOf} from '../../src/app/glossary.js';

test('the functions of the runtime that people meet are explained', () => {
  const names = [
    'mallocgc', 'gcBgMarkWorker', 'gcAssistAlloc', 'gcDrain', 'scanobject', 'memmove', 'memclrNoHeapPointers', 'growslice', 'mapassign', 'mapaccess1_faststr',
    'mapassign_fast64', 'newstack', 'asyncPreempt', 'netpoll', 'futex', 'findRunnable', 'schedule', 'selectgo', 'chanrecv', 'chanrecv1',
  ];
  assert.deepEqual(names.filter((name) => explanationOf(`runtime.${name}`) === undefined), []);
  assert.notEqual(explanationOf('internal/runtime/syscall.Syscall6'), undefined);
});

test('an explanation is three short sentences', () => {
  const {what, fault, tryThis} = explanationOf('runtime.gcBgMarkWorker.func2')!;
  for (const text of [what, fault, tryThis]) assert.match(text, /^.{10,140}\.$/);
});

test('what is not of the runtime is not explained, whatever it is called', () => {
  assert.deepEqual(['main.mallocgc', 'runtime.mallocgcx', 'mallocgc', '__proto__', 'constructor', ''].map(explanationOf), [undefined, undefined, undefined, undefined, undefined, undefined]);
});
