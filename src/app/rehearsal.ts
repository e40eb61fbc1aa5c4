import {adoptStyles, css, html, render} from 'lit';
import type {Answer, Engine, ProfileInfo} from '../bridge/engine.js';
import {roleCount} from '../config/role.js';
import {ReportEvent, ViewPaintedEvent} from '../views/profile-view.js';
import {PageModel} from './page-model.js';
import {homeState} from './state.js';
import './work-space.js';

type Model = Answer<'flamegraph'>['model'];

/** How many boxes a depth of the made graph has, and how many depths. */
const across = 8;
const depths = 16;

/** What the boxes are called, and how wide the first of a depth is. */
const names = ['net/http.(*conn).serve', 'main.(*Basket).add', 'runtime.mallocgc', 'github.com/acme/cache.get', 'std::vector::push_back', 'answer'];
const widest = 100;

/** Milliseconds after which a graph that was not drawn is not waited for. */
const patience = 2000;

const hidden = css`
  :host { position: fixed; inset: 0; contain: strict; visibility: hidden; pointer-events: none; }
`;

/**
 * Draws a made profile once where nobody sees it, and takes it away.
 *
 * What is drawn for the first time takes twice as long: scripts are compiled, styles and templates read, fonts
 * looked for by each thread that draws. While nothing is asked, that is done before there is a profile. Resolves
 * when it is done, or when `page` begins to open one.
 */
export async function rehearse(page: PageModel): Promise<void> {
  const stage = document.createElement('div');
  stage.inert = true;
  // Nothing in the page finds what is in it.
  const root = stage.attachShadow({mode: 'closed'});
  adoptStyles(root, [hidden]);
  document.body.append(stage);
  try {
    await new Promise<void>((resolve) => {
      const end = (): void => {
        page.removeEventListener('change', look);
        resolve();
      };
      const look = (): void => {
        if (page.opening !== undefined) end();
      };
      page.addEventListener('change', look);
      setTimeout(end, patience);
      render(html`<work-space .page=${madePage(page)}></work-space>`, root);
      const inside = root.querySelector('work-space')!.shadowRoot!;
      // The work space measures how long a profile takes, and loads what it needs next: this is none.
      inside.addEventListener(ReportEvent.type, (event) => event.stopPropagation());
      inside.addEventListener(ViewPaintedEvent.type, (event) => {
        event.stopPropagation();
        end();
      });
    });
  } finally {
    stage.remove();
  }
  // What dumps of goroutines open with.
  await import('../views/goroutines-view.js');
}

/** A page like `page` that shows the made profile. It is not started, so it writes nothing. */
function madePage({collector, offline}: PageModel): PageModel {
  const answer: Answer<'flamegraph'> = {name: 'flamegraph', model: madeModel(), legend: [], warnings: []};
  // Nothing else is asked while no key and no pointer comes.
  const engine: Pick<Engine, 'report'> = {report: async () => answer as never};
  const made = new PageModel(engine as Engine, collector, offline);
  made.profile = madeProfile;
  made.state = {...homeState, view: 'flamegraph', profile: madeProfile.id, profileName: madeProfile.name};
  return made;
}

const madeProfile: ProfileInfo = {
  id: '0'.repeat(64), name: 'profile.pb.gz', size: 4096, kind: 'cpu',
  sampleTypes: [
    {type: 'samples', unit: 'count', total: 1200, totalText: '1200'},
    {type: 'cpu', unit: 'nanoseconds', total: 12e9, totalText: '12s'},
  ],
  defaultSampleType: 1, samples: 1200, functions: 400, locations: 900, binary: 'server', buildId: '', timeMillis: 1.7e12, durationNanos: 30e9,
  periodType: 'cpu', periodUnit: 'nanoseconds', period: 10_000_000, comments: [], docUrl: '', yourCode: 'main', unnamedShare: 0, goText: '', warnings: [],
};

/** Stacks side by side, the deeper ones the narrower. */
function madeModel(): Model {
  const count = 1 + across * depths;
  const boxes = Array.from({length: count}, (_, row) => row);
  const columnOf = (row: number): number => (row - 1) % across;
  const isLast = (row: number): boolean => row > count - 1 - across;
  const total = across * widest;
  const width = Float64Array.from(boxes, (row) => row === 0 ? total : widest - columnOf(row) - Math.floor((row - 1) / across));
  const start = Float64Array.from(boxes, (row) => row === 0 ? 0 : columnOf(row) * widest);
  return {
    total, shown: total, unit: 'nanoseconds', sampleType: 'cpu',
    depthStart: Uint32Array.from({length: depths + 2}, (_, depth) => depth === 0 ? 0 : 1 + (depth - 1) * across),
    firstCallee: Uint32Array.from([...boxes, count], (row) => row === 0 ? 1 : Math.min(count, row + across)),
    callees: Uint32Array.from(boxes, (row) => row === 0 ? across : isLast(row) ? 0 : 1),
    calleesEnd: start.map((left, row) => row === 0 ? total : isLast(row) ? left : left + width[row + across]!),
    caller: Int32Array.from(boxes, (row) => row === 0 ? -1 : Math.max(0, row - across)),
    frame: Uint32Array.from(boxes),
    start, width, cum: width, flat: new Float64Array(count), inlined: new Uint8Array(count),
    frames: {
      names: boxes.map((row) => row === 0 ? 'root' : names[row % names.length]! + row),
      files: boxes.map(() => ''), lines: new Float64Array(count), packages: boxes.map(() => ''),
      roles: Uint8Array.from(boxes, (row) => row % roleCount),
    },
    nodes: Int32Array.from(boxes, (row) => row - 1),
    categories: new Float64Array(roleCount).fill(total / roleCount),
    ratio: 1, truncated: false, look: {left: 0, span: total}, reached: -1,
  };
}
