// Made here and not at each call: the first of each takes milliseconds, and this file is loaded before they are missed.
const timeOfDay = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit'});
const dayOfYear = new Intl.DateTimeFormat(undefined, {day: 'numeric', month: 'short'});
const day = new Intl.DateTimeFormat(undefined, {day: 'numeric', month: 'short', year: 'numeric'});

/** When something was: `08:03` today, else `12 Nov`, with the year where it is another one. */
export function whenText(millis: number, now = Date.now()): string {
  const date = new Date(millis);
  const today = new Date(now);
  if (date.toDateString() === today.toDateString()) return timeOfDay.format(date);
  return (date.getFullYear() === today.getFullYear() ? dayOfYear : day).format(date);
}
