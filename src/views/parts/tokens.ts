/** Tokens that a canvas reads: they are registered as colours, so that their computed value is one and not `light-dark(…)`. */
const colours: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  '--bg': ['#f4f5f7', '#0d1014'],
  '--panel': ['#ffffff', '#13171d'],
  '--panel-2': ['#f3f4f7', '#1a1f27'],
  '--panel-3': ['#e8ebef', '#232a34'],
  '--graph-bg': ['#ffffff', '#0d1014'],
  '--line': ['#e0e4e9', '#262d37'],
  '--line-strong': ['#c4ccd6', '#39424f'],
  '--control-line': ['#7f8995', '#677280'],
  '--text': ['#14181f', '#e8ebf0'],
  '--text-2': ['#48525f', '#b3bcc8'],
  '--text-3': ['#5b6673', '#8f99a7'],
  '--accent': ['#0b5fcc', '#6cb2ff'],
  '--accent-bg': ['#e3eefc', '#15304d'],
  '--accent-text': ['#0a4ba3', '#cfe5ff'],
  '--on-accent': ['#ffffff', '#04192f'],
  '--ok': ['#1b7f47', '#5bc98c'],
  '--warn': ['#8a5a00', '#f0b357'],
  '--bad': ['#b3261e', '#ff7b6b'],
  '--your-code': ['#f5a83c', '#f4a63a'],
  '--your-code-text': ['#241500', '#201300'],
  '--modules': ['#8fd3c3', '#4f9d8d'],
  '--modules-text': ['#06322a', '#031a15'],
  '--standard-library': ['#a9c6ea', '#3d5878'],
  '--standard-library-text': ['#0d2746', '#eef5ff'],
  '--allocation': ['#e6cf9c', '#5a4931'],
  '--allocation-text': ['#3d2a05', '#f3e4c8'],
  '--gc': ['#ecb9c6', '#5c3b47'],
  '--gc-text': ['#4b1322', '#f6d9e0'],
  '--runtime': ['#cfd6de', '#333b46'],
  '--runtime-text': ['#2b343f', '#cdd4de'],
  '--root': ['#d3dae2', '#242b35'],
  '--root-text': ['#2f3944', '#c5cdd8'],
  '--more': ['#ee8243', '#f08a4b'],
  '--more-text': ['#2b1200', '#241000'],
  '--less': ['#6aaeea', '#4d9de0'],
  '--less-text': ['#04213c', '#03182c'],
  '--more-ink': ['#a8430a', '#ffab7a'],
  '--less-ink': ['#0b5fcc', '#7fc0ff'],
  '--neutral': ['#d6dce3', '#2f3742'],
  '--neutral-text': ['#2b343f', '#cdd4de'],
  '--match': ['#7a4b00', '#ffe08a'],
};

/** The names of all colour tokens. */
export const colourTokens: readonly string[] = Object.keys(colours);

/**
 * Puts the tokens on `:root`, for every element and the canvas. To be called once.
 *
 * The theme is the browser's unless `data-theme` on the root says `light` or `dark`;
 * `light-dark()` follows `color-scheme`.
 */
export function installTokens(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:root { ${Object.entries(colours).map(([name, [light, dark]]) => `${name}: light-dark(${light}, ${dark});`).join(' ')} }${measures}`);
  document.adoptedStyleSheets.push(sheet);
  if (!('registerProperty' in CSS)) return;
  for (const [name, [light]] of Object.entries(colours)) {
    try {
      CSS.registerProperty({name, syntax: '<color>', inherits: true, initialValue: light});
    } catch {
      // It is registered already, by an earlier copy of this program in the same page.
    }
  }
}

const measures = `
  :root {
    color-scheme: light dark;
    --sans: Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
    --mono: ui-monospace, "JetBrains Mono", SFMono-Regular, Menlo, Consolas, monospace;
    --shadow: 0 12px 36px light-dark(rgb(20 30 50 / 18%), rgb(0 0 0 / 55%));
    --swift: 160ms ease-out;
    --target: 30px;
    --small: 26px;
    font: 13px/1.45 var(--sans);
  }
  :root[data-theme="light"] { color-scheme: light; }
  :root[data-theme="dark"] { color-scheme: dark; }
  body { color: var(--text); background: var(--bg); -webkit-font-smoothing: antialiased; }
  @media (pointer: coarse), (max-width: 760px) {
    :root { --target: 44px; --small: 44px; }
  }
  @media (prefers-contrast: more) {
    :root {
      --line: light-dark(#6a7480, #8b95a3);
      --line-strong: light-dark(#3a434e, #b3bcc8);
      --control-line: var(--text);
      --text-2: var(--text);
      --text-3: light-dark(#39424e, #c5cdd8);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    :root { --swift: 0s; }
  }
  @media print {
    :root, :root[data-theme="dark"] { color-scheme: light; --bg: #ffffff; --panel: #ffffff; --panel-2: #ffffff; --graph-bg: #ffffff; }
  }
`;
