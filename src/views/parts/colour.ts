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

/** A colour on the way from `from` (0) to `to` (1) that looks as far along as it is: mixed in Oklab (Björn Ottosson, 2020). */
export function mixedEvenly(from: string, to: string, share: number): string {
  const [a, b] = [toOklab(parseColour(from)), toOklab(parseColour(to))];
  const [red, green, blue] = fromOklab(a.map((lane, index) => lane + (b[index]! - lane) * share) as unknown as Rgb);
  return `rgb(${red} ${green} ${blue})`;
}

function toOklab(rgb: Rgb): Rgb {
  const [r, g, b] = rgb.map((lane) => (lane <= 10.3 ? lane / 3294 : ((lane / 255 + 0.055) / 1.055) ** 2.4)) as unknown as Rgb;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab([lightness, a, b]: Rgb): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return linear.map((lane) => Math.round(255 * Math.max(0, Math.min(1, lane <= 0.0031308 ? 12.92 * lane : 1.055 * lane ** (1 / 2.4) - 0.055)))) as unknown as Rgb;
}

/** `share` of `colour` over `under`, as opacity mixes them. */
export function mixed(colour: string, under: string, share: number): string {
  const above = parseColour(colour);
  const below = parseColour(under);
  const [red, green, blue] = above.map((lane, index) => Math.round(lane * share + below[index]! * (1 - share)));
  return `rgb(${red} ${green} ${blue})`;
}
