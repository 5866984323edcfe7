/** [K5] History secrets: what entries are sealed under, one for each epoch, each wrapped for the epochs behind it. */
import { concatBytes, type EntryId, type EpochId, idToBytes, type Primitives, utf8 } from '@plexi/protocol';
import { type CiphersuiteImpl, type ClientState, mlsExporter } from 'ts-mls';
import { equalSecretBytes } from '../secret/secret.ts';
import type { Wrap } from './message.ts';

const EXPORT_LABEL = 'plexi entries';
const SECRET_BYTES = 32;
const NONCE_BYTES = 24;
const WRAP_CONTEXT = utf8('plexi/history-wrap/1\0');
const HASH_CONTEXT = utf8('plexi/history-hash/1\0');

/** The history secret of an epoch: MLS exporter (RFC 9420 section 8.5). */
export const exportHistorySecret = (suite: CiphersuiteImpl, state: ClientState): Promise<Uint8Array> =>
  mlsExporter(state.keySchedule.exporterSecret, EXPORT_LABEL, new Uint8Array(0), SECRET_BYTES, suite);

/** What a commit publishes of its history secret. */
export const historyHashOf = (primitives: Primitives, secret: Uint8Array): Uint8Array =>
  primitives.sha256(concatBytes(HASH_CONTEXT, secret));

/** A key for one secret under one other: two wraps never share one. */
const wrapKey = (primitives: Primitives, sealingSecret: Uint8Array, epoch: EpochId): Uint8Array =>
  primitives.hmacSha256(sealingSecret, concatBytes(WRAP_CONTEXT, idToBytes(epoch)));

/** Seals one epoch's secret under another's. */
export const wrapSecret = (
  primitives: Primitives,
  sealingSecret: Uint8Array,
  wrapped: { epoch: EpochId; entry: EntryId; secret: Uint8Array },
): Wrap => {
  const nonce = primitives.randomBytes(NONCE_BYTES);
  const key = wrapKey(primitives, sealingSecret, wrapped.epoch);
  const box = concatBytes(nonce, primitives.secretbox(wrapped.secret, nonce, key));
  return { epoch: wrapped.epoch, entry: wrapped.entry, box };
};

/** The secret in a wrap, or `undefined` where it does not open, or is not the one that its epoch's commit published. */
export const unwrapSecret = (
  primitives: Primitives,
  sealingSecret: Uint8Array,
  wrap: Wrap,
  historyHash: Uint8Array,
): Uint8Array | undefined => {
  const secret = primitives.secretboxOpen(
    wrap.box.subarray(NONCE_BYTES),
    wrap.box.subarray(0, NONCE_BYTES),
    wrapKey(primitives, sealingSecret, wrap.epoch),
  );
  if (secret === undefined || !equalSecretBytes(historyHashOf(primitives, secret), historyHash))
    return undefined;
  return secret;
};
