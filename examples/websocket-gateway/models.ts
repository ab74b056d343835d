/** What travels in each operation's messages. */
export interface Messages {
  appendEvent: { readonly type: 'append'; readonly event: Event };
  countEvents: { readonly type: 'count' };
  readEvents: { readonly type: 'event'; readonly event: Event };
}

export interface Event {
  readonly name: string;
}
