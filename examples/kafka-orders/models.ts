/** What travels in each operation's records. */
export interface Messages {
  placeOrder: { readonly type: 'placed'; readonly order: string; readonly amount: number };
  cancelOrder: { readonly type: 'cancelled'; readonly order: string };
  issueInvoice: Invoice;
}

export interface Invoice {
  readonly order: string;
  readonly amount: number;
  /** The producer that placed the order. */
  readonly customer: string;
}
