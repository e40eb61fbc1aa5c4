import {svg} from 'lit';

/** The mark of the product. */
export const mark = svg`
  <svg class="mark" viewBox="0 0 28 28" width="28" height="28" aria-hidden="true">
    <rect class="m0" width="28" height="28" rx="7"></rect>
    <rect class="m1" x="5" y="6" width="18" height="4" rx="1.2"></rect>
    <rect class="m2" x="5" y="12" width="12" height="4" rx="1.2"></rect>
    <rect class="m3" x="18" y="12" width="5" height="4" rx="1.2"></rect>
    <rect class="m2" x="5" y="18" width="7" height="4" rx="1.2"></rect>
  </svg>`;

/** A picture of what a profile looks like, for the card that takes one. */
export const picture = svg`
  <svg class="picture" viewBox="0 0 250 118" aria-hidden="true">
    ${[
      [0, 0, 250, 's'], [0, 20, 193, 's'], [196, 20, 54, 'g'], [0, 40, 122, 'y'], [124, 40, 68, 'y'], [196, 40, 50, 'g'], [0, 60, 112, 's'], [124, 60, 26, 's'],
      [152, 60, 16, 'a'], [172, 60, 16, 'a'], [0, 80, 40, 's'], [42, 80, 16, 's'], [60, 80, 16, 's'], [78, 80, 12, 'a'], [4, 100, 22, 's'],
    ].map(([x, y, width, role]) => svg`<rect class="p-${role}" x=${x!} y=${y!} width=${width!} height="18" rx="2.5"></rect>`)}
  </svg>`;

/** Small pictures in the colour of the text. */
export const icons = {
  flamegraph: svg`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d="M3 5h14M3 10h10M3 15h5" stroke="currentColor" stroke-width="3.4" stroke-linecap="round" fill="none"></path></svg>`,
  top: svg`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d="M3 5h14M3 10h9M3 15h5" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" fill="none"></path></svg>`,
  view: svg`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><rect x="3" y="4" width="14" height="12" rx="2" stroke="currentColor" stroke-width="1.7" fill="none"></rect></svg>`,
  source: svg`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d="M7 5 2.5 10 7 15M13 5l4.5 5L13 15" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" fill="none"></path></svg>`,
  findings: svg`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><circle cx="10" cy="10" r="7.2" stroke="currentColor" stroke-width="1.7" fill="none"></circle><path d="M10 9v5M10 6.2v.3" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"></path></svg>`,
  more: svg`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d="M4 10h.01M10 10h.01M16 10h.01" stroke="currentColor" stroke-width="3" stroke-linecap="round"></path></svg>`,
  search: svg`<svg class="icon" viewBox="0 0 20 20" width="16" height="16" aria-hidden="true"><circle cx="8.5" cy="8.5" r="5" stroke="currentColor" stroke-width="1.8" fill="none"></circle><path d="M12.5 12.5 17 17" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"></path></svg>`,
} as const;
