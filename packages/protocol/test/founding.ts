/** People, devices and a space for the tests of governance: real keys, real acts, no network. */
import { nativePrimitives } from '@plexi/crypto/native';
import {
  type AccountId,
  type Act,
  type ActOf,
  type ChannelId,
  type DeviceId,
  decodeAct,
  type EntryId,
  encodeAct,
  extendGovernance,
  foldGovernance,
  type Governance,
  type GovernanceEntry,
  governanceChannel,
  type Hlc,
  hlcFromMs,
  idFromBytes,
  issueCertificate,
  type LogHead,
  makeJoinRequest,
  type Primitives,
  readJoinRequest,
  type SpaceId,
  spaceIdOf,
  toHex,
  utf8,
  ZERO_ID,
} from '../src/index.ts';

/** Whether a signature holds doesn't change: histories that share their beginning check it once. */
const verified = new Map<string, boolean>();
export const primitives: Primitives = {
  ...nativePrimitives,
  verify: (signature, message, publicKey) => {
    const question = [signature, nativePrimitives.sha256(message), publicKey].map(toHex).join();
    const known = verified.get(question);
    const holds = known ?? nativePrimitives.verify(signature, message, publicKey);
    verified.set(question, holds);
    return holds;
  },
};

export const START_MS = 1_750_000_000_000;

const seedOf = (name: string): Uint8Array => primitives.sha256(utf8(name));
const idOf = <Id extends string>(seed: Uint8Array): Id => idFromBytes<Id>(primitives.publicKeyOf(seed));

export interface Person {
  name: string;
  accountSeed: Uint8Array;
  deviceSeed: Uint8Array;
  account: AccountId;
  device: DeviceId;
  certificate: Uint8Array;
}

/** A person by name, with a device of a given number; the higher the number, the later certified. */
export const person = (name: string, deviceNumber = 0): Person => {
  const accountSeed = seedOf(`account ${name}`);
  const deviceSeed = seedOf(`device ${name} ${deviceNumber}`);
  const fields = {
    boxKey: seedOf(`box ${name} ${deviceNumber}`),
    leafKey: primitives.publicKeyOf(seedOf(`leaf ${name} ${deviceNumber}`)),
    issuedAt: START_MS + deviceNumber,
  };
  const certificate = issueCertificate(primitives, fields, {
    accountSecretKey: accountSeed,
    deviceSecretKey: deviceSeed,
  });
  return { name, accountSeed, deviceSeed, account: idOf(accountSeed), device: idOf(deviceSeed), certificate };
};

export const channelId = (name: string): ChannelId => idFromBytes<ChannelId>(seedOf(`channel ${name}`));
export const inviteSeed = (name: string): Uint8Array => seedOf(`invite ${name}`);
export const inviteKey = (name: string): Uint8Array => primitives.publicKeyOf(inviteSeed(name));
export const inviteHex = (name: string): string => toHex(inviteKey(name));

/** The admission that a join request of `joiner` leads to. */
export const admission = (space: SpaceId, joiner: Person, invite: string, attempt = 0): Act =>
  readJoinRequest(
    primitives,
    makeJoinRequest(primitives, {
      space,
      certificate: joiner.certificate,
      keyPackage: seedOf(`key package ${joiner.device} ${invite} ${attempt}`),
      inviteSecret: inviteSeed(invite),
      deviceSecretKey: joiner.deviceSeed,
    }),
  ).admission;

/** One place where a device knows some governance and writes more. */
export interface Replica {
  who: Person;
  governance: Governance;
  entries: GovernanceEntry[];
  generation: number;
  /** Writes an act, citing what this replica knows; returns its entry. */
  write(
    act: Act,
    options?: { atMs?: number; sealed?: Uint8Array; heads?: readonly EntryId[] },
  ): GovernanceEntry;
  receive(entries: readonly GovernanceEntry[]): void;
  /** A replica elsewhere that knows the same. */
  fork(who?: Person): Replica;
  /** The heads of all governance logs here, as a removal cites them. */
  frontier(): LogHead[];
  reason(entry: GovernanceEntry): string | undefined;
}

const entryOf = (fields: Omit<GovernanceEntry, 'id'>): GovernanceEntry => {
  const { log, sequence, previous, clock, heads } = fields;
  const words = [
    log.device,
    log.generation,
    sequence,
    previous,
    clock,
    ...heads,
    toHex(primitives.sha256(fields.body)),
  ];
  return { ...fields, id: idFromBytes<EntryId>(primitives.sha256(utf8(words.join('|')))) };
};

