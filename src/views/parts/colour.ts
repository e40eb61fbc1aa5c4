/** Red, green and blue, each 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** `#a9c6ea`, `rgb(1, 2, 3)`, `rgba(1 2 3 / 1)` or `color(srgb 0.1 0.2 0.3)`, as browsers write a computed colour; grey for others. */
export function parseColour(text: string): Rgb {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  if (hex !== null) return [hex[1]!, hex[2]!, hex[3]!].map((lane) => Number.parseInt(lane, 16)) as unknown as Rgb;
  const found = /^(rgba?|color)\((?:srgb )?([\d.e+-]+)[ ,]+([\d.e+-]+)[ ,]+([\d.e+-]+)/.exec(text);
  if (found === null) return [128, 128, 128];
  const lanes = [found[2]!, found[3]!, found[4]!].map(Number);
  return (found[1] === 'color' ? lanes.map((lane) => lane * 255) : lanes) as unknown as Rgb;
}

/** `share` of `colour` over `under`, as opacity mixes them. */
export function mixed(colour: string, under: string, share: number): string {
  const above = parseColour(colour);
  const below = parseColour(under);
  const [red, green, blue] = above.map((lane, index) => Math.round(lane * share + below[index]! * (1 - share)));
  return `rgb(${red} ${green} ${blue})`;
}
