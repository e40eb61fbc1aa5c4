const channelName = 'icicle-library';

/** Tells every page and worker of this origin, the own page too, that the library is not what it was. */
export function announceLibraryChange(): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage('changed');
  channel.close();
}

/** Calls `listener` at each change of the library, by whichever tab. Gives the function that stops it. */
export function onLibraryChange(listener: () => void): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = () => listener();
  return () => channel.close();
}
