/**
 * [A1] The log of what AI nodes inferred in private, as the admins of a space have it: each node tells them, once an hour is over,
 * what it inferred in it; without who asked and without a word (`packages/protocol/src/channel/tally.ts`).
 */
import {
  type AccountId,
  type ChannelId,
  concatBytes,
  type EntryId,
  idFromBytes,
  idToBytes,
  LIMITS,
  msField,
  outranks,
  type Role,
  readCbor,
  TALLY_HOUR_MS,
  type Tallied,
  type TallyLetter,
  tallyLetterShape,
  tallyOf,
  utf8,
  writeCbor,
} from '@plexi/protocol';
import { boxKeysOf } from '../report/people.ts';
import type { SpaceContext } from '../space/context.ts';
import type { Received } from '../space/mailbox.ts';

/** An inference that this node made in private. */
export interface PrivateInference extends Omit<Tallied, 'hour'> {
  entry: EntryId;
  /** Milliseconds since 1970. */
  at: number;
}

export interface Tallies {
  /** Up to when what was inferred in a conversation was told; milliseconds since 1970. */
  toldUpTo(conversation: ChannelId): Promise<number>;
  /** Tells the admins of what was inferred in the hours that are over. */
  tell(conversation: ChannelId, inferences: readonly PrivateInference[]): Promise<void>;
  /** What nodes told this account, where it is an admin. */
  list(): Promise<(Tallied & { by: AccountId })[]>;
  receive: (received: Omit<Received<TallyLetter>, 'written'>) => Promise<void>;
}

const KIND = 'tally';
const TOLD = 'tally-told';
const RECORD_BYTES = 64 * 1024;
const inferencesShape = tallyLetterShape.shape.inferences;
const MS_DIGITS = 16;

const isAdmin = (role: Role | undefined): boolean => role !== undefined && outranks(role, 'moderator');

export const createTallies = (
  context: SpaceContext,
  mail: (boxKeys: readonly Uint8Array[], letter: TallyLetter) => Promise<unknown>,
): Tallies => {
  const { primitives, store, space, self, replica, now } = context;
  const roleOf = (account: AccountId): Role | undefined => replica.governance()?.state.members[account]?.role;

  const toldUpTo: Tallies['toldUpTo'] = async (conversation) => {
    const value = await store.record(space, TOLD, conversation);
    return value === undefined ? 0 : readCbor(msField, value, RECORD_BYTES, 'STORE_CORRUPT');
  };

  /** The same for the same inferences, and nobody else can tell what of. */
  const idOfTally = (inferences: readonly PrivateInference[]): string =>
    idFromBytes(
      primitives.hmacSha256(
        self.keys.boxSecretKey.reveal(),
        concatBytes(utf8('plexi/tally/1\0'), ...inferences.map(({ entry }) => idToBytes(entry))),
      ),
    );

  return {
    toldUpTo,
    tell: async (conversation, all) => {
      const upTo = Math.floor(now() / TALLY_HOUR_MS) * TALLY_HOUR_MS;
      const since = await toldUpTo(conversation);
      const due = all.filter(({ at }) => at >= since && at < upTo).toSorted((a, b) => a.at - b.at);
      const boxKeys = boxKeysOf(replica.governance(), self, (account) => isAdmin(roleOf(account)));
      for (let at = 0; at < due.length && boxKeys.length > 0; at += LIMITS.talliedInferences) {
        const part = due.slice(at, at + LIMITS.talliedInferences);
        await mail(boxKeys, { type: 'tally', tally: idOfTally(part), inferences: part.map(tallyOf) });
      }
      const value = writeCbor(msField, upTo);
      await store.commit([{ type: 'record', scope: space, kind: TOLD, key: conversation, value }]);
    },
    list: async () =>
      (await store.records(space, KIND)).flatMap(({ key, value }) =>
        readCbor(inferencesShape, value, RECORD_BYTES, 'STORE_CORRUPT').map((one) => ({
          ...one,
          by: key.split('/')[0] as AccountId,
        })),
      ),
    receive: async ({ letter, account, ms }) => {
      if (roleOf(account) !== 'ai' || !isAdmin(roleOf(self.account))) return;
      // By when it was written, so that the first key is the oldest.
      const keys = (await store.records(space, KIND))
        .map(({ key }) => key)
        .filter((key) => key.startsWith(`${account}/`))
        .sort();
      if (keys.some((key) => key.endsWith(`/${letter.tally}`))) return;
      const [oldest] = keys;
      const key = `${account}/${String(ms).padStart(MS_DIGITS, '0')}/${letter.tally}`;
      const value = writeCbor(inferencesShape, letter.inferences);
      await store.commit([
        // A node that talks much pushes out what it said itself, long ago.
        ...(oldest === undefined || keys.length < LIMITS.talliesOfOne
          ? []
          : [{ type: 'record' as const, scope: space, kind: KIND, key: oldest, value: undefined }]),
        { type: 'record', scope: space, kind: KIND, key, value },
      ]);
    },
  };
};
