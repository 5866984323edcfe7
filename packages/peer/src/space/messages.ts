/** Reading a timeline, and telling views what is new in it and what has changed. */
import type { Message, PeerEvent } from '@plexi/operations';
import {
  type ChannelId,
  decodeHeader,
  type EntryId,
  type Hlc,
  hlcToMs,
  idFromBytes,
  isPlexiError,
  LIMITS,
  type LogState,
  type Receipt,
} from '@plexi/protocol';
import type { MessagePage, StoredAnnotation, StoredMessage } from '@plexi/storage';
import type { Verdicts } from '../moderation/verdicts.ts';
import { createSerial } from '../replica/serial.ts';
import { ANSWER_KIND, fromRow } from './annotations.ts';
import { ownLog, type SpaceContext } from './context.ts';
import { heldOf } from './delivery.ts';
import { createEdges } from './edge.ts';
import { createPresenter } from './present.ts';
import { countUnreadable, type Opened, openEntries } from './timeline.ts';
import type { Words } from './words.ts';

export interface Messages {
  page(channel: ChannelId, page: MessagePage): Promise<StoredMessage[]>;
  /** As they show, in the order given. */
  present(stored: readonly StoredMessage[]): Promise<Message[]>;
  count(channel: ChannelId): Promise<number>;
  find(id: string): Promise<Message | undefined>;
  /** Those that are there, in the order given. */
  shown(ids: readonly string[]): Promise<Message[]>;
  /** As it was stored, before anything that was said about it later. */
  stored(id: string): Promise<StoredMessage | undefined>;
  /** At most two ids that begin with these hexadecimal digits. */
  idsFrom(digits: string): Promise<string[]>;
  /** A message with all that answers it, the root first where it is here. */
  thread(root: string, channel: ChannelId): Promise<Message[]>;
  /** What the message said, from the first version to the present one. */
  history(id: string): Promise<{ text: string; time: string }[]>;
  /** Its author's edits of it, whether they still count or not. */
  editsOf(message: StoredMessage): Promise<StoredAnnotation[]>;
  pinned(channel: ChannelId): Promise<Message[]>;
  topic(channel: ChannelId): Promise<string | undefined>;
  /** Ids that are there already. */
  known(ids: readonly string[]): Promise<Set<string>>;
  /** How many entries wait for their key, by channel. */
  unreadable(): Promise<Map<ChannelId, number>>;
  announce(opened: Pick<Opened, 'messages' | 'annotations'>): void;
  /** Messages look different now, for a reason that is in no annotation. */
  changed(ids: readonly string[]): void;
  /** Opens entries of a log again, because they count again. */
  showAgain(state: LogState, from: number, to: number): Promise<void>;
  /** A receipt arrived. */
  received(receipt: Receipt): void;
}

/** Messages that one event carries; more are asked for. */
const EVENT_MESSAGES = 100;
/** Messages of one thread that are shown. */
const THREAD_MESSAGES = 5000;

const isoOf = (clock: Hlc): string => new Date(hlcToMs(clock)).toISOString();

