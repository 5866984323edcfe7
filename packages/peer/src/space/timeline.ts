/**
 * The timeline of a member: opened entries become messages and canvases in the (encrypted) store, in the same transaction as
 * the entries themselves. What cannot be opened yet is remembered and opened when its key arrives.
 */
import { entryKey, fitsEntry, openEntryByKey } from '@plexi/crypto/sealing';
import {
  type ChannelId,
  type DeviceId,
  decodeEvent,
  decodeHeader,
  type Entry,
  type EntryId,
  type EpochId,
  encodeExtras,
  idFromBytes,
  importedLineId,
  isClear,
  isPlexiError,
  type LogState,
  type Mentions,
  mailChannel,
  type PostExtras,
  type SpaceId,
  utf8,
} from '@plexi/protocol';
import { hasLink, type StoredAnnotation, type StoredMessage, type Write } from '@plexi/storage';
import { indexFiles } from '../file/describe.ts';
import { answerRows, toRow } from './annotations.ts';
import { callWrite } from './calls.ts';
import {
  forgetCanvasBehind,
  type KeptUpdate,
  keptUpdate,
  writesOfUpdate,
  writesOfVersion,
} from './canvas/records.ts';
import type { SpaceContext } from './context.ts';
import { type Mail, mailWrite } from './mailbox.ts';

/** What came of opening entries. */
export interface Opened {
  writes: Write[];
  messages: StoredMessage[];
  annotations: StoredAnnotation[];
  canvases: (KeptUpdate & { channel: ChannelId })[];
  mail: Mail[];
}

const emptyOpened = (): Opened => ({ writes: [], messages: [], annotations: [], canvases: [], mail: [] });

/** Key of an unreadable entry: enough to find it again. */
const unreadableKey = (state: Pick<LogState, 'log'>, sequence: number): string =>
  `${state.log.channel}/${state.log.device}/${state.log.generation}/${sequence}`;

type OpenContext = Pick<SpaceContext, 'primitives' | 'space' | 'keys'> & {
  self: Pick<SpaceContext['self'], 'account' | 'device'>;
};

/**
 * Opens the entries of one channel log. Of entries that came ahead of it [L5], `waits` is told of those whose key is not here; canvases
 * are not drawn from what has no beginning.
 */
export const openEntries = (
  context: OpenContext,
  state: Pick<LogState, 'log' | 'logId'>,
  entries: readonly Entry[],
  waits?: (entry: Entry) => void,
): Opened => {
  const { primitives, space, keys } = context;
  const opened = emptyOpened();
  const openers = new Map<string, Uint8Array>();
  const isMail = state.log.channel === mailChannel(primitives, space);
  for (const entry of entries) {
    if (entry.body === undefined || isClear(entry.parsed)) continue;
    const secret = keys.secret(entry.parsed.epoch, state.log.channel, (some) =>
      fitsEntry(primitives, some, entry.parsed),
    );
    if (secret === undefined && waits !== undefined) {
      waits(entry);
      continue;
    }
    if (secret === undefined) {
      opened.writes.push({
        type: 'record',
        scope: space,
        kind: 'unreadable',
        key: unreadableKey(state, entry.parsed.sequence),
        value: utf8(entry.parsed.epoch),
      });
      continue;
    }
    try {
      const { logId, sequence, keyCommitment } = entry.parsed;
      const key = entryKey(primitives, secret, logId, sequence);
      const plain = openEntryByKey(primitives, key, keyCommitment, entry.body);
      openers.set(entry.id, key);
      if (isMail) takeMail(space, state, entry, plain, opened);
      else show(context, state, entry, plain, opened, waits !== undefined);
    } catch (error) {
      // A body that doesn't open under its key, or says nothing we know, is its author's fault: it is skipped on every device.
      if (!isPlexiError(error)) throw error;
    }
  }
  if (opened.messages.length > 0)
    opened.writes.push({ type: 'messages', messages: opened.messages, openers });
  if (opened.annotations.length > 0)
    opened.writes.push({ type: 'annotations', annotations: opened.annotations });
  return opened;
};

type Place = Pick<StoredMessage, 'space' | 'channel' | 'clock' | 'entry' | 'logId' | 'sequence' | 'device'>;

/** A message without what only posts have. */
const plainMessage = (place: Place, text: string) => ({
  ...place,
  text,
  root: undefined,
  apart: false,
  hasFile: false,
  hasLink: hasLink(text),
  mentionsSelf: false,
  extras: undefined,
  dropped: false,
});

/** Whether somebody's words name this account. */
const isCalling = ({ accounts, everyone }: Mentions, device: DeviceId, self: OpenContext['self']): boolean =>
  (everyone !== undefined && device !== self.device) || accounts?.includes(self.account) === true;

const postOf = (place: Place, text: string, extras: PostExtras, self: OpenContext['self']): StoredMessage => {
  const root = extras.root ?? extras.parent;
  return {
    ...plainMessage(place, text),
    id: place.entry,
    part: 0,
    kind: 'post',
    author: undefined,
    time: undefined,
    root,
    apart: root !== undefined && extras.inChannel !== true,
    hasFile: extras.files !== undefined,
    mentionsSelf: isCalling(extras, place.device, self),
    extras: encodeExtras(extras),
  };
};

