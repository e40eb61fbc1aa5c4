/** What the service worker puts what was shared into (`sw.ts`). */
const inboxName = 'icicle-inbox';

/** The files that another app shared with this one, and takes them out of the inbox. */
export async function takeInbox(): Promise<readonly File[]> {
  const inbox = await caches.open(inboxName);
  const files: File[] = [];
  for (const request of await inbox.keys()) {
    const reply = await inbox.match(request);
    if (reply === undefined) continue;
    files.push(new File([await reply.blob()], decodeURIComponent(request.url.split('/').at(-1) ?? 'shared')));
  }
  await caches.delete(inboxName);
  return files;
}
