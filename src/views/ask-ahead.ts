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

/** Asks for the flame graph of a profile before the view is made that will ask for it, so that the worker answers while the page is drawn. */
export function askAhead(engine: Engine, profile: ProfileId, config: Config): void {
  const narrowed = asked(config, flamegraphUses);
  const answer = engine.report(profile, 'flamegraph', narrowed);
  // Whether it fails is for the one who takes it.
  answer.catch(() => {});
  ahead = {engine, question: questionOf(profile, 'flamegraph', narrowed), answer};
}

/** The answer to a question that was asked ahead, for the first who asks it; undefined for any other. */
export function takeAhead(engine: Engine, question: string): Promise<Answer<ReportName>> | undefined {
  if (ahead?.engine !== engine || ahead.question !== question) return undefined;
  const {answer} = ahead;
  ahead = undefined;
  return answer;
}
