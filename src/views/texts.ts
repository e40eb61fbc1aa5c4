/** What the views say, beside what the page around them says. */
export const viewTexts = {
  top: {
    table: 'Functions by cost',
    order: 'Order',
    orders: {own: 'Your code first', flat: 'Self', cum: 'Total'},
    columns: {
      name: {title: 'Function', help: 'Name of the function'},
      drives: {title: 'Drives', help: 'Its own lines and all that they call, until the next function of yours'},
      flat: {title: 'Self', word: '(flat)', help: 'Its own lines alone'},
      cum: {title: 'Total', word: '(cum)', help: 'Its own lines and all that they call'},
      sum: {title: 'Sum %', help: 'Self of this row and of those above it'},
    },
    percent: '%',
    sum: 'Sum %',
    rows: (count: string) => `${count} functions`,
    matching: (count: string, all: string) => `${count} of ${all} functions`,
    noise: (share: string) => `Rows below ${share} (3 samples) are noise.`,
    nothing: 'No function matches the search.',
    menu: 'Menu',
    showInFlame: 'Show in flame graph',
    inline: 'inline',
    partlyInline: 'partly inline',
    none: '–',
  },
} as const;
