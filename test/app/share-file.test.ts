import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {test} from 'node:test';
import {profileInside, wishesOf} from '../../src/app/report-inside.js';
import {sharedFile} from '../../src/app/share-file.js';
import {defaultConfig} from '../../src/config/config.js';
import {shareProfile} from '../../src/engine/share.js';
import {profileOf} from '../helpers/profile-of.js';

const code = 'document.title';
const script = {code, hash: `sha256-${createHash('sha256').update(code).digest('base64')}`};
const hostile = '</script><script>alert(1)</script><!--"\u2028';

async function file(embed: boolean) {
  const profile = profileOf('cpu nanoseconds', `main;${hostile.replaceAll(' ', '')} 10`);
  const shared = await shareProfile(profile, {...defaultConfig, yourCode: 'main,<own>'}, {
    redaction: {names: 'keep', paths: 'keep', labels: 'keep', builds: false, comments: false}, onlyShown: false, embed,
  });
  return {shared, blob: sharedFile(shared, `A "report" of ${hostile}`, 'a "b".pb.gz', script)};
}

test('a name that looks like the end of a script stays a name', async () => {
  const {shared, blob} = await file(true);
  const text = await blob.text();
  assert.deepEqual(text.match(/<script[^>]*>/g), ['<script type="application/json" id="icicle-report">', '<script type="application/octet-stream" id="icicle-profile" data-name="a &quot;b&quot;.pb.gz">', '<script>']);
  assert.equal(text.match(/<\/script>/g)?.length, 3);
  assert.ok(!text.includes('<!--'));
  const [, data = ''] = /icicle-report">(.*?)<\/script>/s.exec(text) ?? [];
  const {top} = JSON.parse(data) as {top: {frames: {names: string[]}}};
  assert.deepEqual(top.frames.names, [...shared.top.frames.names]);
  assert.match(text, /<title>A &quot;report&quot; of &lt;\/script&gt;/);
});

test('the policy of a report names its own script and nothing else', async () => {
  const text = await (await file(false)).blob.text();
  const [, policy = ''] = /^<!doctype html>\n<html lang="en">\n<head>\n<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(text) ?? [];
  assert.equal(policy, `default-src 'none'; script-src '${script.hash}'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'`);
  const [, run = ''] = /<script>([^<]*)<\/script>/.exec(text) ?? [];
  assert.equal(`sha256-${createHash('sha256').update(run).digest('base64')}`, script.hash);
  assert.doesNotMatch(text, /\b(?:src|href)=/);
});

test('the profile in a report is found with its name and whose code is in it', async () => {
  const {shared, blob} = await file(true);
  const inside = await profileInside(blob, 'report.html');
  assert.deepEqual(inside, {name: 'a "b".pb.gz', bytes: new Uint8Array(shared.bytes!), yourCode: 'main,<own>'});
});

test('a report without its profile says what to ask for, and another page is no report', async () => {
  await assert.rejects(profileInside((await file(false)).blob, 'report.html'), {code: 'not-a-profile', message: /saved without its profile/});
  assert.equal(await profileInside(new Blob(['<html><script id="icicle-profile">AAAA</script>']), 'page.html'), undefined);
});

test('of files that are dropped together each report is opened as the profile in it', async () => {
  const report = new File([(await file(true)).blob], 'report.html');
  const wishes = await wishesOf([new File(['x'], 'cpu.pb.gz'), report, new File(['<html>'], 'error.html')]);
  assert.deepEqual(wishes.map((wish) => wish.kind === 'source' && [wish.name, wish.source.kind]), [['cpu.pb.gz', 'file'], ['a "b".pb.gz', 'bytes'], ['error.html', 'file']]);
});
