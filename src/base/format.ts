/**
 * `value` with `digits` decimals, as Go's `%.2f` writes it: the exact value of the
 * double is rounded, and half goes to the even digit. `toFixed` rounds half up.
 *
 * @param digits 0 to 9
 */
export function fixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : value < 0 ? '-Inf' : 'NaN';
  const magnitude = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  // From 2^53 on a double is an integer, and from 1e21 on toFixed gives up.
  if (magnitude >= 2 ** 53) return sign + BigInt(magnitude).toString() + (digits > 0 ? '.' + '0'.repeat(digits) : '');
  return sign + fixedMagnitude(magnitude, digits);
}

function fixedMagnitude(value: number, digits: number): string {
  const text = value.toFixed(digits);
  // Half way between two decimals of d digits lie only the odd multiples of
  // 1/2^(d+1), since 5^d divides nothing else that is a double.
  const halves = value * 2 ** (digits + 1);
  if (!Number.isInteger(halves) || halves % 2 === 0) return text;
  const last = text.charCodeAt(text.length - 1) - 48;
  // toFixed went up, so an odd last digit means that the even one lies below.
  return last % 2 === 0 ? text : text.slice(0, -1) + String(last - 1);
}

/** `value` with at most `digits` significant digits, as Go's `%.2g` writes it: `0.35`, `1e-05`, `0`. */
export function general(value: number, digits: number): string {
  if (value === 0 || !Number.isFinite(value)) return value === 0 ? '0' : fixed(value, 0);
  const sign = value < 0 ? '-' : '';
  const magnitude = Math.abs(value);
  const [mantissa, exponent] = significant(magnitude, digits);
  const shown = mantissa.replace(/0+$/, '');
  if (exponent < -4 || exponent >= Math.max(digits, 1)) {
    const size = Math.abs(exponent);
    return sign + shown[0]! + (shown.length > 1 ? '.' + shown.slice(1) : '') + (exponent < 0 ? 'e-' : 'e+') + (size < 10 ? '0' : '') + String(size);
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${shown}`;
  const whole = mantissa.slice(0, exponent + 1);
  const rest = mantissa.slice(exponent + 1).replace(/0+$/, '');
  return sign + whole + (rest === '' ? '' : '.' + rest);
}

/** The first digits of `value` > 0, rounded half to even, and the exponent of the first. */
function significant(value: number, digits: number): [mantissa: string, exponent: number] {
  const [head = '', tail = '0'] = value.toExponential(digits - 1).split('e');
  const mantissa = head.replace('.', '');
  const exponent = Number(tail);
  const decimals = digits - 1 - exponent;
  // Where the decimals of the last digit are few enough for a tie to be a double, `fixed` knows how to break it.
  if (decimals >= 0 && decimals <= 20) {
    const halves = value * 2 ** (decimals + 1);
    if (Number.isInteger(halves) && halves % 2 === 1) {
      const last = mantissa.charCodeAt(mantissa.length - 1) - 48;
      if (last % 2 === 1) return [mantissa.slice(0, -1) + String(last - 1), exponent];
    }
  }
  return [mantissa, exponent];
}

/** `text` with spaces in front of it up to `width` characters, as Go's `%10s`. */
export function padStart(text: string, width: number): string {
  const missing = width - codePoints(text);
  return missing > 0 ? ' '.repeat(missing) + text : text;
}

/** `text` with spaces behind it up to `width` characters, as Go's `%-10s`. */
export function padEnd(text: string, width: number): string {
  const missing = width - codePoints(text);
  return missing > 0 ? text + ' '.repeat(missing) : text;
}

function codePoints(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // The second half of a pair belongs to the character before it.
    if (unit < 0xdc00 || unit > 0xdfff) count++;
  }
  return count;
}

/** `text` in double quotes, as Go's `%q`. */
export function quote(text: string): string {
  let quoted = '"';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const escape = escapes.get(character);
    if (escape !== undefined) quoted += escape;
    else if (code < 0x20 || code === 0x7f) quoted += '\\x' + code.toString(16).padStart(2, '0');
    else if (printable.test(character)) quoted += character;
    else if (code < 0x10000) quoted += '\\u' + code.toString(16).padStart(4, '0');
    else quoted += '\\U' + code.toString(16).padStart(8, '0');
  }
  return quoted + '"';
}

const printable = /^(?: |[\p{L}\p{M}\p{N}\p{P}\p{S}])$/u;
const escapes = new Map([
  ['"', '\\"'], ['\\', '\\\\'], ['\x07', '\\a'], ['\b', '\\b'], ['\f', '\\f'], ['\n', '\\n'], ['\r', '\\r'], ['\t', '\\t'], ['\v', '\\v'],
]);

/** The last part of a path, as Go's `filepath.Base`: `.` for '', `/` for slashes alone. */
export function baseName(path: string): string {
  if (path === '') return '.';
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** `path` without empty, `.` and `..` parts where they can go, as Go's `filepath.Clean`. */
export function cleanPath(path: string): string {
  if (path === '') return '.';
  // Nearly every path is clean already.
  if (!untidy.test(path)) return path;
  const rooted = path.startsWith('/');
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else if (kept.length > 0 && kept[kept.length - 1] !== '..') kept.pop();
    else if (!rooted) kept.push(part);
  }
  const joined = (rooted ? '/' : '') + kept.join('/');
  return joined === '' ? '.' : joined;
}

const untidy = /\/\/|(?:^|\/)\.\.?(?:\/|$)|.\/$/;
