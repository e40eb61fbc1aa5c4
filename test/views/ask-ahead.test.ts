import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Engine} from '../../src/bridge/engine.js';
import {asked} from '../../src/config/asked.js';
import {defaultConfig} from '../../src/config/config.js';
import {askAhead, flamegraphUses, questionOf, takeAhead} from '../../src/views/ask-ahead.js';

/** An engine that gives each question a number for an answer. */
function countingEngine(): Engine {
  let questions = 0;
  return {report: async () => ++questions} as unknown as Engine;
}

const question = (profile: string, search = ''): string => questionOf(profile, 'flamegraph', asked({...defaultConfig, search}, flamegraphUses));

test('the answer to a question that was asked ahead is for the first who asks the same', async () => {
  const engine = countingEngine();
  askAhead(engine, 'a', 'flamegraph', defaultConfig);
  assert.equal(await takeAhead(engine, question('a', 'what is only looked at is not asked')), 1);
  assert.equal(takeAhead(engine, question('a')), undefined);
});

test('what a dump of goroutines opens with is asked ahead too, and no view that no profile opens with', async () => {
  const engine = countingEngine();
  const goroutines = questionOf('a', 'goroutines', asked(defaultConfig, []));
  askAhead(engine, 'a', 'goroutines', defaultConfig);
  assert.equal(await takeAhead(engine, goroutines), 1);
  askAhead(engine, 'a', 'top', defaultConfig);
  assert.equal(takeAhead(engine, questionOf('a', 'top', asked(defaultConfig, []))), undefined);
});

test('another question, and another engine, get no answer of it', () => {
  const engine = countingEngine();
  askAhead(engine, 'a', 'flamegraph', defaultConfig);
  assert.equal(takeAhead(engine, question('b')), undefined);
  assert.equal(takeAhead(engine, questionOf('a', 'top', defaultConfig)), undefined);
  assert.equal(takeAhead(engine, questionOf('a', 'flamegraph', {...defaultConfig, focus: 'main'})), undefined);
  assert.equal(takeAhead(countingEngine(), question('a')), undefined);
});

test('why there is no answer is told to who takes it, and to nobody before', async () => {
  const engine = {report: () => Promise.reject(new Error('gone'))} as unknown as Engine;
  askAhead(engine, 'a', 'flamegraph', defaultConfig);
  await new Promise((resolve) => setTimeout(resolve));
  await assert.rejects(takeAhead(engine, question('a'))!, {message: 'gone'});
});
