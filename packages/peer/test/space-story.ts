/** People with devices, a space that they share, and what each device holds of it: real keys, real acts, no network. */
import { sealEntry } from '@plexi/crypto/sealing';
import {
  type Act,
  type ChannelId,
  cutoffsFor,
  type Entry,
  type EntryId,
  type EpochId,
  encodeAct,
  encodeDropOrder,
  encodeEvent,
  type Hlc,
  idFromBytes,
  type LogRef,
  makeJoinRequest,
  type Primitives,
  type RawEntry,
  readJoinRequest,
  type SpaceId,
  spaceIdOf,
  tickHlc,
  writeEntry,
  ZERO_ID,
} from '@plexi/protocol';
import type { Store } from '@plexi/storage';
import { openMemoryStore } from '@plexi/storage/memory';
import { NOTHING_OPENED } from '../src/replica/ahead.ts';
import { openReplica, type Replica, type ReplicaHooks } from '../src/replica/replica.ts';
import type { SpaceKeys } from '../src/space/keys.ts';
import { openEntries } from '../src/space/timeline.ts';
import { channelId, GENERAL, type Person, person, primitives, START_MS, seedOf } from './people.ts';

export { channelId, GENERAL, INVITE_SECRET, type Person, person, primitives, START_MS };

const INVITE_SECRET = seedOf('invite');
/** Bodies are sealed as on a real device; the key group's part, which these tests are not about, is one fixed epoch. */
const EPOCH = idFromBytes<EpochId>(seedOf('epoch'));
const SECRET = seedOf('epoch secret');
const keys = {
  secret: (epoch: EpochId) => (epoch === EPOCH ? SECRET : undefined),
} as unknown as SpaceKeys;

/** A wall clock that the test moves. */
export interface WallClock {
  ms: number;
}

/** An entry on its way. */
export interface Item {
  log: LogRef;
  raw: RawEntry;
}

/** One device with its replica. */
export interface Holder {
  who: Person;
  replica: Replica;
  store: Store;
  clock: WallClock;
  log(channel?: ChannelId): LogRef;
  post(text: string, channel?: ChannelId): Promise<Entry>;
  act(act: Act): Promise<Entry>;
  /** Orders that the bodies of these entries go. */
  drop(entries: readonly Entry[], blobs?: string[]): Promise<Entry>;
  /** Makes a post in the place behind `after` without storing it. */
  draft(text: string, after: Entry | undefined, options?: { clock?: Hlc; channel?: ChannelId }): Entry;
  /** The same of an act, behind `after` or what is here. */
  draftAct(act: Act, after?: Entry): Entry;
  /** Everything of the visible logs, governance first. */
  items(): Promise<Item[]>;
  texts(channel?: ChannelId): Promise<string[]>;
  admit(joiner: Person, inviteSecret?: Uint8Array): Promise<Entry>;
  remove(member: Person): Promise<Entry>;
}

export const toRaw = ({ header, signature, body }: RawEntry): RawEntry => ({ header, signature, body });

