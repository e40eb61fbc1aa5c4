/**
 * Makes the collector of garbage come. It comes when memory is asked for, so that what reading and keeping a large
 * profile needed stays while nothing is asked any more: 70 MB after L. There is no other way to call it; memory that
 * nobody writes to is not taken from the machine.
 */
export function callCollector(): void {
  try {
    void new ArrayBuffer(64 * 2 ** 20);
  } catch {
    // There was not so much room, and then it came for that.
  }
}
