/**
 * The sealed chunks that a peer keeps [N6]: files under their hashes, and in the store which spaces each belongs to, how large
 * it is and who put it there. What is over a client's bound goes, longest unused first, and what a relay has before the rest;
 * its own that no relay has yet never goes.
 */
import {
  type AccountId,
  type ChannelId,
  decodeCbor,
  encodeCbor,
  type Hlc,
  idFromBytes,
  idToBytes,
  isHlc,
  type SpaceId,
} from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';
import { z } from 'zod';
import { openBlobFiles } from './blob-files.ts';

/** What is known of a chunk in a space. */
interface BlobListing {
  size: number;
  /** Whose it is: an act of that account may drop it [L4]. */
  account: AccountId;
  /** When it was last of use, milliseconds since 1970. */
  used: number;
  /** Of a file that no message carries yet. */
  draft: boolean;
  /** Made here, and on no relay yet as far as we know. */
  alone: boolean;
  /** A relay has it. */
  relayed: boolean;
  /** The last message that it is of, as far as is told. */
  of: BlobPlace | undefined;
}

/** Where a message with a file stands, which decides when it disappears. */
export interface BlobPlace {
  channel: ChannelId;
  clock: Hlc;
}

type NewBlob = Pick<BlobListing, 'account'> &
  Partial<Pick<BlobListing, 'draft' | 'alone' | 'relayed' | 'of'>>;

export interface BlobStore {
  /** Bytes of a chunk, where it is here. */
  size(space: SpaceId, hash: string): number | undefined;
  /** `undefined` where it is not here, in that length. */
  read(space: SpaceId, hash: string, offset: number, length: number): Promise<Uint8Array | undefined>;
  /** Keeps a chunk whose hash was checked; durable when this resolves. */
  keep(space: SpaceId, hash: string, bytes: Uint8Array, about: NewBlob): Promise<void>;
  /** Notes what became of chunks. */
  mark(space: SpaceId, hashes: readonly string[], what: 'sent' | 'relayed'): Promise<void>;
  /** Removes chunks; with `account` only those that are that account's [L4]. Gives the bytes that went. */
  drop(space: SpaceId, hashes: readonly string[], account?: AccountId): Promise<number>;
  /** Removes drafts but those that somebody goes on with. */
  dropDrafts(space: SpaceId, but: ReadonlySet<string>): Promise<void>;
  /** A chunk that is here is of another message too. */
  keepFor(space: SpaceId, hash: string, of: BlobPlace): Promise<void>;
  /** [L4] Removes what is of messages whose time is over. */
  expire(space: SpaceId, isOver: (of: BlobPlace) => boolean): Promise<void>;
  forgetSpace(space: SpaceId): Promise<void>;
  bytes(space: SpaceId): number;
  total(): number;
  close(): Promise<void>;
}

export interface BlobStoreOptions {
  store: Store;
  folder: string;
  /** Whose chunks are here already. */
  spaces: readonly SpaceId[];
  now: () => number;
  /** @default no bound: a relay refuses instead */
  cacheBytes?: number;
}

const KIND = 'blob';
/** How stale the note of a chunk's last use may be on disk. */
const USED_MS = 60 * 60_000;
const DRAFT = 1;
const ALONE = 2;
const RELAYED = 4;

const listingFields = [z.int(), z.instanceof(Uint8Array), z.int(), z.int()] as const;
const listingShape = z.union([
  z.tuple(listingFields),
  z.tuple([...listingFields, z.instanceof(Uint8Array), z.int().refine(isHlc)]),
]);

const encodeListing = ({ size, account, used, draft, alone, relayed, of }: BlobListing): Uint8Array =>
  encodeCbor([
    size,
    idToBytes(account),
    used,
    (draft ? DRAFT : 0) + (alone ? ALONE : 0) + (relayed ? RELAYED : 0),
    ...(of === undefined ? [] : [idToBytes(of.channel), of.clock]),
  ]);

const decodeListing = (bytes: Uint8Array): BlobListing => {
  const [size, account, used, flags, channel, clock] = listingShape.parse(
    decodeCbor(bytes, 128, 'STORE_CORRUPT'),
  );
  const has = (flag: number): boolean => Math.floor(flags / flag) % 2 === 1;
  return {
    size,
    account: idFromBytes<AccountId>(account),
    used,
    draft: has(DRAFT),
    alone: has(ALONE),
    relayed: has(RELAYED),
    of:
      channel === undefined || clock === undefined
        ? undefined
        : { channel: idFromBytes<ChannelId>(channel), clock },
  };
};