/** Opens what a device's store holds of a space. */
export const openHolder = async (
  who: Person,
  space: SpaceId,
  options: {
    clock?: WallClock;
    store?: Store;
    primitives?: Primitives;
    mayStore?: (bytes: number) => boolean;
    problem?: ReplicaHooks['problem'];
  } = {},
): Promise<Holder> => {
  const clock = options.clock ?? { ms: START_MS };
  const store = options.store ?? openMemoryStore();
  const hooks: ReplicaHooks = {
    ...(options.problem === undefined ? {} : { problem: options.problem }),
    prepare: async (state, entries) => {
      const { governance, keys: keyLog } = replica.channels;
      if (state.log.channel === governance || state.log.channel === keyLog) return { writes: [] };
      return { writes: openEntries({ primitives, space, keys, self: who }, state, entries).writes };
    },
    ahead: async (state, entries) => ({
      ...NOTHING_OPENED,
      writes: openEntries({ primitives, space, keys, self: who }, state, entries, () => undefined).writes,
    }),
  };
  const { mayStore } = options;
  const replica: Replica = await openReplica({
    primitives: options.primitives ?? primitives,
    store,
    space,
    now: () => clock.ms,
    hooks,
    ...(mayStore === undefined ? {} : { mayStore }),
  });

  const generation = (): number =>
    replica.governance()?.state.members[who.account]?.devices[who.device]?.generation ?? 0;
  const log = (channel: ChannelId = GENERAL): LogRef => ({
    channel,
    device: who.device,
    generation: generation(),
  });

  const compose = (
    place: LogRef,
    after: Pick<Entry, 'id'> & { parsed: { sequence: number; clock: Hlc } },
    body: (at: { logId: Entry['parsed']['logId']; sequence: number }) => {
      body: Uint8Array;
      keyCommitment: string;
      epoch: EpochId;
    },
    at?: Hlc,
  ): Entry => {
    const { logId, tip, heads } = replica.stateOf(place);
    const sequence = after.parsed.sequence + 1;
    const latest = Math.max(
      after.parsed.clock,
      ...[...replica.frontier.all()].map((it) => it.tip.clock),
    ) as Hlc;
    const made = body({ logId, sequence });
    // Said again only when there are others [L1].
    const now = [...(replica.governance()?.heads ?? [])];
    const governanceHeads = after.id === tip.id && now.join() === heads.join() ? [] : now;
    const { epoch, keyCommitment } = made;
    const clockHere = at ?? tickHlc(latest, clock.ms);
    const fields = {
      logId,
      sequence,
      previous: after.id,
      clock: clockHere,
      epoch,
      keyCommitment,
      governanceHeads,
    };
    return writeEntry(primitives, fields, made.body, who.deviceSeed);
  };

  const NOTHING = { id: ZERO_ID as EntryId, parsed: { sequence: 0, clock: 0 as Hlc } };
  const tipOf = (place: LogRef) => {
    const { id, sequence, clock: tick } = replica.stateOf(place).tip;
    return { id, parsed: { sequence, clock: tick } };
  };
  const postBody = (text: string) => (at: { logId: Entry['parsed']['logId']; sequence: number }) => ({
    ...sealEntry(primitives, SECRET, at, encodeEvent({ kind: 'post', text })),
    epoch: EPOCH,
  });
  const append = (place: LogRef, body: Parameters<typeof compose>[2]): Promise<Entry> =>
    replica.run(async () => {
      const entry = compose(place, tipOf(place), body);
      await replica.commitOwn(place, [entry], []);
      return entry;
    });

  const holder: Holder = {
    who,
    replica,
    store,
    clock,
    log,
    post: (text, channel) => append(log(channel), postBody(text)),
    act: (act) => {
      const body = encodeAct(act);
      return append(log(replica.channels.governance), () => ({
        body,
        epoch: ZERO_ID as EpochId,
        keyCommitment: ZERO_ID,
      }));
    },
    drop: (entries, blobs = []) => {
      const targets = entries.map(({ id, parsed }) => ({
        logId: parsed.logId,
        sequence: parsed.sequence,
        entry: id,
      }));
      return append(log(), () => ({
        body: encodeDropOrder({ targets, blobs }),
        epoch: ZERO_ID as EpochId,
        keyCommitment: ZERO_ID,
      }));
    },
    draft: (text, after, how = {}) => compose(log(how.channel), after ?? NOTHING, postBody(text), how.clock),
    draftAct: (act, after) => {
      const place = log(replica.channels.governance);
      const body = encodeAct(act);
      return compose(place, after ?? tipOf(place), () => ({
        body,
        epoch: ZERO_ID as EpochId,
        keyCommitment: ZERO_ID,
      }));
    },
    items: async () => {
      const items: Item[] = [];
      const states = [...replica.frontier.all()].sort(
        (a, b) =>
          Number(b.log.channel === replica.channels.governance) -
          Number(a.log.channel === replica.channels.governance),
      );
      for (const { log: from, visible } of states) {
        const raws = await store.entries(space, from, 1, { limit: visible.sequence, maxBytes: 2 ** 30 });
        for (const raw of visible.sequence === 0 ? [] : raws) items.push({ log: from, raw: toRaw(raw) });
      }
      return items;
    },
    texts: async (channel = GENERAL) =>
      (await store.messages(space, channel, { limit: 10_000 })).map((message) => message.text),
    admit: async (joiner, inviteSecret = INVITE_SECRET) => {
      const request = makeJoinRequest(primitives, {
        space,
        certificate: joiner.certificate,
        keyPackage: seedOf(`key package ${joiner.device}`),
        inviteSecret,
        deviceSecretKey: joiner.deviceSeed,
      });
      return holder.act(readJoinRequest(primitives, request).admission);
    },
    remove: async (member) => {
      const governance = replica.governance();
      if (governance === undefined) throw new TypeError('no governance');
      const cutoffs = cutoffsFor(governance, member.account, replica.frontier.visibleHeads());
      return holder.act({ type: 'member.remove', account: member.account, cutoffs });
    },
  };
  return holder;
};

