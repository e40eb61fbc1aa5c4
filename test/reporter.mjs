import {relative} from 'node:path';

/**
 * Every failure in full as it happens, then a line a file, what failed, and node:test's
 * own closing lines.
 *
 * A run of thousands of tests stays a page long, and one that is cut short says why.
 * node:test loads a reporter before tsx is there, so this is JavaScript.
 */
export default async function* report(events) {
  const files = new Map();
  const failures = [];
  const closing = [];
  for await (const {type, data} of events) {
    if (type === 'test:pass' || type === 'test:fail') {
      const file = relative('.', data.file ?? '');
      const seen = files.get(file) ?? {passed: 0, failed: 0, skipped: 0, millis: 0};
      files.set(file, seen);
      if (data.nesting === 0) seen.millis += data.details.duration_ms;
      if (type === 'test:fail') seen.failed++;
      else if (data.skip !== undefined) seen.skipped++;
      else seen.passed++;
      if (type === 'test:fail') {
        failures.push(`${file}: ${data.name}\n`);
        yield `not ok: ${file}${data.line ? `:${data.line}` : ''}\n  ${data.name}\n${indented(reason(data.details.error))}\n`;
      }
    } else if (type === 'test:stderr' || type === 'test:stdout') {
      yield data.message;
    } else if (type === 'test:diagnostic' && data.nesting === 0 && /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /.test(data.message)) {
      closing.push(data.message);
    }
  }
  for (const [file, {passed, failed, skipped, millis}] of [...files].sort()) {
    const counts = [failed > 0 && `${failed} failed`, `${passed} passed`, skipped > 0 && `${skipped} skipped`].filter(Boolean).join(', ');
    yield `${failed > 0 ? 'not ok' : 'ok'} ${file}: ${counts} (${Math.round(millis)} ms)\n`;
  }
  if (failures.length > 0) yield `\n${failures.length} failed, and above stands why:\n${failures.join('')}\n`;
  yield closing.map((line) => `# ${line}\n`).join('');
}

function reason(error) {
  const cause = error.cause ?? error;
  const text = cause instanceof Error ? cause.stack : String(cause.message ?? cause);
  return text.split('\n').filter((line) => !/^ +at .*\(?node:internal/.test(line)).join('\n');
}

function indented(text) {
  return text.replace(/^/gm, '    ');
}
