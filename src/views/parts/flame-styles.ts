import {css} from 'lit';

/** How the parts around the canvas of a flame graph lie. Lengths that the canvas shares stand in `flamegraph-view.ts`. */
export const flameStyles = css`
  :host { display: flex; flex-direction: column; height: 100%; min-height: 0; min-width: 0; position: relative; background: var(--graph-bg); container-type: inline-size; }
  .tools { display: flex; align-items: flex-start; gap: 4px; min-width: 0; padding-inline-end: 8px; }
  .tools > category-bar { flex: 1; }
  .tools > flame-options, .tools > .btn { margin-top: 2px; }
  .key { flex: 1; display: flex; align-items: center; gap: 6px; min-height: 32px; min-width: 0; padding-inline-start: 12px; font-size: 11px; color: var(--text-2); overflow: hidden; }
  .key b { font-size: 13px; color: var(--text); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; }
  .key span { white-space: nowrap; font-variant-numeric: tabular-nums; }
  .key i { flex: none; width: 26px; height: 11px; border-radius: 3px; margin-inline-start: 6px; }
  .key .warm { background: linear-gradient(90deg, rgb(238 116 86), rgb(238 190 86)); }
  .key .cool { background: linear-gradient(90deg, light-dark(rgb(184 224 204), rgb(58 95 76)), light-dark(rgb(204 184 224), rgb(76 58 95))); }
  .key .ramp { width: 60px; background: linear-gradient(90deg, var(--root), var(--your-code)); }
  .halves { position: relative; flex: 1; min-height: 160px; display: flex; flex-direction: column; }
  .halves > flamegraph-view { flex: var(--share) 1 0; height: auto; min-height: 80px; }
  .half { display: flex; align-items: center; min-height: 24px; padding-inline: 12px 6px; font-size: 11px; color: var(--text-3); }
  .graph { position: relative; flex: 1; min-height: 80px; display: flex; }
  .scroller { flex: 1; min-width: 0; overflow: hidden auto; display: grid; grid-template: auto / 100%; touch-action: pan-y; scrollbar-width: thin; scrollbar-color: var(--line-strong) transparent; overscroll-behavior: contain; cursor: default; user-select: none; -webkit-user-select: none; -webkit-touch-callout: none; }
  .scroller:focus-visible { outline: none; }
  .scroller.dragging { cursor: grabbing; }
  .scroller > canvas { direction: ltr; grid-area: 1 / 1; position: sticky; top: 0; display: block; align-self: start; }
  .scroller > .paper { display: none; }
  .scroller > .height { grid-area: 1 / 1; height: var(--height); pointer-events: none; }
  .scroller > .items { grid-area: 1 / 1; position: sticky; top: 0; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); pointer-events: none; }
  .skip { position: absolute; z-index: 3; inset: 6px auto auto 12px; }
  .skip:not(:focus) { clip-path: inset(50%); width: 1px; height: 1px; min-height: 0; padding: 0; overflow: hidden; }
  .ring { display: none; position: absolute; inset: 0; pointer-events: none; box-shadow: inset 0 0 0 2px var(--accent); }
  .scroller:focus-visible + .ring { display: block; }
  nav { display: flex; flex: 1 1 0; justify-content: flex-end; align-items: center; gap: 3px; min-width: 0; font-size: 11px; color: var(--text-3); padding-inline: 8px 6px; }
  nav ol { display: flex; align-items: center; gap: 1px; min-width: 0; overflow: hidden; }
  nav li { display: flex; align-items: center; gap: 1px; min-width: 0; flex: 0 2 auto; }
  nav li:first-child { flex: none; }
  nav li:last-child { flex-shrink: 1; }
  nav li + li::before { content: '›'; color: var(--text-3); flex: none; padding-inline: 1px; }
  nav ol button, nav li > span { min-height: 24px; padding: 2px 5px; border-radius: 4px; color: var(--text-2); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; }
  nav li > span { color: var(--text); font-weight: 600; line-height: 20px; }
  nav button:hover { background: var(--panel-3); color: var(--text); }
  nav button:focus-visible { outline-offset: -2px; }
  nav .reset { flex: none; min-height: 24px; padding: 2px 8px; border-radius: 4px; color: var(--text-2); white-space: nowrap; }
  .minimap { contain: strict; position: relative; flex: none; height: 40px; margin: 4px 12px 6px; border-top: 1px solid var(--line); touch-action: none; cursor: grab; }
  .minimap.up { transform: scaleY(-1); }
  .minimap canvas { display: block; }
  .minimap .seen { position: absolute; inset: 0 auto auto 0; border: 1px solid var(--text); border-radius: 2px; background: color-mix(in srgb, var(--accent) 14%, transparent); pointer-events: none; min-width: 4px; min-height: 4px; contain: strict; will-change: translate; }
  .state { flex: 1; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 8px; padding: 32px 24px; text-align: center; }
  .state h2 { font-size: 15px; font-weight: 600; }
  .state p { max-width: 46ch; color: var(--text-2); }
  .note { margin: 0 12px 6px; font-size: 11px; color: var(--text-2); }
  .waiting { position: absolute; inset: 0 0 auto 0; height: 2px; z-index: 2; overflow: hidden; pointer-events: none; opacity: 0; animation: appear 0s 300ms forwards; }
  .waiting::after { content: ''; position: absolute; inset: 0 70% 0 0; background: var(--accent); animation: along 1.1s ease-in-out infinite; }
  @keyframes appear { to { opacity: 1; } }
  @keyframes along { from { transform: translateX(-100%); } to { transform: translateX(340%); } }
  @container (max-width: 600px) {
    nav { flex: none; padding: 0; }
    nav ol { display: none; }
    .tools { padding-inline-end: 0; }
    .tools > .btn { min-height: 44px; }
    .tools .wide { display: none; }
    .half { min-height: 20px; }
    nav .reset { min-height: 44px; font-size: 12px; }
  }
  @media print {
    :host { display: block; height: auto; }
    .minimap, .waiting, .reset, flame-options, .tools > .btn { display: none; }
    .graph, .halves, .scroller { display: block; overflow: visible; }
    .scroller > canvas { display: none; }
    .scroller > .paper { display: block; width: 100% !important; height: auto !important; position: static; }
    .scroller > .height { display: none; }
  }
`;
