/** What a headless peer that cannot open bodies needs: replicas and their exchange, without keys. */

export { createBlobExchange } from './blob/blob-exchange.ts';
export { type BlobStore, openBlobStore } from './blob/blob-store.ts';
export { openRegisterBook } from './register/register-book.ts';
export { openReplica, type Replica } from './replica/replica.ts';
export { type Sweeper, startSweeper } from './replica/sweeper.ts';
export { createExchange, type Exchange, type SharedSpace } from './sync/exchange.ts';
export { openReceiptBook } from './sync/receipt-book.ts';
export type { Session } from './sync/session-port.ts';
