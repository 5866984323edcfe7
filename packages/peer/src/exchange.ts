/** What a headless peer that cannot open bodies needs: replicas and their exchange, without keys. */

export { createBlobExchange } from './blob/blob-exchange.ts';
export { type BlobPlace, type BlobStore, openBlobStore } from './blob/blob-store.ts';
export { openRegisterBook } from './register/register-book.ts';
export { openReplica, type Replica } from './replica/replica.ts';
export { type Sweeper, startSweeper } from './replica/sweeper.ts';
export { createExchange } from './sync/exchange.ts';
export type { Exchange, SharedSpace } from './sync/exchange-port.ts';
export { openReceiptBook } from './sync/receipt-book.ts';
export { checkStore } from './upkeep/check-store.ts';
