/**
 * [K3] Tries keys where they must not fit. All that a device's disk ever held is searched for secrets, whatever has become of them
 * since, and what was only in its memory is read along. Each is tried on the bodies of messages that the device's account is to be
 * kept out of: as an epoch's secret, as a channel's, and as the key of that one entry.
 */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import { channelSecret, entryKey, keyCommitment } from '@plexi/crypto/sealing';
import { type ChannelId, decodeHeader, type LogId } from '@plexi/protocol';
import { exportHistorySecret } from '../instead/history.ts';
import { loadSuite } from '../instead/suite.ts';
import { diskOf } from '../world/disks.ts';
import { exportersOf, rememberedBy } from '../world/memories.ts';
import type { Sent, Town } from '../world/town.ts';
import type { Breach } from './rules.ts';

/** CBOR's mark of 32 bytes, as which every secret is kept. */
const MARK = Buffer.from([0x58, 0x20]);
const SECRET_BYTES = 32;
/** Of an epoch, what its secret is exported from. */
type EpochState = Parameters<typeof exportHistorySecret>[1];
const KEY_GROUP = 'key-group';

const databaseOf = (node: string): string => `/${node}/plexi.db`;

const secretsIn = (value: Uint8Array, into: Map<string, Uint8Array>): void => {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.length);
  for (let at = bytes.indexOf(MARK); at >= 0; at = bytes.indexOf(MARK, at + 1)) {
    const from = at + MARK.length;
    if (from + SECRET_BYTES <= bytes.length)
      into.set(bytes.toString('latin1', from, from + SECRET_BYTES), value.slice(from, from + SECRET_BYTES));
  }
};

/** The secrets of all epochs that a device was ever in. */
const epochSecretsOf = async (node: string): Promise<Uint8Array[]> => {
  const suite = await loadSuite(primitives);
  return Promise.all(
    exportersOf(node).map((exporterSecret) =>
      exportHistorySecret(suite, { keySchedule: { exporterSecret } } as EpochState),
    ),
  );
};

/** Every secret that a device's disk ever held, and those that were only ever in its memory: given, unwrapped, or to be had from an epoch. */
const secretsOf = async (node: string): Promise<Uint8Array[]> => {
  const found = new Map<string, Uint8Array>();
  for (const writes of diskOf(node).image().journals.get(databaseOf(node)) ?? [])
    for (const write of writes)
      if (write.type === 'record' && write.kind === KEY_GROUP && write.value !== undefined)
        secretsIn(write.value, found);
  return [...found.values(), ...rememberedBy(node), ...(await epochSecretsOf(node))];
};

interface SealedEntry {
  channel: ChannelId;
  logId: LogId;
  sequence: number;
  commitment: string;
}

/** The entry that a message is in, as its author's disk has it. */
const entryOf = async (sent: Sent): Promise<SealedEntry | undefined> => {
  const store = diskOf(sent.node).kept(databaseOf(sent.node));
  if (store === undefined || sent.id === undefined) return undefined;
  for (const space of await store.spaces()) {
    const [message] = await store.messagesById(space, [sent.id]);
    const head = (await store.heads(space)).find(({ logId }) => logId === message?.logId);
    if (message === undefined || head === undefined) continue;
    const [raw] = await store.entries(space, head.log, message.sequence, { limit: 1, maxBytes: 1 });
    if (raw === undefined) continue;
    const { channel, logId, sequence } = message;
    return { channel, logId, sequence, commitment: decodeHeader(raw.header).keyCommitment };
  }
  return undefined;
};

const opens = (secret: Uint8Array, { channel, logId, sequence, commitment }: SealedEntry): boolean =>
  [
    secret,
    entryKey(primitives, secret, logId, sequence),
    entryKey(primitives, channelSecret(primitives, secret, channel), logId, sequence),
  ].some((key) => keyCommitment(primitives, key) === commitment);

/** Whether an account was let into the channel or the space when a message was there already, or may have been. */
const wasLetIn = (town: Town, sent: Sent, account: string): boolean =>
  [town.letIn.get(sent.channel), town.letIn.get(town.space)].some(
    (times) => (times?.get(account) ?? Number.NEGATIVE_INFINITY) >= sent.at,
  );

/** Whether an account had come in, and nobody had begun to remove it since, when a message was written: known to its author or not. */
const wasMember = (town: Town, sent: Sent, account: string): boolean => {
  if (account === town.guest?.account) return false;
  const removals = town.removed.get(account) ?? [];
  return [sent.channel, ...(sent.open ? [town.space] : [])].some((place) => {
    const since = town.letIn.get(place)?.get(account);
    if (since === undefined) return false;
    return !removals.some(
      (it) => (it.from === place || it.from === town.space) && it.at >= since && it.at <= sent.at,
    );
  });
};

/** Keys that open what they must not; and a check of this check, that an author's own keys do open it. */
export const breachesOfKeys = async (town: Town): Promise<Breach[]> => {
  const found: Breach[] = [];
  const held = new Map<string, Uint8Array[]>();
  const heldBy = async (node: string): Promise<Uint8Array[]> => {
    const secrets = held.get(node) ?? (await secretsOf(node));
    held.set(node, secrets);
    return secrets;
  };
  for (const sent of town.sent.filter(({ acknowledged }) => acknowledged)) {
    const outside = town.devices.filter(({ person }) => {
      const account = town.accounts.get(person) ?? '';
      if (person === sent.person || sent.audience.has(account)) return false;
      return !wasLetIn(town, sent, account) && !wasMember(town, sent, account);
    });
    const entry = outside.length === 0 ? undefined : await entryOf(sent);
    if (entry === undefined) continue;
    if (!(await heldBy(sent.node)).some((secret) => opens(secret, entry)))
      found.push({ rule: 'an author has the keys', detail: `${sent.node}: ${sent.text}` });
    for (const { name } of outside)
      if ((await heldBy(name)).some((secret) => opens(secret, entry)))
        found.push({ rule: 'no key fits what it must not', detail: `${name}: ${sent.text}` });
  }
  return found;
};