/** Opens what is kept in a folder. */
export const openBlobStore = async (options: BlobStoreOptions): Promise<BlobStore> => {
  const { store, now } = options;
  const files = openBlobFiles(options.folder);
  const spaces = new Map<SpaceId, Map<string, BlobListing>>();
  const writing = new Map<string, Promise<void>>();
  const sums = new Map<SpaceId, number>();
  let total = 0;

  const shelf = (space: SpaceId): Map<string, BlobListing> => {
    const known = spaces.get(space) ?? new Map<string, BlobListing>();
    spaces.set(space, known);
    return known;
  };
  const count = (space: SpaceId, bytes: number): void => {
    sums.set(space, (sums.get(space) ?? 0) + bytes);
    total += bytes;
  };
  const note = (space: SpaceId, hash: string, listing: BlobListing | undefined): Write => ({
    type: 'record',
    scope: space,
    kind: KIND,
    key: hash,
    value: listing === undefined ? undefined : encodeListing(listing),
  });
  const isElsewhere = (hash: string): boolean => [...spaces.values()].some((listings) => listings.has(hash));

  /** Forgets chunks, then removes the files that no space needs any more. */
  const remove = async (space: SpaceId, hashes: readonly string[]): Promise<number> => {
    const listings = shelf(space);
    const gone = hashes.filter((hash) => listings.has(hash));
    let bytes = 0;
    for (const hash of gone) {
      bytes += listings.get(hash)?.size ?? 0;
      listings.delete(hash);
    }
    if (gone.length === 0) return 0;
    count(space, -bytes);
    await store.commit(gone.map((hash) => note(space, hash, undefined)));
    for (const hash of gone) if (!isElsewhere(hash)) await files.remove(hash);
    return bytes;
  };

  const makeRoom = async (): Promise<void> => {
    const limit = options.cacheBytes;
    if (limit === undefined || total <= limit) return;
    const all = [...spaces].flatMap(([space, listings]) =>
      [...listings].flatMap(([hash, listing]) =>
        listing.draft || listing.alone ? [] : [{ space, hash, listing }],
      ),
    );
    all.sort(
      (a, b) => Number(b.listing.relayed) - Number(a.listing.relayed) || a.listing.used - b.listing.used,
    );
    for (const { space, hash } of all) {
      if (total <= limit) return;
      await remove(space, [hash]);
    }
  };

  const put = async (space: SpaceId, hash: string, bytes: Uint8Array, about: NewBlob): Promise<void> => {
    if (!isElsewhere(hash)) {
      const same = writing.get(hash) ?? files.write(hash, bytes);
      writing.set(hash, same);
      await same.finally(() => writing.delete(hash));
    }
    const known = shelf(space).get(hash);
    const listing: BlobListing = {
      size: bytes.length,
      used: now(),
      draft: false,
      alone: false,
      relayed: false,
      of: undefined,
      ...known,
      ...about,
    };
    await store.commit([note(space, hash, listing)]);
    if (known === undefined) count(space, bytes.length);
    shelf(space).set(hash, listing);
  };

  for (const space of options.spaces) {
    for (const { key, value } of await store.records(space, KIND)) {
      const listing = decodeListing(value);
      shelf(space).set(key, listing);
      count(space, listing.size);
    }
  }
  await files.sweep(isElsewhere);

  return {
    size: (space, hash) => spaces.get(space)?.get(hash)?.size,
    read: async (space, hash, offset, length) => {
      const listing = spaces.get(space)?.get(hash);
      if (listing === undefined || offset + length > listing.size) return undefined;
      const bytes = await files.read(hash, offset, length);
      if (bytes === undefined) await remove(space, [hash]);
      else if (now() - listing.used > USED_MS) {
        listing.used = now();
        await store.commit([note(space, hash, listing)]);
      } else listing.used = Math.max(listing.used, now());
      return bytes;
    },
    keep: async (space, hash, bytes, about) => {
      await put(space, hash, bytes, about);
      await makeRoom();
    },
    mark: async (space, hashes, what) => {
      const writes: Write[] = [];
      for (const hash of hashes) {
        const listing = spaces.get(space)?.get(hash);
        if (listing === undefined) continue;
        if (what === 'sent') listing.draft = false;
        else Object.assign(listing, { alone: false, relayed: true });
        writes.push(note(space, hash, listing));
      }
      if (writes.length > 0) await store.commit(writes);
    },
    drop: async (space, hashes, account) =>
      remove(
        space,
        account === undefined
          ? hashes
          : hashes.filter((hash) => spaces.get(space)?.get(hash)?.account === account),
      ),
    dropDrafts: async (space, but) => {
      const drafts = [...shelf(space)].flatMap(([hash, { draft }]) =>
        draft && !but.has(hash) ? [hash] : [],
      );
      await remove(space, drafts);
    },
    keepFor: async (space, hash, of) => {
      const listing = spaces.get(space)?.get(hash);
      if (listing === undefined || (listing.of !== undefined && listing.of.clock >= of.clock)) return;
      listing.of = of;
      await store.commit([note(space, hash, listing)]);
    },
    expire: async (space, isOver) => {
      const over = [...(spaces.get(space) ?? [])].filter(([, { of }]) => of !== undefined && isOver(of));
      await remove(
        space,
        over.map(([hash]) => hash),
      );
    },
    forgetSpace: async (space) => {
      await remove(space, [...(spaces.get(space)?.keys() ?? [])]);
      spaces.delete(space);
    },
    bytes: (space) => sums.get(space) ?? 0,
    total: () => total,
    close: async () => {
      await Promise.allSettled(writing.values());
    },
  };
};
