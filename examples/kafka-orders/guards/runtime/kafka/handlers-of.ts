/** Handlers of a channel: all of them, or none. */
type OfChannel<Handlers> =
  IsOne<keyof Handlers> extends true
    ? Partial<Handlers>
    : Handlers | { readonly [Operation in keyof Handlers]?: never };

/** All handlers that a consumer may have, each channel of `Channels` whole or not at all. */
export type HandlersOf<Channels> = Joined<
  {
    [Channel in keyof Channels]: (given: OfChannel<Channels[Channel]>) => void;
  }[keyof Channels]
>;

/** The same for more channels than a type can hold whole: the runtime alone refuses a channel that is left half. */
export type LooseHandlersOf<Channels> = Joined<
  {
    [Channel in keyof Channels]: (given: Partial<Channels[Channel]>) => void;
  }[keyof Channels]
>;

/** What functions of this union take, all of it. */
type Joined<Functions> = [Functions] extends [(given: infer All) => void]
  ? All
  : never;

type IsOne<Key> = [Key] extends [
  (Key extends unknown ? (key: Key) => void : never) extends (
    key: infer All,
  ) => void
    ? All
    : never,
]
  ? true
  : false;
