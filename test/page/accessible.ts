import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';
import type {Page} from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds against WCAG 2.2 A and AA on the page as it stands: `rule: place`, [] for nothing. */
export async function barriers(page: Page): Promise<string[]> {
  // The policy of the page forbids a script tag; what a debugger evaluates is exempt.
  await page.evaluate(source);
  return page.evaluate(async () => {
    const {axe} = window as unknown as {axe: {run(options: object): Promise<{violations: {id: string; help: string; nodes: {target: unknown; failureSummary?: string}[]}[]}>}};
    const {violations} = await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']});
    return violations.flatMap(({id, help, nodes}) => nodes.map(({target}) => `${id} (${help}): ${JSON.stringify(target)}`));
  });
}
