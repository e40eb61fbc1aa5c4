/** What the chips of the filters say. */
export const chipTexts = {
  edit: (name: string, value: string) => `Edit filter ${name} ${value}`,
  remove: (name: string, value: string) => `Remove filter ${name} ${value}`,
  switchOff: (name: string, value: string) => `Filter ${name} ${value} is on`,
  removed: (amount: string, added = false) => `${added ? '+' : '−'}${amount}`,
  removes: (amount: string, isFirst: boolean) => isFirst ? `It removes ${amount}` : `It removes ${amount} of what the filters before it left`,
  removesNone: (isFirst: boolean) => isFirst ? 'It removes nothing' : 'It removes nothing of what the filters before it left',
  apply: 'Apply',
  earlier: 'Move earlier',
  later: 'Move later',
  moved: (name: string, place: number, count: number) => `${name} is filter ${place} of ${count} now`,
  move: 'Drag, or Alt with ← or →, to move it',
  clear: 'Clear all',
  pattern: 'Pattern (Go regular expression)',
  tagPattern: 'key=pattern, or a range such as 32kb:64kb',
  tagKeys: 'Label keys, with commas between',
} as const;
