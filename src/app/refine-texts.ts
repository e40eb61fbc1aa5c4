/** What the bar of filters says. */
export const refineTexts = {
  options: 'Options',
  optionsChanged: (count: number) => `Options, ${count} changed`,
  removed: (amount: string) => `−${amount}`,
  removes: (amount: string) => `It removes ${amount}.`,
  switchOff: (name: string, value: string) => `Filter ${name} ${value} is on`,
  glossary: {title: 'What is this?', fault: 'A fault?', tryThis: 'Try'},
} as const;
