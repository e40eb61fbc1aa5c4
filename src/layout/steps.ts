/** Work that says now and then how much of it is done, 0 to 1, so that who waits for it can tell and can stop. */
export type Steps<Result> = Generator<number, Result>;

/** The result of all steps, without a pause. */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same steps as a part of more work. */
export function* partly<Result>(steps: Steps<Result>, from: number, until: number): Steps<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield from + step.value * (until - from);
  }
}