/** The device of somebody who has just founded a space with an invite that anybody may use. */
export const found = async (who: Person, clock: WallClock = { ms: START_MS }): Promise<Holder> => {
  const genesis: Act = { type: 'genesis', certificate: who.certificate, nonce: new Uint8Array(16) };
  const space = spaceIdOf(primitives, encodeAct(genesis));
  const holder = await openHolder(who, space, { clock });
  await holder.act(genesis);
  await holder.act({
    type: 'invite.create',
    publicKey: primitives.publicKeyOf(INVITE_SECRET),
    uses: 1000,
    expires: START_MS + 2 ** 40,
    role: 'member',
  });
  await holder.act({ type: 'channel.create', channel: GENERAL });
  return holder;
};

/** Another device of the space, with nothing in it yet; its clock is the same wall's. */
export const openEmpty = (like: Holder, who: Person = like.who, store?: Store): Promise<Holder> =>
  openHolder(who, like.replica.space, { clock: like.clock, ...(store === undefined ? {} : { store }) });

/** Hands `items` over one by one, in the order given. */
export const deliver = async (to: Holder, items: readonly Item[]): Promise<void> => {
  for (const { log, raw } of items) await to.replica.ingest(log, [raw]);
};

/** `to` gets all that `from` shows. */
export const copyAll = async (from: Holder, to: Holder): Promise<void> => deliver(to, await from.items());

/** A space that Ada founded, with Ben and Cleo in it; each device holds the same. */
export const lab = async () => {
  const [ada, ben, cleo] = [person('ada'), person('ben'), person('cleo')];
  const atAda = await found(ada);
  await atAda.admit(ben);
  await atAda.admit(cleo);
  const [atBen, atCleo] = [await openEmpty(atAda, ben), await openEmpty(atAda, cleo)];
  for (const other of [atBen, atCleo]) await copyAll(atAda, other);
  return { ada, ben, cleo, atAda, atBen, atCleo };
};

/** What two replicas must agree on: every log's visible end, governance, the digest. */
export const viewOf = ({ replica }: Holder) => ({
  digest: Buffer.from(replica.frontier.digest()).toString('hex'),
  heads: replica.frontier
    .visibleHeads()
    .map(({ log, sequence, id }) => `${log.channel}/${log.device}/${log.generation} ${sequence} ${id}`)
    .sort(),
  governance: replica.governance()?.heads,
  members: Object.keys(replica.governance()?.state.members ?? {}).sort(),
});

/** `raw` with a signature that is nobody's. */
export const unsigned = (raw: RawEntry): RawEntry => {
  const signature = raw.signature.map((byte, i) => (i === 3 ? byte ^ 1 : byte));
  return { ...toRaw(raw), signature };
};
