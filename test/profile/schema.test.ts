import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {PbfReader, PbfWriter} from 'pbf';
import {compile} from 'pbf/compile';
// pbf's own parser of schemas.
import parseSchema from 'protocol-buffers-schema';
import {encodeProfile} from '../../src/profile/encode.js';
import {decodeProfile} from '../helpers/decode-profile.js';
import {plainProfile} from '../helpers/plain.js';

const schema = compile(parseSchema(readFileSync(new URL('../../proto/profile.proto', import.meta.url)))) as {
  readProfile(reader: PbfReader): Record<string, unknown>;
  writeProfile(message: Record<string, unknown>, writer: PbfWriter): void;
};

/** Every field of the schema, each with a value of its own. */
const message = {
  sample_type: [{type: 1, unit: 2}, {type: 3, unit: 4}],
  sample: [
    {location_id: [12, 11, 11], value: [1, -10_000_000], label: [{key: 5, str: 6, num: 0, num_unit: 0}, {key: 7, str: 0, num: 512, num_unit: 8}]},
    {location_id: [], value: [2, 20_000_000], label: []},
  ],
  mapping: [{
    id: 9, memory_start: 4096, memory_limit: 2 ** 40, file_offset: 512, filename: 9, build_id: 10,
    has_functions: true, has_filenames: false, has_line_numbers: true, has_inline_frames: true,
  }],
  location: [
    {id: 11, mapping_id: 9, address: 2 ** 46, line: [{function_id: 21, line: 3, column: 4}, {function_id: 22, line: 5, column: 6}], is_folded: true},
    {id: 12, mapping_id: 0, address: 0, line: [], is_folded: false},
  ],
  function: [{id: 21, name: 11, system_name: 12, filename: 13, start_line: 2}, {id: 22, name: 14, system_name: 14, filename: 13, start_line: 0}],
  string_table: ['', 'samples', 'count', 'cpu', 'nanoseconds', 'thread', 'one', 'bytes', 'B', '/bin/app', 'f00d', 'inlined', '_inlined', 'a.go', 'main', 'drop', 'keep', 'said', 'doc'],
  drop_frames: 15, keep_frames: 16, time_nanos: 1_000_000_007, duration_nanos: 2_000_000_007,
  period_type: {type: 3, unit: 4}, period: 10_000_000, comment: [17], default_sample_type: 3, doc_url: 18,
};

function written(): Uint8Array {
  const writer = new PbfWriter();
  schema.writeProfile(message, writer);
  return writer.finish();
}

test('what a writer made from the schema writes is read field by field', () => {
  const profile = plainProfile(decodeProfile(written()));
  assert.deepEqual(profile, {
    header: [
      [{type: 'samples', unit: 'count'}, {type: 'cpu', unit: 'nanoseconds'}], 'cpu', {type: 'cpu', unit: 'nanoseconds'}, '10000000', '1000000007', '2000000007',
      ['said'], 'doc', 'drop', 'keep',
      [{
        id: '9', start: '4096', limit: String(2 ** 40), offset: '512', file: '/bin/app', buildId: 'f00d',
        hasFunctions: true, hasFilenames: false, hasLineNumbers: true, hasInlineFrames: true, kernelRelocationSymbol: '',
      }],
    ],
    stack: [2, -1],
    values: [['1', '2'], ['-10000000', '20000000']],
    labels: [[['thread', 'one'], ['bytes', '512', 'B']], []],
    stacks: [[-1, 0, 1], [0, 0, 1]],
    locations: [['11', '12'], [0, -1], [String(2 ** 46), '0'], [0, 2, 2], [1, 0]],
    lines: [[0, 1], ['3', '5'], ['4', '6']],
    functions: [['21', '22'], ['inlined', 'main'], ['_inlined', 'main'], ['a.go', 'a.go'], ['2', '0']],
  });
});

test('what we write is read by a reader made from the schema', () => {
  const read = schema.readProfile(new PbfReader(encodeProfile(decodeProfile(written()))));
  const {string_table: texts, ...rest} = read as {string_table: string[]};
  const {string_table: wanted, ...all} = message;
  // Rows may move, so texts are compared where they are asked for.
  assert.deepEqual(withTexts(rest, texts), withTexts(all, wanted));
});

const rows = new Set(['type', 'unit', 'key', 'str', 'num_unit', 'filename', 'build_id', 'name', 'system_name', 'drop_frames', 'keep_frames', 'comment', 'default_sample_type', 'doc_url']);

/** The message with each row replaced by its text. */
function withTexts(value: unknown, texts: readonly string[], key = ''): unknown {
  if (typeof value === 'number') return rows.has(key) ? texts[value] : value;
  if (Array.isArray(value)) return value.map((item) => withTexts(item, texts, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withTexts(item, texts, name)]));
}
