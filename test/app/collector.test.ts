import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Collector, type Surroundings} from '../../src/app/collector.js';
import {Failure, type FailureCode} from '../../src/base/failure.js';
import type {Engine} from '../../src/bridge/engine.js';
import type {ProfileSource} from '../../src/fetch/source.js';

interface Question {
  readonly kind: string;
  readonly url: string;
  readonly space?: string;
}

/** A collector whose worker can reach nothing, on a page that is `page`. */
function collectorOn(page: Partial<Surroundings>, alive = false) {
  const questions: Question[] = [];
  const worker = {
    onerror: null,
    terminate() {},
    postMessage(question: Question & {port: MessagePort}, [port]: MessagePort[]) {
      questions.push(question);
      if (question.kind === 'probe') port!.postMessage({alive});
      else port!.postMessage({kind: 'failure', code: 'unreachable', message: 'it failed'});
    },
  } as unknown as Worker;
  const collector = new Collector(() => worker, {
    secure: false, isLocal: false, canMeanLocal: false, isSafari: false, permission: async () => undefined, ...page,
  });
  return {collector, questions};
}

/** Says what the port says, as the engine does. */
const engine = {
  open: (source: ProfileSource) => new Promise((_, reject) => {
    const {port} = source as {port: MessagePort};
    port.onmessage = ({data}) => {
      port.close();
      reject(new Failure(data.code, data.message));
    };
  }),
  cancel: async () => {},
} as unknown as Engine;

async function codeOf(collector: Collector, address: string): Promise<FailureCode | undefined> {
  return collector.open(engine, address, {}, () => {}).then(() => undefined, (reason: Failure) => reason.code);
}

const secure = {secure: true};

// Where the page stands and what it is asked for; what comes of it, and how many questions went out.
const cases: readonly [what: string, page: Partial<Surroundings>, address: string, alive: boolean, code: FailureCode, asked: number][] = [
  ['a secure page and plain http elsewhere', secure, 'http://example.com/debug/pprof/heap', true, 'mixed-content', 0],
  ['a secure page and plain http in the own network', secure, 'http://192.168.0.5:6060', true, 'mixed-content', 0],
  ['a secure page in Safari and plain http on this computer', {...secure, isSafari: true}, 'http://localhost:6060', true, 'mixed-content', 0],
  ['a secure page that can say it means the own network', {...secure, canMeanLocal: true}, 'http://192.168.0.5:6060', false, 'unreachable', 2],
  ['a secure page and this computer, where nothing listens', secure, 'http://localhost:6060', false, 'unreachable', 2],
  ['a secure page and this computer, where a service forbids it', secure, 'http://localhost:6060', true, 'no-cors-header', 2],
  ['a page that was denied the own network', {...secure, permission: async () => 'denied'}, 'http://localhost:6060', true, 'permission', 1],
  ['a page that was not allowed the own network yet', {...secure, permission: async () => 'prompt'}, 'http://localhost:6060', true, 'permission', 1],
  ['a page of this computer, which needs no leave', {isLocal: true, permission: async () => 'prompt'}, 'http://localhost:6060', true, 'no-cors-header', 2],
  ['a page that is allowed the own network', {...secure, permission: async () => 'granted'}, 'http://localhost:6060', true, 'no-cors-header', 2],
  ['a public host that is not there', secure, 'https://example.com/heap', false, 'unreachable', 2],
];

for (const [what, page, address, alive, code, asked] of cases) {
  test(`${what}: ${code}`, async () => {
    const {collector, questions} = collectorOn(page, alive);
    assert.equal(await codeOf(collector, address), code);
    assert.equal(questions.length, asked);
    assert.equal(collector.requests, asked);
  });
}

test('only plain http of the own network is asked for as local, since the browser refuses a wrong word', async () => {
  const page = {...secure, canMeanLocal: true};
  const said = async (address: string) => {
    const {collector, questions} = collectorOn(page);
    await codeOf(collector, address);
    return questions[0]!.space;
  };
  assert.equal(await said('http://192.168.0.5:6060'), 'local');
  assert.equal(await said('http://localhost:6060'), '');
  assert.equal(await said('https://192.168.0.5'), '');
  assert.equal(await said('https://example.com/heap'), '');
});
