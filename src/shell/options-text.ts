import {padEnd} from '../base/format.js';
import type {Config} from '../config/config.js';
import {configFields} from '../config/fields.js';
import type {ConfigField} from '../config/fields.js';
import {remark} from './parse.js';

/** What `options` prints: every option with its value, and what else it could be, in the form that a line may set it in. */
export function optionsText(options: Config, sampleTypes: readonly string[], shownType: string): string {
  const lines = configFields
    .filter(({name}) => name !== '' && name !== 'source_path')
    .map((field) => {
      const {value, others} = shown(field, options, sampleTypes, shownType);
      return `  ${padEnd(field.name, 25)} = ${padEnd(value, 20)} ${others === '' ? '' : `${remark} ${others}`}`;
    });
  return lines.sort().join('\n') + '\n';
}

function shown(field: ConfigField, options: Config, sampleTypes: readonly string[], shownType: string): {value: string; others: string} {
  const value = options[field.key];
  const text = typeof value === 'number' ? numberText(value) : String(value);
  if (field.choices !== undefined) return {value: text || '(default)', others: `[${[...field.choices].sort().join(' | ')}]`};
  switch (field.key) {
    case 'sampleIndex':
      return {value: shownType, others: `[${sampleTypes.join(' | ')}]`};
    case 'nodeCount':
      return {value: text, others: value === -1 ? 'default' : ''};
    default:
      return {value: text === '' ? '""' : text, others: ''};
  }
}

/** As Go prints a number: `1e-05`, `+Inf`. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  const text = value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential() : String(value);
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}
