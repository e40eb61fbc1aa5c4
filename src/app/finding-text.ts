import {amount, countText, percent} from '../views/parts/amount.js';
import {texts} from './texts.js';

/** What is put into the sentence of a finding, by the names that side-texts.ts uses. */
export function findingValues({names, numbers}: {readonly names: readonly string[]; readonly numbers: readonly number[]}, unit: string, what: string): Record<string, string> {
  const values: Record<string, string> = {what};
  names.forEach((name, i) => (values['abcdef'[i] ?? 'rest'] = name));
  numbers.forEach((number, i) => {
    const letter = 'xyzuvw'[i];
    if (letter === undefined) return;
    values[letter] = percent(number, 1);
    values[`amount${letter.toUpperCase()}`] = amount(number, unit);
    values[`count${letter.toUpperCase()}`] = countText(number);
    values[`samples${letter.toUpperCase()}`] = texts.header.samples(number);
  });
  return values;
}
