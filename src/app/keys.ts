import {views} from '../views/views.js';

/** What a key is and does, for the sheet of keys and for the page. */
interface Key {
  readonly keys: readonly string[];
  readonly label: string;
}

/** Every key of the page, in the order of the sheet. */
export const keyGroups: readonly {readonly name: 'anywhere' | 'filters' | 'view' | 'graph' | 'table'; readonly keys: readonly Key[]}[] = [
  {
    name: 'anywhere',
    keys: [
      ...views.map(({title}, i) => ({keys: [String(i + 1)], label: title})),
      {keys: ['Ctrl K'], label: 'All commands'},
      {keys: ['/'], label: 'Search'},
      {keys: ['n', 'p'], label: 'Next, previous match'},
      {keys: ['Esc'], label: 'Clear, back, close'},
      {keys: ['t'], label: 'Next sample type'},
      {keys: ['D'], label: 'Compare with another profile'},
      {keys: [']'], label: 'Details on and off'},
      {keys: ['Ctrl O'], label: 'Open files'},
      {keys: ['Ctrl V'], label: 'Open what was copied'},
      {keys: ['Ctrl S'], label: 'Download the profile'},
      {keys: ['?'], label: 'These keys'},
    ],
  },
  {
    name: 'filters',
    keys: [
      {keys: ['W'], label: 'Selected function between its callers and callees'},
      {keys: ['F'], label: 'Focus on the selected function'},
      {keys: ['I'], label: 'Ignore it'},
      {keys: ['H'], label: 'Hide it'},
      {keys: ['R'], label: 'Show from it'},
      {keys: ['S'], label: 'Show its source'},
      {keys: ['C'], label: 'Copy its name'},
      {keys: ['U', '⇧ U'], label: 'Undo, redo a filter'},
      {keys: ['Alt ←', 'Alt →'], label: 'Move the chip of a filter'},
    ],
  },
  {
    name: 'view',
    keys: [
      {keys: ['←', '→'], label: 'Boxes beside'},
      {keys: ['↑', '↓'], label: 'Caller, widest callee'},
      {keys: ['Home', 'End'], label: 'First, last beside'},
      {keys: ['↵'], label: 'Zoom'},
      {keys: ['⌫', '0'], label: 'Zoom out, all the way'},
      {keys: ['⇧ F10'], label: 'Menu of the box'},
    ],
  },
  {
    name: 'graph',
    keys: [
      {keys: ['↑', '↓'], label: 'Heaviest caller, callee'},
      {keys: ['←', '→'], label: 'Boxes beside'},
      {keys: ['Home', 'End'], label: 'Heaviest, lightest box'},
      {keys: ['↵'], label: 'Select; again: expand, collapse'},
      {keys: ['+', '−'], label: 'Zoom in, out'},
      {keys: ['0'], label: 'Whole graph'},
      {keys: ['⇧ F10'], label: 'Menu of the box'},
    ],
  },
  {
    name: 'table',
    keys: [
      {keys: ['↑', '↓'], label: 'Rows'},
      {keys: ['Page Up', 'Page Down'], label: 'A page of rows'},
      {keys: ['Home', 'End'], label: 'First, last row'},
      {keys: ['→', '←'], label: 'Callers of the row, and away'},
      {keys: ['↵'], label: 'Show in the flame graph'},
    ],
  },
];
