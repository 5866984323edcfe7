/** What a governance act seals to members [G6], opened. */
import { entryKey, fitsEntry, openWith } from '@plexi/crypto/sealing';
import { decodeAct, decodeHeader, type EntryId, governanceEntryOf, LIMITS } from '@plexi/protocol';
import type { SpaceContext } from './context.ts';

type SealedContext = Pick<SpaceContext, 'primitives' | 'store' | 'space' | 'replica' | 'keys'>;

/** The sealed bytes of an act; `void` where they open for nobody, undefined while they cannot be opened yet. */
export const openSealedWords = async (
  { primitives, store, space, replica, keys }: SealedContext,
  id: EntryId,
): Promise<Uint8Array | 'void' | undefined> => {
  const governance = replica.governance();
  const act = governance === undefined ? undefined : governanceEntryOf(governance, id);
  if (act === undefined) return undefined;
  const [raw] = await store.entries(space, act.log, act.sequence, { limit: 1, maxBytes: LIMITS.actBytes });
  if (raw?.body === undefined) return undefined;
  const header = decodeHeader(raw.header);
  const { act: said, sealed } = decodeAct(raw.body);
  const secret = keys.secret(header.epoch, keys.scopes.ofAct(said), (some) =>
    fitsEntry(primitives, some, header),
  );
  if (secret === undefined || sealed === undefined) return undefined;
  if (!fitsEntry(primitives, secret, header)) return 'void';
  const key = entryKey(primitives, secret, header.logId, header.sequence);
  return openWith(primitives, key, sealed) ?? 'void';
};
