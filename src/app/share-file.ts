import type {SharedProfile} from '../bridge/engine.js';
import {xml} from '../views/parts/graph-file.js';
import {packFlamegraph, packTop, type PackedReport} from '../views/parts/packed-report.js';
import {pprofCommand} from './pprof-command.js';
import {dataTag, profileTag} from './report-inside.js';

/** The program of a report, and its hash as a policy names it. The build writes both. */
export interface SharedScript {
  readonly code: string;
  readonly hash: string;
}

/**
 * A page of its own that shows `shared`: it asks nobody for anything, and may run no
 * script but the one that is in it. With `bytes` it holds the profile too, which
 * `profileInside` finds again.
 *
 * @param fileName what the profile inside is called
 */
export function sharedFile({flamegraph, top, config, bytes}: SharedProfile, title: string, fileName: string, {code, hash}: SharedScript): Blob {
  const profile = {name: fileName, goText: ''} as const;
  const report: PackedReport = {
    title, facts: factsOf(top.legend),
    command: bytes === undefined ? '' : ['flamegraph', 'top'].map((view) => pprofCommand(profile, config, view)).join('\n'),
    colour: config.flameColour, yourCode: config.yourCode, flamegraph: packFlamegraph(flamegraph), top: packTop(top),
  };
  const policy = `default-src 'none'; script-src '${hash}'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
  const parts: BlobPart[] = [
    '<!doctype html>\n<html lang="en">\n<head>\n',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">\n`,
    '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n',
    `<meta name="color-scheme" content="light dark">\n<meta name="generator" content="Icicle">\n<title>${xml(title)}</title>\n</head>\n<body>\n`,
    '<noscript>This report draws its flame graph with the JavaScript that is in this file.</noscript>\n',
    `${dataTag}${inScript(JSON.stringify(report))}</script>\n`,
  ];
  if (bytes !== undefined) parts.push(`${profileTag}"${xml(fileName)}">${base64(bytes)}</script>\n`);
  parts.push(`<script>${code}</script>\n</body>\n</html>\n`);
  return new Blob(parts, {type: 'text/html'});
}

/** The lines above pprof's text: `Type: cpu` is a name and a value, all else a value. */
function factsOf(legend: readonly string[]): PackedReport['facts'] {
  return legend.map((line) => {
    const [, name = '', value = line] = /^([A-Z][\w ]{1,20}): (.*)$/s.exec(line) ?? [];
    return [name, value];
  });
}

/** JSON that no element can end in: `<` stands nowhere in it but in texts. */
function inScript(json: string): string {
  return json.replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

/** Bytes that are turned into text at once. */
const step = 3 * 2 ** 13;

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += step) text += btoa(String.fromCharCode(...bytes.subarray(at, at + step)));
  return text;
}
