import {css} from 'lit';

/** What every element of the page and its views begins with. */
export const baseStyles = css`
  *, *::before, *::after { box-sizing: border-box; }
  :host { font: 13px/1.45 var(--sans); color: var(--text); }
  :host([hidden]), [hidden] { display: none !important; }
  h1, h2, h3, h4, p, ul, ol, dl, dd, figure, table { margin: 0; padding: 0; }
  ul, ol { list-style: none; }
  button, input, select, textarea { font: inherit; color: inherit; letter-spacing: inherit; }
  button { background: none; border: 0; padding: 0; cursor: pointer; text-align: inherit; }
  button:disabled { cursor: default; opacity: .55; }
  :focus { outline: none; }
  :focus-visible { outline: 2px solid var(--text); outline-offset: 2px; border-radius: 4px; }
  .mono, code { font-family: var(--mono); }
  .num { font-variant-numeric: tabular-nums; }
  a, .link { color: var(--accent); text-decoration: none; font-weight: 500; }
  a:hover, .link:hover { text-decoration: underline; }
  .seen-by-readers {
    position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden;
    clip-path: inset(50%); white-space: nowrap;
  }
  bdi { direction: ltr; unicode-bidi: isolate; }
  @media (prefers-reduced-motion: reduce) {
    *, *::before, *::after { transition: none !important; animation: none !important; scroll-behavior: auto !important; }
  }
  /* Bars, heat and swatches are backgrounds, which a browser leaves out on paper. */
  @media print { * { print-color-adjust: exact; } }
`;

/** Buttons, segments, chips and keys. */
export const controlStyles = css`
  .btn {
    display: inline-flex; align-items: center; justify-content: center; gap: 6px;
    min-height: var(--target); padding: 0 11px; border-radius: 6px; border: 1px solid var(--line-strong);
    font-size: 12px; font-weight: 500; color: var(--text); background: var(--panel); white-space: nowrap;
    text-decoration: none;
  }
  .btn:hover:not(:disabled) { background: var(--panel-2); }
  .btn:active:not(:disabled) { background: var(--panel-3); }
  .btn.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
  .btn.primary:hover:not(:disabled) { background: color-mix(in srgb, var(--accent) 88%, var(--text)); }
  .btn.ghost { border-color: transparent; background: none; color: var(--text-2); padding: 0 8px; }
  .btn.ghost:hover:not(:disabled) { background: var(--panel-3); color: var(--text); }
  .btn.icon { padding: 0; width: var(--target); }
  .link { min-height: 24px; display: inline; }
  .segments {
    display: flex; gap: 1px; padding: 2px; border: 1px solid var(--line); border-radius: 6px; background: var(--panel-2);
  }
  .segments button {
    display: flex; align-items: center; gap: 6px; padding: 4px 10px; border-radius: 4px;
    font-size: 12px; color: var(--text-2); white-space: nowrap;
  }
  .segments button:hover { color: var(--text); }
  .segments small { font-size: 10.5px; color: var(--text-3); }
  .segments [aria-checked="true"], .segments [aria-pressed="true"] {
    background: light-dark(var(--panel), var(--panel-3)); color: var(--text); font-weight: 600;
    box-shadow: 0 0 0 1px var(--line-strong);
  }
  .segments .gap { width: 1px; margin: 5px 6px; background: var(--line-strong); }
  kbd {
    font: 500 10.5px var(--mono); padding: 1px 5px; border: 1px solid var(--line-strong); border-bottom-width: 2px;
    border-radius: 4px; color: var(--text-3); background: var(--panel);
  }
  .badge {
    font-size: 10.5px; font-weight: 600; letter-spacing: .03em; padding: 1px 6px; border-radius: 4px;
    background: var(--accent-bg); color: var(--accent-text); text-transform: uppercase;
  }
  .swatch { display: inline-block; flex: none; width: 10px; height: 10px; border-radius: 3px; background: var(--fill, var(--runtime)); }
  .bar { display: block; height: 8px; border-radius: 4px; background: var(--panel-3); overflow: hidden; }
  .bar > i { display: block; height: 100%; width: var(--share, 0%); background: var(--fill, var(--your-code)); }
  .field {
    min-height: var(--target); padding: 0 9px; border: 1px solid var(--control-line); border-radius: 6px;
    background: var(--panel); color: var(--text); font-size: 13px; min-width: 0;
  }
  .field::placeholder { color: var(--text-3); opacity: 1; }
  .field:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; border-radius: 6px; }
  @media (hover: none) { button > kbd { display: none; } }
  @media (pointer: coarse), (max-width: 760px) { .segments button { min-height: 44px; } }
  @media (forced-colors: active) {
    a, .link { text-decoration: underline; }
    .bar > i, .swatch { forced-color-adjust: none; }
    .bar { border: 1px solid CanvasText; }
    .segments [aria-checked="true"], .segments [aria-pressed="true"] { outline: 2px solid Highlight; }
  }
`;

/** Cards, dialogs and menus. */
export const surfaceStyles = css`
  .card { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; }
  dialog {
    width: min(var(--width, 520px), calc(100vw - 32px)); max-height: min(84vh, 760px); padding: 0; overflow: auto;
    color: var(--text); background: var(--panel); border: 1px solid var(--line-strong); border-radius: 10px; box-shadow: var(--shadow);
  }
  dialog::backdrop { background: rgb(0 0 0 / 45%); }
  dialog .inside { padding: 18px 20px 20px; display: flex; flex-direction: column; gap: 12px; }
  dialog h2 { font-size: 15px; font-weight: 600; }
  dialog p { color: var(--text-2); }
  dialog .row { display: flex; gap: 8px; justify-content: flex-end; flex-wrap: wrap; }
  .menu {
    min-width: 190px; max-width: min(360px, calc(100vw - 16px)); max-height: 70vh; overflow: auto; padding: 5px;
    background: var(--panel); border: 1px solid var(--line-strong); border-radius: 8px; box-shadow: var(--shadow); font-size: 12px;
  }
  .menu button, .menu a {
    display: flex; align-items: center; gap: 9px; width: 100%; min-height: var(--small); padding: 4px 8px;
    border-radius: 5px; color: var(--text); font-weight: 400;
  }
  .menu button:hover, .menu button:focus-visible, .menu a:hover, .menu a:focus-visible {
    background: var(--accent-bg); color: var(--accent-text); outline: none; text-decoration: none;
  }
  .menu small { color: var(--text-3); }
  .menu hr { border: 0; border-top: 1px solid var(--line); margin: 4px 0; }
  @media (max-width: 760px) {
    dialog { width: 100vw; max-width: 100vw; margin: auto 0 0; border-radius: 14px 14px 0 0; max-height: 92dvh; }
  }
`;
