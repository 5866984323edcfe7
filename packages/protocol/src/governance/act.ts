/**
 * The typed acts that governance consists of. The body of a governance entry is deterministic CBOR
 *
 *   [ version, act ]  or  [ version, act, sealed ]
 *
 * where `sealed` holds words (a name) sealed to members: opaque here, and no act's validity depends on it [G6].
 */
import { z } from 'zod';
import { concatBytes, utf8 } from '../bytes.ts';
import { readCbor, writeCbor } from '../cbor.ts';
import { type LogHead, type LogRef, logKey } from '../entry/log.ts';
import { addressField, boundedBytes, fixedBytes, idField, msField } from '../fields.ts';
import {
  type AccountId,
  type ChannelId,
  type DeviceId,
  type EntryId,
  idFromBytes,
  type SpaceId,
  ZERO_ID,
} from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { Primitives } from '../primitives.ts';
import { SCOPED_ROLES } from './role.ts';

/** What a small space is: one channel with people and keys of its own. */
export type SmallKind = 'channel' | 'direct';

const account = idField<AccountId>();
const device = idField<DeviceId>();
const channel = idField<ChannelId>();
const generationField = z.int().min(0).max(0xffff);
const publicKey = fixedBytes(32);
const pluginName = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/);
const certificate = boundedBytes(LIMITS.certificateBytes);
const ascend = (keys: string[]): boolean => keys.every((key, i) => i === 0 || (keys[i - 1] as string) < key);

/** [G4] Outside, cutoffs are grouped by log owner; inside, they are the last entries of the logs concerned. */
const cutoffs = z.codec(
  z
    .array(
      z.tuple([
        device,
        generationField,
        z
          .array(z.tuple([channel, z.int().min(1), idField<EntryId>()]))
          .min(1)
          .max(LIMITS.cutoffs)
          .refine((logs) => ascend(logs.map(([id]) => id))),
      ]),
    )
    .refine((groups) => ascend(groups.map(([id, generation]) => id + String(generation).padStart(5, '0')))),
  z
    .custom<LogHead[]>((heads) => Array.isArray(heads) && heads.length <= LIMITS.cutoffs)
    .refine((heads) => new Set(heads.map((head) => logKey(head.log))).size === heads.length),
  {
    decode: (groups) =>
      groups.flatMap(([owner, generation, logs]) =>
        logs.map(([id, sequence, last]) => ({
          log: { channel: id, device: owner, generation },
          sequence,
          id: last,
        })),
      ),
    encode: (heads) => {
      const groups = new Map<string, [DeviceId, number, [ChannelId, number, EntryId][]]>();
      const place = ({ log }: LogHead): string =>
        `${log.device}/${String(log.generation).padStart(5, '0')}/${log.channel}`;
      const sorted = heads.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
      for (const { log, sequence, id } of sorted) {
        const key = `${log.device}/${log.generation}`;
        const group = groups.get(key) ?? [log.device, log.generation, []];
        group[2].push([log.channel, sequence, id]);
        groups.set(key, group);
      }
      return [...groups.values()];
    },
  },
);

const logField = z.codec(z.tuple([channel, device, generationField]), z.custom<LogRef>(), {
  decode: ([of, by, its]) => ({ channel: of, device: by, generation: its }),
  encode: (log): [ChannelId, DeviceId, number] => [log.channel, log.device, log.generation],
});

/** Headers with their signatures, in order. */
const branch = z
  .array(z.tuple([boundedBytes(LIMITS.headerBytes), fixedBytes(64)]))
  .min(1)
  .max(LIMITS.forkHeaders);

