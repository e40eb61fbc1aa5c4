import {Failure} from '../base/failure.js';
import type {OpenWish} from './page-model.js';
import {homeState} from './state.js';

/** How the data of a report begins, and the profile in it, with its name in quotes. */
export const dataTag = '<script type="application/json" id="icicle-report">';
export const profileTag = '<script type="application/octet-stream" id="icicle-profile" data-name=';

/** Longer than the address of a page may be, beside all else in it. */
const mostOwn = 2000;

/** What is to be opened of files that were dropped together: of each report that Icicle saved the profile inside. */
export async function wishesOf(files: readonly File[]): Promise<OpenWish[]> {
  const wishes: OpenWish[] = [];
  for (const file of files) {
    const inside = /\.html?$/i.test(file.name) ? await profileInside(file, file.name) : undefined;
    if (inside === undefined) {
      wishes.push({kind: 'source', source: {kind: 'file', file}, name: file.name});
      continue;
    }
    const {name, bytes, yourCode} = inside;
    const source = {kind: 'bytes', name, bytes} as const;
    const state = {...homeState, view: 'flamegraph', config: {...homeState.config, yourCode: yourCode.length > mostOwn ? '' : yourCode}};
    wishes.push({kind: 'source', source, name, state});
  }
  return wishes;
}

/** A profile that came inside of a report. */
export interface ProfileInside {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What the own code is called in it. */
  readonly yourCode: string;
}

/** Reports are a few megabytes; what is larger is none of ours. */
const mostBytes = 512 * 2 ** 20;

/**
 * The profile in a report that `sharedFile` wrote; undefined where `file` is another
 * page. Fails with `not-a-profile` where the report came without it.
 */
export async function profileInside(file: Blob, fileName: string): Promise<ProfileInside | undefined> {
  if (file.size > mostBytes) return undefined;
  const text = await file.text();
  const data = between(text, dataTag);
  if (data === undefined) return undefined;
  const found = between(text, profileTag);
  if (found === undefined) throw new Failure('not-a-profile', `${fileName} is not a profile: it is a report of Icicle that was saved without its profile; ask who made it for one with the profile inside`);
  const [, name = '', packed = ''] = /^"([^"]*)">(.*)$/s.exec(found) ?? [];
  return {name: plain(name) || 'report.pb.gz', bytes: unpacked(packed, fileName), yourCode: ownIn(data)};
}

function unpacked(packed: string, fileName: string): Uint8Array {
  try {
    return Uint8Array.from(atob(packed), (char) => char.charCodeAt(0));
  } catch {
    throw new Failure('damaged', `${fileName} contradicts itself: the profile in this report is damaged`);
  }
}

function between(text: string, begin: string): string | undefined {
  const start = text.indexOf(begin);
  const end = start < 0 ? -1 : text.indexOf('</script>', start);
  return end < 0 ? undefined : text.slice(start + begin.length, end);
}

function ownIn(data: string): string {
  try {
    const {yourCode} = JSON.parse(data) as {yourCode?: unknown};
    return typeof yourCode === 'string' ? yourCode.slice(0, 4000) : '';
  } catch {
    return '';
  }
}

/** What `xml` wrote, read back. */
function plain(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|apos|#39);/g, (_, name: string) => ({lt: '<', gt: '>', amp: '&', quot: '"'})[name] ?? "'");
}
