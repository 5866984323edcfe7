/**
 * The timeline of a member: opened entries become messages and canvases in the (encrypted) store, in the same transaction as
 * the entries themselves. What cannot be opened yet is remembered and opened when its key arrives.
 */
import { openEntry } from '@plexi/crypto/sealing';
import {
  type ChannelId,
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
  mailChannel,
  type PostExtras,
  utf8,
} from '@plexi/protocol';
import type { StoredAnnotation, StoredMessage, Write } from '@plexi/storage';
import { indexFiles } from '../file/describe.ts';
import type { LogState } from '../replica/frontier.ts';
import { toRow } from './annotations.ts';
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
const unreadableKey = (state: LogState, sequence: number): string =>
  `${state.log.channel}/${state.log.device}/${state.log.generation}/${sequence}`;

type OpenContext = Pick<SpaceContext, 'primitives' | 'space' | 'keys'> & {
  self: Pick<SpaceContext['self'], 'account' | 'device'>;
};

/** Opens the entries of one channel log. */
export const openEntries = (context: OpenContext, state: LogState, entries: readonly Entry[]): Opened => {
  const { primitives, space, keys } = context;
  const opened = emptyOpened();
  for (const entry of entries) {
    if (entry.body === undefined || isClear(entry.parsed)) continue;
    const secret = keys.secret(entry.parsed.epoch);
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
      const plain = openEntry(primitives, secret, entry);
      if (plain !== undefined) show(context, state, entry, plain, opened);
    } catch (error) {
      // A body that doesn't open under its key, or says nothing we know, is its author's fault: it is skipped on every device.
      if (!isPlexiError(error)) throw error;
    }
  }
  if (opened.messages.length > 0) opened.writes.push({ type: 'messages', messages: opened.messages });
  if (opened.annotations.length > 0)
    opened.writes.push({ type: 'annotations', annotations: opened.annotations });
  return opened;
};

const LINK = /https?:\/\//i;

type Place = Pick<StoredMessage, 'space' | 'channel' | 'clock' | 'entry' | 'logId' | 'sequence' | 'device'>;

/** A message without what only posts have. */
const plainMessage = (place: Place, text: string) => ({
  ...place,
  text,
  root: undefined,
  apart: false,
  hasFile: false,
  hasLink: LINK.test(text),
  mentionsSelf: false,
  extras: undefined,
  dropped: false,
});

const postOf = (place: Place, text: string, extras: PostExtras, self: OpenContext['self']): StoredMessage => {
  const root = extras.root ?? extras.parent;
  const isCalled = extras.everyone !== undefined && place.device !== self.device;
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
    mentionsSelf: isCalled || extras.accounts?.includes(self.account) === true,
    extras: encodeExtras(extras),
  };
};

const show = (
  { primitives, space, self }: OpenContext,
  state: LogState,
  entry: Entry,
  plain: Uint8Array,
  opened: Opened,
): void => {
  if (state.log.channel === mailChannel(primitives, space)) {
    const mail = { entry: entry.id, device: state.log.device, plain };
    opened.mail.push(mail);
    opened.writes.push(mailWrite(space, mail));
    return;
  }
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
      return;
    case 'import':
      event.lines.forEach((line, part) => {
        const id = importedLineId(primitives, channel, line);
        const { author, time, text } = line;
        opened.messages.push({ ...plainMessage(place, text), id, part, kind: 'import', author, time });
      });
      return;
    case 'canvas':
      opened.writes.push(...writesOfUpdate(place, event.update));
      opened.canvases.push({ ...keptUpdate(place, event.update), channel });
      return;
    case 'canvas-version':
      opened.writes.push(...writesOfVersion(place, event.name));
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

/** Opens again what has a key now. Gives what was opened, to be committed by the caller. */
export const reopen = async (context: SpaceContext): Promise<Opened> => {
  const { store, space, primitives, replica, keys } = context;
  const all = emptyOpened();
  for (const unreadable of await listUnreadable(context)) {
    if (keys.secret(unreadable.epoch) === undefined) continue;
    const { channel, generation, sequence } = unreadable;
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
