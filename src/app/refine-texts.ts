/** What the bar of filters says. */
export const refineTexts = {
  options: 'Options',
  optionsChanged: (count: number) => `Options, ${count} changed`,
} as const;
