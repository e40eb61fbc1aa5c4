/**
 * Gives the memory of arrays back now that nobody reads them any more.
 *
 * The collector of garbage comes when it likes, and for arrays of some megabytes
 * that is too late: what is made next needs memory of its own meanwhile. Where the
 * platform cannot do it, or an array is a part of a larger buffer, the collector does.
 */
export function release(...arrays: readonly ArrayBufferView[]): void {
  for (const {buffer, byteLength} of arrays) {
    if (byteLength === buffer.byteLength) (buffer as {transfer?(length: number): unknown}).transfer?.(0);
  }
}
