import type {Answer, Engine, ProfileId} from '../bridge/engine.js';
import {asked} from '../config/asked.js';
import type {Config} from '../config/config.js';
import type {ReportName} from '../report/reports.js';

/** Fields that the flame graph reads although they are only looked at by others. */
export const flamegraphUses = ['sandwich', 'bottomUp', 'foldRecursion'] as const satisfies readonly (keyof Config)[];

/** A question as text: equal questions are equal texts. */
export function questionOf(profile: ProfileId, name: ReportName, config: Config): string {
  return `${profile} ${name} ${JSON.stringify(config)}`;
}

let ahead: {readonly engine: Engine; readonly question: string; readonly answer: Promise<Answer<ReportName>>} | undefined;

/** By view that a profile may open with: the fields that it reads although they are only looked at by others. */
const uses = {flamegraph: flamegraphUses, goroutines: []} as const;

/** Asks what a view will ask before that is made, so that the worker answers while the page is drawn. Nothing for a view that profiles do not open with. */
export function askAhead(engine: Engine, profile: ProfileId, view: string, config: Config): void {
  if (view !== 'flamegraph' && view !== 'goroutines') return;
  const narrowed = asked(config, uses[view]);
  const answer = engine.report(profile, view, narrowed);
  // Whether it fails is for the one who takes it.
  answer.catch(() => {});
  ahead = {engine, question: questionOf(profile, view, narrowed), answer};
}

/** The answer to a question that was asked ahead, for the first who asks it; undefined for any other. */
export function takeAhead(engine: Engine, question: string): Promise<Answer<ReportName>> | undefined {
  if (ahead?.engine !== engine || ahead.question !== question) return undefined;
  const {answer} = ahead;
  ahead = undefined;
  return answer;
}
