/** What a headless peer that cannot open bodies needs: replicas and their exchange, without keys. */
export { type Replica, openReplica } from './replica/replica.ts';
export { type Exchange, type SharedSpace, createExchange } from './sync/exchange.ts';
export { openReceiptBook } from './sync/receipt-book.ts';
export type { Session } from './sync/session.ts';
