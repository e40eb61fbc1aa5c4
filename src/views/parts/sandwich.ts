import {html, type TemplateResult} from 'lit';
import {shownName} from '../../base/shown-name.js';
import type {Engine, ProfileInfo} from '../../bridge/engine.js';
import type {Config} from '../../config/config.js';
import type {FlamegraphReport} from '../../report/flamegraph.js';
import {amount, percent} from './amount.js';
import {cssProps} from './css-props.js';

/** A graph with a function in the middle: the callees, and the callers. */
export interface Sandwich {
  readonly model: FlamegraphReport;
  readonly callers: FlamegraphReport;
  readonly waiting: unknown;
  readonly engine: Engine;
  readonly profile: ProfileInfo;
  readonly config: Config;
  /** What the two answer. */
  readonly answered: Config | undefined;
  refine(change: Partial<Config>): void;
  /** Told of what the search of a half found. */
  readonly found: (event: Event) => void;
}

/** Two flame graphs, the callers above the callees. */
export function sandwich({model, callers, waiting, engine, profile, config, answered, refine, found}: Sandwich): TemplateResult {
  const leave = html`<button class="btn" aria-label="Back to all stacks" @click=${() => refine({sandwich: '', zoom: '', pivot: ''})}>Back<span class="wide">&nbsp;to all stacks</span></button>`;
  if (!(model.shown > 0)) {
    return html`${waiting}<div class="state"><h2>No stack passes through it</h2>
      <p>Of what the filters left, nothing was counted in <bdi>${shownName(config.sandwich, 200)}</bdi>.</p>${leave}</div>`;
  }
  const share = (half: FlamegraphReport) => cssProps({'--share': String(halfShare(half))});
  return html`
    <div class="tools">
      <p class="key"><b><bdi>${shownName(config.sandwich, 120)}</bdi></b>
        <span>${amount(model.cum[0]! * model.ratio, model.unit)} · ${percent(model.cum[0]!, model.total)}</span></p>
      ${leave}<flame-options .config=${config}></flame-options>
    </div>
    <div class="halves" @search-result=${found}>
      ${waiting}
      <flamegraph-view upward .engine=${engine} .profile=${profile} .config=${config} .half=${callers} .halfOf=${answered} ${share(callers)}></flamegraph-view>
      <flamegraph-view .engine=${engine} .profile=${profile} .config=${config} .half=${model} .halfOf=${answered} ${share(model)}></flamegraph-view>
    </div>`;
}

/** How much of the room a half asks for: its rows, up to those that fit in most windows. */
function halfShare({depthStart}: FlamegraphReport): number {
  return Math.max(3, Math.min(16, depthStart.length - 1));
}
