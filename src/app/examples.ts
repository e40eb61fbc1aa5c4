/** The profiles that come with the page, as `samples/samples.json` lists them; a test holds the two together. */
export const examples: readonly {readonly file: string; readonly title: string}[] = [
  {file: 'cpu-before.pb.gz', title: 'CPU, before the fix'},
  {file: 'cpu-after.pb.gz', title: 'CPU, after the fix'},
  {file: 'heap.pb.gz', title: 'Heap of a small server'},
];
