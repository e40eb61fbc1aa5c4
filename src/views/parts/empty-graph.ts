import {html, type TemplateResult} from 'lit';
import type {Config} from '../../config/config.js';

/** Filters that take samples away. */
const filters = ['focus', 'ignore', 'hide', 'show', 'showFrom', 'pruneFrom', 'tagFocus', 'tagIgnore'] as const;

/** What is said in place of a graph without boxes, by the reason for it. */
export function emptyGraph(samples: number, sampleType: string, config: Config, refine: (change: Partial<Config>) => void): TemplateResult {
  if (samples === 0) {
    return html`<div class="state"><h2>This profile has no samples</h2>
      <p>It was read without errors, but the program did nothing while it was recorded. Put load on it and record for longer.</p></div>`;
  }
  const removed: Partial<Record<(typeof filters)[number], string>> = {};
  for (const key of filters) if (config[key] !== '') removed[key] = '';
  if (Object.keys(removed).length > 0) {
    return html`<div class="state"><h2>Everything is filtered out</h2>
      <p>No sample is left under these filters.</p>
      <button class="btn primary" @click=${() => refine(removed)}>Remove all filters</button></div>`;
  }
  return html`<div class="state"><h2>Nothing was counted</h2>
    <p>Every sample of this profile has the value 0 for <b>${sampleType}</b>. Another sample type may hold more.</p></div>`;
}