const takeMail = (
  space: SpaceId,
  { log }: Pick<LogState, 'log'>,
  { id, parsed: { clock, sequence } }: Entry,
  plain: Uint8Array,
  opened: Opened,
): void => {
  const mail = { entry: id, log, sequence, clock, plain };
  opened.mail.push(mail);
  opened.writes.push(mailWrite(space, mail));
};

const show = (
  { primitives, space, self }: OpenContext,
  state: Pick<LogState, 'log' | 'logId'>,
  entry: Entry,
  plain: Uint8Array,
  opened: Opened,
  isAhead: boolean,
): void => {
  const event = decodeEvent(plain);
  const { channel, device } = state.log;
  const place: Place = {
    space,
    channel,
    clock: entry.parsed.clock,
    entry: entry.id,
    logId: state.logId,
    sequence: entry.parsed.sequence,
    device,
  };
  switch (event.kind) {
    case 'post':
      opened.messages.push(postOf(place, event.text, event.extras ?? {}, self));
      opened.writes.push(...indexFiles(primitives, place, event.extras?.files ?? []));
      opened.annotations.push(...answerRows(place, event.extras));
      return;
    case 'import':
      event.lines.forEach((line, part) => {
        const id = importedLineId(primitives, channel, line);
        const { author, time, text } = line;
        opened.messages.push({ ...plainMessage(place, text), id, part, kind: 'import', author, time });
      });
      return;
    case 'canvas':
      if (isAhead) return;
      opened.writes.push(...writesOfUpdate(place, event.update));
      opened.canvases.push({ ...keptUpdate(place, event.update), channel });
      return;
    case 'canvas-version':
      if (isAhead) return;
      opened.writes.push(...writesOfVersion(place, event.name));
      return;
    case 'edit':
      if (isCalling(event.mentions ?? {}, device, self)) opened.writes.push(callWrite(place, event.target));
      opened.annotations.push({ ...place, ...toRow(event, entry.id, channel) });
      return;
    default:
      opened.annotations.push({ ...place, ...toRow(event, entry.id, channel) });
  }
};

/** Entries whose key was missing when they came. */
interface UnreadableEntry {
  key: string;
  channel: ChannelId;
  device: string;
  generation: number;
  sequence: number;
  epoch: EpochId;
}

const decoder = new TextDecoder();

const listUnreadable = async (context: Pick<SpaceContext, 'store' | 'space'>): Promise<UnreadableEntry[]> =>
  (await context.store.records(context.space, 'unreadable')).map(({ key, value }) => {
    const [channel, device, generation, sequence] = key.split('/') as [ChannelId, string, string, string];
    return {
      key,
      channel,
      device,
      generation: Number(generation),
      sequence: Number(sequence),
      epoch: decoder.decode(value) as EpochId,
    };
  });

/** How many entries wait for a key that this device is to have, by channel. */
export const countUnreadable = async (
  context: Pick<SpaceContext, 'store' | 'space' | 'keys'>,
): Promise<Map<ChannelId, number>> => {
  const counts = new Map<ChannelId, number>();
  for (const { epoch, channel } of await listUnreadable(context))
    if (context.keys.awaits(epoch, channel)) counts.set(channel, (counts.get(channel) ?? 0) + 1);
  return counts;
};

/** Opens again what has a key now. Gives what was opened, to be committed by the caller. */
export const reopen = async (context: SpaceContext): Promise<Opened> => {
  const { store, space, primitives, replica, keys } = context;
  const all = emptyOpened();
  for (const unreadable of await listUnreadable(context)) {
    const { channel, generation, sequence } = unreadable;
    if (keys.secret(unreadable.epoch, channel, () => true) === undefined) continue;
    const state = replica.stateOf({ channel, device: unreadable.device as never, generation });
    all.writes.push({
      type: 'record',
      scope: space,
      kind: 'unreadable',
      key: unreadable.key,
      value: undefined,
    });
    if (sequence > state.visible.sequence) continue;
    const [raw] = await store.entries(space, state.log, sequence, { limit: 1, maxBytes: 1 });
    if (raw === undefined) continue;
    const id = idFromBytes<EntryId>(primitives.sha256(raw.header));
    const opened = openEntries(context, state, [{ ...raw, parsed: decodeHeader(raw.header), id }]);
    all.writes.push(...opened.writes);
    all.messages.push(...opened.messages);
    all.annotations.push(...opened.annotations);
    all.canvases.push(...opened.canvases);
    all.mail.push(...opened.mail);
  }
  return all;
};

/** [G4] What takes messages and canvas updates of a log behind a cutoff away. */
export const forgetBehind = async (
  context: Pick<SpaceContext, 'store' | 'space'>,
  state: LogState,
  after: number,
): Promise<Write[]> => {
  const { store, space } = context;
  const { channel } = state.log;
  const behind = { after, end: state.tip.sequence };
  return [
    { type: 'forget-messages', space, logId: state.logId, after },
    ...(await forgetCanvasBehind(store, { space, channel, logId: state.logId }, behind)),
  ];
};
