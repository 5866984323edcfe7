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
import { type LogHead, logKey } from '../entry/log.ts';
import { addressField, boundedBytes, fixedBytes, idField, msField } from '../fields.ts';
import {
  type AccountId,
  type ChannelId,
  type DeviceId,
  type EntryId,
  idFromBytes,
  type SpaceId,
} from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { Primitives } from '../primitives.ts';

/** What a small space is: one channel with people and keys of its own. */
export type SmallKind = 'channel' | 'direct';

export type Role = 'owner' | 'admin' | 'member';

const account = idField<AccountId>();
const device = idField<DeviceId>();
const channel = idField<ChannelId>();
const publicKey = fixedBytes(32);
const certificate = boundedBytes(LIMITS.certificateBytes);
const ascend = (keys: string[]): boolean => keys.every((key, i) => i === 0 || (keys[i - 1] as string) < key);

/** [G4] Outside, cutoffs are grouped by log owner; inside, they are the last entries of the logs concerned. */
const cutoffs = z.codec(
  z
    .array(
      z.tuple([
        device,
        z.int().min(0).max(0xffff),
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
    role: z.literal('member'),
    /** Admits devices of this account only: how a person brings a further device of their own [G8]. */
    account: account.optional(),
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
  z.strictObject({ type: z.literal('member.remove'), account, cutoffs }),
  z.strictObject({ type: z.literal('device.remove'), device, cutoffs }),
  z.strictObject({ type: z.literal('role.grant'), account, role: z.enum(['admin', 'member']) }),
  /** The sealed words are the display name of the author's own account. */
  z.strictObject({ type: z.literal('profile.describe') }),
]);

export type Act = z.output<typeof ActSchema>;
export type ActType = Act['type'];
export type ActOf<Type extends ActType> = Extract<Act, { type: Type }>;

const version = z.literal(1);
const Body = z.union([
  z.tuple([version, ActSchema]),
  z.tuple([version, ActSchema, boundedBytes(LIMITS.sealedWordsBytes)]),
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
