import type { ProductionAuthenticators, ProductionOrdersHandlers, ProductionProducer } from './guards/index.js';

/** What billing does with the records that the guard lets through. A record may come again: its order has one invoice all the same. */
export const orderHandlers = (producer: ProductionProducer): ProductionOrdersHandlers<ProductionAuthenticators> => {
  const closed = new Set<string>();
  return {
    async placeOrder({ message: { order, amount }, principal }) {
      if (closed.has(order)) return;
      await producer.issueInvoice({ key: order, message: { order, amount, customer: principal.subject } });
      closed.add(order);
    },
    cancelOrder({ message: { order } }) {
      closed.add(order);
    },
  };
};
