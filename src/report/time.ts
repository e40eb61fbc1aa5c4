/** A moment in local time, as `2026-11-22 08:01:28 UTC`. */
export function localTime(nanos: bigint): string {
  const date = dateOf(nanos);
  return `${clock(date)} ${zoneName(date)}`;
}

/** A moment in local time with all that is known of it, as `2026-11-22 08:01:28.5 +0000 UTC`. (Go's time.Time in text) */
export function fullTime(nanos: bigint): string {
  const date = dateOf(nanos);
  const rest = ((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const fraction = rest === 0n ? '' : `.${String(rest).padStart(9, '0').replace(/0+$/, '')}`;
  const offset = -date.getTimezoneOffset();
  const sign = offset < 0 ? '-' : '+';
  return `${clock(date)}${fraction} ${sign}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)} ${zoneName(date)}`;
}

/** A span as Go writes it: `3.1191007s`, `1m30s`, `250ms`, `12µs`, `0s`. */
export function durationText(nanos: bigint): string {
  if (nanos === 0n) return '0s';
  const sign = nanos < 0n ? '-' : '';
  const size = nanos < 0n ? -nanos : nanos;
  const decimal = (unit: bigint) => {
    const rest = String(size % unit).padStart(String(unit).length - 1, '0').replace(/0+$/, '');
    return `${size / unit}${unit > 1n && rest !== '' ? `.${rest}` : ''}`;
  };
  if (size < 1_000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${decimal(1_000n)}µs`;
  if (size < 1_000_000_000n) return `${sign}${decimal(1_000_000n)}ms`;
  const minutes = size / 60_000_000_000n;
  const seconds = decimal(1_000_000_000n).replace(/^\d+/, String((size / 1_000_000_000n) % 60n));
  if (minutes === 0n) return `${sign}${seconds}s`;
  return minutes < 60n ? `${sign}${minutes}m${seconds}s` : `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}s`;
}

function dateOf(nanos: bigint): Date {
  return new Date(Number(nanos / 1_000_000n) - (nanos % 1_000_000n < 0n ? 1 : 0));
}

function clock(date: Date): string {
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** The last answer, which every report of a profile asks for: it costs a millisecond and more. */
let last = {moment: '', name: ''};

function zoneName(date: Date): string {
  const moment = `${date.getTime()} ${date.getTimezoneOffset()}`;
  if (last.moment !== moment) {
    const parts = new Intl.DateTimeFormat('en-US', {timeZoneName: 'short'}).formatToParts(date);
    last = {moment, name: parts.find(({type}) => type === 'timeZoneName')?.value ?? ''};
  }
  return last.name;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