const replicaOf = (space: SpaceId, who: Person, known: readonly GovernanceEntry[]): Replica => {
  const replica: Replica = {
    who,
    governance: foldGovernance(primitives, space, known),
    entries: [...known],
    generation: 0,
    write: (act, options = {}) => {
      const log = {
        channel: governanceChannel(primitives, space),
        device: who.device,
        generation: replica.generation,
      };
      const own = replica.entries.filter(
        (entry) => entry.log.device === who.device && entry.log.generation === log.generation,
      );
      const last = own.reduce<GovernanceEntry | undefined>(
        (a, b) => (a === undefined || b.sequence > a.sequence ? b : a),
        undefined,
      );
      const latest = Math.max(0, ...replica.entries.map((entry) => entry.clock));
      const clock = Math.max(latest + 1, hlcFromMs(options.atMs ?? START_MS)) as Hlc;
      const entry = entryOf({
        log,
        sequence: (last?.sequence ?? 0) + 1,
        previous: last?.id ?? (ZERO_ID as EntryId),
        clock,
        heads: options.heads ?? replica.governance.heads,
        body: encodeAct(act, options.sealed),
      });
      replica.receive([entry]);
      return entry;
    },
    receive: (entries) => {
      const fresh = entries.filter((entry) => !replica.entries.some((other) => other.id === entry.id));
      replica.entries.push(...fresh);
      replica.governance = extendGovernance(primitives, replica.governance, fresh);
    },
    fork: (other = who) => {
      const fork = replicaOf(space, other, replica.entries);
      if (other === who) fork.generation = replica.generation;
      return fork;
    },
    frontier: () => {
      const heads = new Map<string, LogHead>();
      for (const { log, sequence, id } of replica.entries) {
        const key = `${log.device}/${log.generation}`;
        if (sequence > (heads.get(key)?.sequence ?? 0)) heads.set(key, { log, sequence, id });
      }
      return [...heads.values()];
    },
    reason: (entry) => replica.governance.voided.get(entry.id),
  };
  return replica;
};

/** A space that `who` has just founded; a direct message, of these people, or a private channel if so. */
export const found = (who: Person, small?: 'channel' | Person[]): Replica => {
  const body = encodeAct({
    type: 'genesis',
    certificate: who.certificate,
    nonce: new Uint8Array(16),
    ...(small === 'channel' ? { kind: small } : {}),
    ...(Array.isArray(small) ? { kind: 'direct', owners: small.map(({ account }) => account).sort() } : {}),
  });
  const space = spaceIdOf(primitives, body);
  const genesis = entryOf({
    log: { channel: governanceChannel(primitives, space), device: who.device, generation: 0 },
    sequence: 1,
    previous: ZERO_ID as EntryId,
    clock: hlcFromMs(START_MS),
    heads: [],
    body,
  });
  return replicaOf(space, who, [genesis]);
};

/** An entry that `entry`'s device wrote for the same place, saying something else. */
export const twinOf = (entry: GovernanceEntry): GovernanceEntry =>
  entryOf({ ...entry, clock: (entry.clock + 1) as Hlc });

/** An entry like `entry` with some of it changed, as only a faulty or hostile device would write. */
export const altered = (entry: GovernanceEntry, changes: Partial<GovernanceEntry>): GovernanceEntry =>
  entryOf({ ...entry, ...changes });

export const actOf = (entry: GovernanceEntry): Act => decodeAct(entry.body).act;

export const inviteAct = (
  name: string,
  options: Partial<Pick<ActOf<'invite.create'>, 'uses' | 'expires' | 'account' | 'role' | 'channels'>> = {},
): ActOf<'invite.create'> => ({
  type: 'invite.create',
  publicKey: inviteKey(name),
  uses: 10,
  expires: START_MS + 1_000_000_000,
  role: 'member',
  ...options,
});

export const removal = (account: AccountId, cutoffs: LogHead[] = []): Act => ({
  type: 'member.remove',
  account,
  cutoffs,
});

/** `replica`, with all that the others have. */
export const mergedInto = (replica: Replica, ...others: Replica[]): Replica => {
  for (const other of others) replica.receive(other.entries);
  return replica;
};

/** Adds a person's device to a small space. */
export const addition = ({ certificate }: Person): Act => ({ type: 'member.add', certificate });

/** Ada's private channel with Ben as admin and Cleo, Dan as members; or their direct message. */
export const smallLab = (kind: 'channel' | 'direct') => {
  const [ada, ben, cleo, dan] = [person('ada'), person('ben'), person('cleo'), person('dan')];
  const owner = found(ada, kind === 'channel' ? kind : [ada, ben, cleo, dan]);
  for (const other of [ben, cleo, dan]) owner.write(addition(other));
  if (kind === 'channel') owner.write({ type: 'role.grant', account: ben.account, role: 'admin' });
  const { space } = owner.governance;
  return { ada, ben, cleo, dan, space, owner, at: (who: Person): Replica => owner.fork(who) };
};

/** Ada's space with Ben as admin and Cleo, Dan as members. */
export const lab = () => {
  const [ada, ben, cleo, dan] = [person('ada'), person('ben'), person('cleo'), person('dan')];
  const owner = found(ada);
  const space = owner.governance.space;
  owner.write(inviteAct('lab'));
  for (const joiner of [ben, cleo, dan]) owner.write(admission(space, joiner, 'lab'));
  owner.write({ type: 'role.grant', account: ben.account, role: 'admin' });
  return { ada, ben, cleo, dan, space, owner, at: (who: Person): Replica => owner.fork(who) };
};
