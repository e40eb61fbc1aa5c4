/** Where a profile comes from, as the page says it to the worker. */
export type ProfileSource =
  /** A file that was dropped or picked, by reference. Where `app/threads.ts` started `inflate.ts` for it, that listens at `inflater`. */
  | {readonly kind: 'file'; readonly file: File; readonly allowLarge?: boolean; readonly inflater?: MessagePort}
  /** Bytes that are in hand: pasted text, a shared file. */
  | {readonly kind: 'bytes'; readonly name: string; readonly bytes: Uint8Array; readonly allowLarge?: boolean}
  /** What the collector streams in over a port: see `collect.ts` for the messages. */
  | {readonly kind: 'port'; readonly name: string; readonly address: string; readonly port: MessagePort; readonly allowLarge?: boolean}
  /** A profile that comes with the page, by its name below `samples/`; `base` is the address of the page, and `app/threads.ts` writes it in. */
  | {readonly kind: 'example'; readonly name: string; readonly base?: string}
  /** A profile of the library. */
  | {readonly kind: 'kept'; readonly id: string; readonly allowLarge?: boolean};