const ActSchema = z.discriminatedUnion('type', [
  /** Founds the space: its hash is the space's id [G9]. */
  z
    .strictObject({
      type: z.literal('genesis'),
      certificate,
      nonce: fixedBytes(16),
      /** A small space: a private channel, or a direct message of these people, all of them owners. */
      kind: z.enum(['channel', 'direct']).optional(),
      owners: z.array(account).min(2).max(LIMITS.directPeople).refine(ascend).optional(),
    })
    .refine((act) => (act.kind === 'direct') === (act.owners !== undefined)),
  /** The sealed words are the space's name. */
  z.strictObject({ type: z.literal('space.describe') }),
  z.strictObject({ type: z.literal('space.leave'), cutoffs }),
  /** The sealed words are the channel's name. */
  z.strictObject({ type: z.literal('channel.create'), channel }),
  z.strictObject({ type: z.literal('channel.describe'), channel }),
  z.strictObject({ type: z.literal('channel.archive'), channel }),
  /** [L4] Messages written from now on disappear after so many milliseconds; with 0 they stay. */
  z.strictObject({
    type: z.literal('channel.retain'),
    channel,
    ms: z.int().min(0).max(LIMITS.retentionMs),
  }),
  /** The sealed words say how its messages are moderated [A3]. */
  z.strictObject({ type: z.literal('channel.policy'), channel }),
  /** [K6] [A1] Lets a scoped member in, with what was there before or from now on; until a time, or with 0 for good. */
  z.strictObject({
    type: z.literal('channel.admit'),
    channel,
    account,
    history: z.boolean(),
    until: msField,
  }),
  z.strictObject({ type: z.literal('channel.dismiss'), channel, account, cutoffs }),
  /** [C1] Says that the time of an admission is past. */
  z.strictObject({ type: z.literal('channel.lapse'), channel, account }),
  z.strictObject({
    type: z.literal('relay.list'),
    device,
    addresses: z.array(addressField).min(1).max(LIMITS.relayAddresses),
  }),
  z.strictObject({ type: z.literal('relay.unlist'), device }),
  z.strictObject({
    type: z.literal('invite.create'),
    publicKey,
    uses: z.int().min(1).max(LIMITS.inviteUses),
    expires: msField,
    role: z.enum(['member', ...SCOPED_ROLES]),
    /** Admits devices of this account only: how a person brings a further device of their own [G8]. */
    account: account.optional(),
    /** What admits a scoped member at once, ahead only. */
    channels: z.array(channel).min(1).max(LIMITS.inviteChannels).refine(ascend).optional(),
  }),
  z.strictObject({ type: z.literal('invite.revoke'), publicKey }),
  /** Made from a join request: admits an account, or a further device of one that is a member. */
  z.strictObject({
    type: z.literal('member.admit'),
    certificate,
    invite: publicKey,
    keyPackageHash: fixedBytes(32),
    inviteSignature: fixedBytes(64),
  }),
  /** Adds a device by its certificate alone: to a small space, whose people are members of another one already. */
  z.strictObject({ type: z.literal('member.add'), certificate }),
  /** With `ban` no invite admits the account again: until that time is past and somebody says so, or with 0 until it is lifted. */
  z.strictObject({ type: z.literal('member.remove'), account, cutoffs, ban: msField.optional() }),
  z.strictObject({ type: z.literal('member.unban'), account }),
  /** Takes the voice of a member, in one channel or in all: until a time, or with 0 until it is given back. */
  z.strictObject({
    type: z.literal('member.mute'),
    account,
    channel: channel.optional(),
    until: msField,
    cutoffs,
  }),
  z.strictObject({ type: z.literal('member.unmute'), account, channel: channel.optional() }),
  z.strictObject({ type: z.literal('device.remove'), device, cutoffs }),
  /** [G5] A vote of an owner's: these become owners, those go back to being admins. It takes more than half of the owners. */
  z.strictObject({
    type: z.literal('owners.vote'),
    add: z.array(account).max(LIMITS.owners).refine(ascend),
    drop: z.array(account).max(LIMITS.owners).refine(ascend),
  }),
  /** [G4] A vote of an owner's: in these logs nothing counts from these entries on. It takes more than half of the owners. */
  z.strictObject({ type: z.literal('owners.undo'), from: cutoffs.refine((from) => from.length > 0) }),
  /** [G5] An owner's signature under what these acts and all before them come to; `state` is its fingerprint. */
  z.strictObject({
    type: z.literal('checkpoint.sign'),
    covers: z.array(idField<EntryId>()).min(1).max(LIMITS.governanceHeads).refine(ascend),
    state: fixedBytes(32),
  }),
  /** [L2] Two branches of one log, each from the same place up to a header that its device signed. */
  z.strictObject({ type: z.literal('fork.prove'), log: logField, branches: z.tuple([branch, branch]) }),
  /** [L2] [G4] Says which branch of a channel's log counts, and how far: the one that leads to this entry; with 0 none of it. */
  z
    .strictObject({
      type: z.literal('fork.settle'),
      log: logField,
      sequence: z.int().min(0),
      id: idField<EntryId>(),
    })
    .refine((act) => (act.sequence === 0) === (act.id === ZERO_ID)),
  /** The cutoffs of a demotion say which letters still count that were written with the rank it takes. */
  z.strictObject({
    type: z.literal('role.grant'),
    account,
    role: z.enum(['admin', 'moderator', 'member']),
    cutoffs: cutoffs.optional(),
  }),
  /** [P1] What a plugin may do here: of the package with this hash, and no other. */
  z.strictObject({
    type: z.literal('plugin.grant'),
    plugin: pluginName,
    version: z.string().min(1).max(LIMITS.pluginVersion),
    hash: fixedBytes(32),
    capabilities: z
      .array(z.string().min(1).max(LIMITS.capabilityLength))
      .max(LIMITS.capabilities)
      .refine(ascend),
  }),
  z.strictObject({ type: z.literal('plugin.revoke'), plugin: pluginName }),
  /** The sealed words are the display name of the author's own account. */
  z.strictObject({ type: z.literal('profile.describe') }),
]);

export type Act = z.output<typeof ActSchema>;
export type ActType = Act['type'];
export type ActOf<Type extends ActType> = Extract<Act, { type: Type }>;

const version = z.literal(1);
const Body = z.union([
  z.tuple([version, ActSchema]),
  z
    .tuple([version, ActSchema, boundedBytes(LIMITS.sealedPolicyBytes)])
    .refine(([, act, sealed]) => act.type === 'channel.policy' || sealed.length <= LIMITS.sealedWordsBytes),
]);

/** A governance entry's body. A value that could not be read back is a `ZodError`. */
export const encodeAct = (act: Act, sealed?: Uint8Array): Uint8Array =>
  writeCbor(Body, sealed === undefined ? [1, act] : [1, act, sealed]);

/** Parses a governance entry's body. Throws ACT_INVALID. */
export const decodeAct = (body: Uint8Array): { act: Act; sealed: Uint8Array | undefined } => {
  const [, act, sealed] = readCbor(Body, body, LIMITS.actBytes, 'ACT_INVALID');
  return { act, sealed };
};

const SPACE_CONTEXT = utf8('plexi/space/1\0');

/** [G9] The id of the space that a genesis founds, from the genesis entry's body as received. */
export const spaceIdOf = (primitives: Primitives, genesisBody: Uint8Array): SpaceId =>
  idFromBytes<SpaceId>(primitives.sha256(concatBytes(SPACE_CONTEXT, genesisBody)));