export const createMessages = (
  context: SpaceContext,
  words: Words,
  verdicts: Pick<Verdicts, 'hidden'>,
): Messages => {
  const { store, space, replica, self, primitives } = context;
  const { present: presentAll, accountOf } = createPresenter(context, words, verdicts);
  const edges = createEdges(context);
  const present = async (stored: readonly StoredMessage[]): Promise<Message[]> =>
    edges.mark(stored, await presentAll(stored));
  const telling = createSerial();

  /** Tells views in the order in which things happened. What is folded is looked up, and the store may be closed by then. */
  const tell = (task: () => Promise<void>): void => {
    telling(task).catch((error: unknown) => {
      if (!isPlexiError(error) || error.code !== 'STORE_CLOSED') context.problem('INTERNAL', String(error));
    });
  };

  const tellNew = async (messages: readonly StoredMessage[]): Promise<void> => {
    for (const [channel, fresh] of Map.groupBy(messages, (message) => message.channel)) {
      const shown = await present(fresh.slice(-EVENT_MESSAGES));
      context.emit({
        type: 'messages',
        space,
        channel,
        messages: shown,
        more: fresh.length > EVENT_MESSAGES,
      });
    }
  };

  const tellChanged = async (ids: readonly string[]): Promise<void> => {
    // Which of a question's answers stands may be another one now.
    const answers = (await store.annotations(space, ids)).flatMap(({ kind, entry }) =>
      kind === ANSWER_KIND ? entry : [],
    );
    const stored = await store.messagesById(space, [...new Set([...ids, ...answers])]);
    for (const [channel, touched] of Map.groupBy(stored, (message) => message.channel)) {
      if (touched.length > EVENT_MESSAGES) context.emit({ type: 'reset', space, channel });
      else context.emit({ type: 'changed', space, channel, messages: await present(touched) });
    }
  };

  /** What changes while views are being told is told at once afterwards: a message may be reacted to thousands of times. */
  let touchedNow = new Set<string>();
  const touch = (ids: readonly string[]): void => {
    if (ids.length === 0) return;
    const isWaiting = touchedNow.size > 0;
    for (const id of ids) touchedNow.add(id);
    if (isWaiting) return;
    tell(() => {
      const due = [...touchedNow];
      touchedNow = new Set();
      return tellChanged(due);
    });
  };

  const announce: Messages['announce'] = ({ messages, annotations }) => {
    const fresh = new Set(messages.map(({ id }) => id));
    const said = annotations.filter(({ kind }) => kind !== 'topic').map(({ target }) => target);
    const roots = messages.flatMap(({ root }) => root ?? []);
    const touched = [...new Set([...said, ...roots])].filter((id) => !fresh.has(id));
    if (messages.length > 0) tell(() => tellNew(messages));
    touch(touched);
    if (said.length < annotations.length) context.emit({ type: 'space', space });
  };

  replica.ahead.onChange((channel) => {
    tell(async () => touch(await edges.moved(channel)));
    context.emit({ type: 'sync', space });
  });

  const clockAt = async (state: LogState, sequence: number): Promise<number> => {
    if (sequence === 0) return 0;
    if (sequence >= state.tip.sequence) return state.tip.clock;
    const [raw] = await store.entries(space, state.log, sequence, { limit: 1, maxBytes: 1 });
    return raw === undefined ? 0 : decodeHeader(raw.header).clock;
  };

  const tellDelivery = async (state: LogState): Promise<void> => {
    const { channel } = state.log;
    const held = heldOf(context, state.logId);
    const [relay, delivered] = [await clockAt(state, held.relay), await clockAt(state, held.delivered)];
    const event: PeerEvent = { type: 'delivery', space, channel, relay, delivered };
    context.emit(event);
  };

  const editsOf = async (message: StoredMessage): Promise<StoredAnnotation[]> => {
    const author = accountOf(message);
    const edits = await store.annotationHistory(space, message.id, 'edit');
    return edits.filter((edit) => accountOf(edit) === author);
  };

  return {
    page: (channel, page) => store.messages(space, channel, page),
    present,
    count: (channel) => store.countMessages(space, channel),
    find: async (id) => {
      const stored = await store.message(space, id);
      return stored && (await present([stored]))[0];
    },
    shown: async (ids) => {
      const found = await present(await store.messagesById(space, ids));
      const places = new Map(ids.map((id, place) => [id, place]));
      return found.sort((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0));
    },
    stored: (id) => store.message(space, id),
    idsFrom: (digits) => store.messageIdsFrom(space, digits),
    thread: async (root, channel) => {
      const first = await store.message(space, root);
      const answers = await store.thread(space, root, THREAD_MESSAGES);
      const all = [...(first === undefined ? [] : [first]), ...answers];
      return present(all.filter((message) => message.channel === channel));
    },
    history: async (id) => {
      const stored = await store.message(space, id);
      if (stored === undefined || stored.dropped) return [];
      const versions = (await editsOf(stored)).flatMap((edit) => {
        const event = fromRow(edit);
        return event?.kind === 'edit' ? [{ text: event.text, time: isoOf(edit.clock) }] : [];
      });
      return [{ text: stored.text, time: stored.time ?? isoOf(stored.clock) }, ...versions];
    },
    editsOf,
    pinned: async (channel) => {
      const pins = await store.channelAnnotations(space, channel, 'pin');
      const stored = await store.messagesById(
        space,
        pins.map(({ target }) => target),
      );
      const shown = await present(stored.filter((message) => message.channel === channel));
      return shown.filter(({ pinned }) => pinned === true).sort((a, b) => a.clock - b.clock);
    },
    topic: async (channel) => {
      const last = (await store.channelAnnotations(space, channel, 'topic')).at(-1);
      const event = last && fromRow(last);
      return event?.kind === 'topic' && event.text !== '' ? event.text : undefined;
    },
    known: (ids) => store.knownMessages(space, ids),
    unreadable: () => countUnreadable(context),
    announce,
    changed: touch,
    showAgain: async (state, from, to) => {
      for (let at = from; at <= to; ) {
        const raws = await store.entries(space, state.log, at, {
          limit: LIMITS.batchEntries,
          maxBytes: LIMITS.batchBytes,
        });
        if (raws.length === 0) return;
        const entries = raws.slice(0, to - at + 1).map((raw) => ({
          ...raw,
          parsed: decodeHeader(raw.header),
          id: idFromBytes<EntryId>(primitives.sha256(raw.header)),
        }));
        await store.commit(openEntries(context, state, entries).writes);
        at += raws.length;
      }
    },
    received: (receipt) => {
      const state = replica.frontier.byId(receipt.logId);
      if (state === undefined || state.log.device !== self.device) return;
      if (ownLog(context, state.log.channel) === undefined) return;
      tellDelivery(state).catch((error: unknown) => context.problem('INTERNAL', String(error)));
    },
  };
};
