import {printed, row, type Row} from './measure.js';
import {openOnce} from './opening.js';
import type {Peer} from './peers.js';

/**
 * How often longer another tool takes than this page until its flame graph is painted: pairs run back to back
 * (ours, theirs, ours, theirs), and the median of their ratios. A tool that has taken `patience` milliseconds with one
 * file is not asked again about it, so that a slow one has fewer pairs.
 */
export async function pairsTable(site: string, peer: Peer, files: ReadonlyMap<string, string>, runs: number, patience: number): Promise<string> {
  const rows: Row[] = [];
  const refused: string[] = [];
  for (const [size, bound] of Object.entries(peer.goals)) {
    const file = files.get(size);
    if (file === undefined) continue;
    const ours: number[] = [];
    const theirs: number[] = [];
    let spent = 0;
    for (let i = 0; i < runs && spent < patience; i++) {
      const {painted} = await openOnce(site, file);
      try {
        const time = await peer.time(file);
        spent += time;
        ours.push(painted);
        theirs.push(time);
      } catch (error) {
        spent += patience / runs;
        refused.push(`It did not open ${size}: ${(error as Error).message.split('\n')[0]}`);
      }
    }
    if (theirs.length === 0) continue;
    rows.push(row(`${peer.what}, ${theirs.length} ${theirs.length === 1 ? 'pair' : 'pairs'}`, size, 'ms', theirs, {
      by: ours, to: 'of opening in Chromium', ...bound === undefined ? {} : {goal: {bound, ofRatio: true, atLeast: true}},
    }), row('its half of these pairs: file given → flame graph painted', size, 'ms', ours));
  }
  return [printed(rows), ...refused].join('\n\n');
}
