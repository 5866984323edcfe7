/** [C2] The canvases of a space, in memory while they are used. */
import type { OperationOutput } from '@plexi/operations';
import {
  accountOf,
  type ChannelEvent,
  type ChannelId,
  type Entry,
  fromBase64Url,
  hlcToMs,
  type LogId,
  plexiError,
  toBase64Url,
} from '@plexi/protocol';
import {
  type Canvas,
  canvasClientId,
  canvasClientIds,
  compareCanvas,
  composeUpdate,
  createCanvas,
  hasTablesInBounds,
  PEER_WINDOW,
  partsOfUpdate,
  readMarkdown,
  type SignedUpdate,
  writeContent,
  writeMarkdown,
  writePlain,
} from '@plexi/protocol/canvas';
import { createSerial, type Serial } from '../../replica/serial.ts';
import { type SpaceContext, writableLog } from '../context.ts';
import type { Words } from '../words.ts';
import { listVersions } from './history.ts';
import { canvasKinds, type KeptUpdate, listUpdates, readVersion, STATE_KEY } from './records.ts';
import { type Caller, createWindows } from './windows.ts';

export interface Canvases {
  /** The canvas, and the Yjs client id that this caller edits under until it goes. */
  open(channel: ChannelId, caller: Caller): Promise<Omit<OperationOutput<'canvas.open'>, 'cursors'>>;
  /** Writes an update that a view made. Throws INVALID_INPUT where others would refuse it, TOO_LARGE where it is full. */
  update(channel: ChannelId, base64: string): Promise<void>;
  /** Makes the canvas say this Markdown, or adds it to the end. Gives what it says then. */
  edit(channel: ChannelId, markdown: string, append: boolean): Promise<{ markdown: string }>;
  show(channel: ChannelId, at: string | undefined): Promise<OperationOutput<'canvas.show'>>;
  history(channel: ChannelId): Promise<OperationOutput<'canvas.history'>>;
  compare(
    channel: ChannelId,
    at: string,
    since: string | undefined,
  ): Promise<OperationOutput<'canvas.compare'>>;
  restore(channel: ChannelId, at: string): Promise<{ markdown: string }>;
  name(channel: ChannelId, name: string): Promise<{ at: string; name: string }>;
  announce(updates: readonly (KeptUpdate & { channel: ChannelId })[]): void;
  /** Updates were voided or count again: the canvas is built anew. */
  rebuild(channel: ChannelId): void;
}

export interface CanvasesDependencies {
  words: Pick<Words, 'account'>;
  write: (channel: ChannelId, events: readonly ChannelEvent[]) => Promise<Entry[]>;
}

/** Updates after which the state is compacted: what opening a canvas takes in one by one at most. */
const COMPACT_AFTER = 256;
/** Canvases that stay in memory without anybody editing them. */
const IDLE_CANVASES = 8;
/** Blocks that a comparison tells. */
const COMPARED_BLOCKS = 2000;
/** Names of editors that are told. */
const EDITORS = 50;

interface Loaded {
  canvas: Canvas;
  /** Keys of records that the compacted state does not cover. */
  fresh: string[];
  /** The record of an update. */
  keys: WeakMap<SignedUpdate, string>;
}

export const createCanvases = (context: SpaceContext, { words, write }: CanvasesDependencies): Canvases => {
  const { primitives, store, space, replica, emit } = context;
  const loaded = new Map<ChannelId, Promise<Loaded>>();
  const windows = createWindows();
  const writersOf = new Map<LogId, ReadonlySet<number>>();
  /** Own writes of a canvas follow each other: each builds on the one before. */
  const writing = new Map<ChannelId, Serial>();
  /** Others' updates are taken in one after the other too. */
  const taking = createSerial();

  const signed = <Kept extends Pick<KeptUpdate, 'logId' | 'update'>>(kept: Kept): Kept & SignedUpdate => {
    const writers = writersOf.get(kept.logId) ?? canvasClientIds(primitives, kept.logId);
    writersOf.set(kept.logId, writers);
    return { ...kept, writers };
  };
  const nameOf = (logId: LogId): string => {
    const device = replica.frontier.byId(logId)?.log.device;
    const governance = replica.governance();
    const account =
      device === undefined || governance === undefined ? undefined : accountOf(governance, device);
    return account === undefined ? '' : words.account(account);
  };

  /** Keeps the state as it is now and forgets what it covers. In the replica's queue, so that no cutoff comes between. */
  const compact = (channel: ChannelId, of: Promise<Loaded>): void => {
    replica
      .run(async () => {
        const open = await of;
        if (loaded.get(channel) !== of) return;
        // What waits is not in the state, and comes again when the canvas is opened.
        const waiting = new Set(open.canvas.waiting().map((one) => open.keys.get(one) ?? ''));
        const covered = open.fresh.filter((key) => !waiting.has(key));
        open.fresh = open.fresh.filter((key) => waiting.has(key));
        const kinds = canvasKinds(channel);
        await store.commit([
          { type: 'record', scope: space, kind: kinds.state, key: STATE_KEY, value: open.canvas.state() },
          ...covered.map(
            (key) => ({ type: 'record', scope: space, kind: kinds.fresh, key, value: undefined }) as const,
          ),
        ]);
      })
      .catch((error: unknown) => context.problem('INTERNAL', String(error)));
  };

  const read = async (channel: ChannelId): Promise<Loaded> => {
    const kinds = canvasKinds(channel);
    const state = await store.record(space, kinds.state, STATE_KEY);
    const canvas = createCanvas(state);
    const updates = await listUpdates(store, space, state === undefined ? kinds.all : kinds.fresh);
    const keys: Loaded['keys'] = new WeakMap();
    for (const kept of updates) {
      const one = signed(kept);
      keys.set(one, kept.key);
      canvas.take(one);
    }
    return { canvas, fresh: updates.map(({ key }) => key), keys };
  };
  const load = (channel: ChannelId): Promise<Loaded> => {
    const known = loaded.get(channel);
    if (known !== undefined) {
      // Used last, forgotten last.
      loaded.delete(channel);
      loaded.set(channel, known);
      return known;
    }
    const opening = read(channel);
    loaded.set(channel, opening);
    opening.then(
      ({ fresh }) => {
        if (fresh.length > COMPACT_AFTER) compact(channel, opening);
      },
      () => loaded.delete(channel),
    );
    const idle = [...loaded.keys()].filter((one) => !windows.isOpen(one));
    for (const one of idle.slice(0, Math.max(0, idle.length - IDLE_CANVASES)))
      if (one !== channel) loaded.delete(one);
    return opening;
  };

  const ownLogId = (channel: ChannelId): LogId => replica.stateOf(writableLog(context, channel)).logId;

  const serialOf = (channel: ChannelId): Serial => {
    const serial = writing.get(channel) ?? createSerial();
    writing.set(channel, serial);
    return serial;
  };
  /** Judges updates of one's own as others will, and writes them; resolves when they are in the canvas. */
  const put = async (channel: ChannelId, parts: readonly Uint8Array[]): Promise<void> => {
    const { canvas } = await load(channel);
    const logId = ownLogId(channel);
    if (!canvas.hasRoomFor(parts.reduce((sum, part) => sum + part.length, 0)))
      throw plexiError('TOO_LARGE', { detail: 'canvas' });
    const [first, ...rest] = parts;
    if (first === undefined) return;
    if (canvas.judge(signed({ logId, update: first })) !== 'lawful')
      throw plexiError('INVALID_INPUT', { detail: 'not an update of this device to this canvas' });
    await write(
      channel,
      [first, ...rest].map((update) => ({ kind: 'canvas', update })),
    );
    await taking(() => Promise.resolve());
  };
  const change = (channel: ChannelId, how: (canvas: Canvas) => Promise<ReturnType<Canvas['read']>>) =>
    serialOf(channel)(async () => {
      const { canvas } = await load(channel);
      const target = await how(canvas);
      const clientId = canvasClientId(primitives, ownLogId(channel), PEER_WINDOW);
      const update = composeUpdate(canvas.state(), clientId, (doc) => writeContent(doc, target));
      await put(channel, partsOfUpdate(update));
      return { markdown: writeMarkdown((await load(channel)).canvas.read()) };
    });

  const all = (channel: ChannelId): Promise<KeptUpdate[]> =>
    listUpdates(store, space, canvasKinds(channel).all);
  const until = async (channel: ChannelId, at: string): Promise<KeptUpdate[]> => {
    const updates = (await all(channel)).filter(({ clock }) => clock <= Number(at));
    if (updates.length === 0) throw plexiError('NOT_FOUND', { detail: 'version' });
    return updates;
  };
  const replay = (updates: readonly KeptUpdate[]): Canvas => {
    const canvas = createCanvas();
    for (const update of updates) canvas.take(signed(update));
    return canvas;
  };
  const editorsOf = (updates: readonly KeptUpdate[]): string[] =>
    [...new Set(updates.map(({ logId }) => logId))]
      .map(nameOf)
      .filter((name, i, names) => names.indexOf(name) === i)
      .slice(0, EDITORS);

  return {
    open: async (channel, caller) => {
      const logId = ownLogId(channel);
      const clientId = canvasClientId(primitives, logId, windows.lease(channel, caller));
      const { canvas } = await load(channel);
      return {
        clientId,
        clientIds: [...canvasClientIds(primitives, logId)],
        state: toBase64Url(canvas.state()),
      };
    },
    update: async (channel, base64) => {
      const update = fromBase64Url(base64);
      if (update === undefined) throw plexiError('INVALID_INPUT', { detail: 'not base64url' });
      await serialOf(channel)(() => put(channel, [update]));
    },
    edit: (channel, markdown, append) =>
      change(channel, async (canvas) => {
        const content = readMarkdown(markdown);
        if (!hasTablesInBounds(content)) throw plexiError('TOO_LARGE', { detail: 'table' });
        const now = canvas.read();
        const blank = now.textContent === '' && now.childCount === 1;
        return append && !blank ? now.copy(now.content.append(content.content)) : content;
      }),
    show: async (channel, at) => {
      const updates = at === undefined ? await all(channel) : await until(channel, at);
      const canvas = at === undefined ? (await load(channel)).canvas : replay(updates);
      const node = canvas.read();
      const last = updates.at(-1);
      return {
        markdown: writeMarkdown(node),
        text: writePlain(node),
        ...(last === undefined ? {} : { updated: new Date(hlcToMs(last.clock)).toISOString() }),
        editors: editorsOf(updates),
      };
    },
    history: async (channel) => {
      const names = (await store.records(space, canvasKinds(channel).versions)).map(readVersion);
      return listVersions(await all(channel), names, nameOf);
    },
    compare: async (channel, at, since) => {
      const updates = await until(channel, at);
      const from = since === undefined ? 0 : Number(since);
      const authors = new Map<number, string>();
      for (const logId of new Set(updates.map((update) => update.logId)))
        for (const client of canvasClientIds(primitives, logId)) authors.set(client, nameOf(logId));
      return compareCanvas(
        updates.filter(({ clock }) => clock <= from).map(signed),
        updates
          .filter(({ clock }) => clock > from)
          .map((update) => ({ ...signed(update), author: nameOf(update.logId) })),
        (client) => authors.get(client) ?? '',
        COMPARED_BLOCKS,
      );
    },
    restore: (channel, at) => change(channel, async () => replay(await until(channel, at)).read()),
    name: async (channel, name) => {
      const last = (await all(channel)).at(-1);
      if (last === undefined) throw plexiError('NOT_FOUND', { detail: 'the canvas is empty' });
      await write(channel, [{ kind: 'canvas-version', name }]);
      return { at: String(last.clock), name };
    },
    announce: (updates) => {
      for (const { channel, ...kept } of updates) {
        const of = loaded.get(channel);
        if (of === undefined) continue;
        taking(async () => {
          const open = await of;
          if (loaded.get(channel) !== of) return;
          open.fresh.push(kept.key);
          const one = signed(kept);
          open.keys.set(one, kept.key);
          for (const update of open.canvas.take(one).shown)
            emit({ type: 'canvas', space, channel, update: toBase64Url(update) });
          if (open.fresh.length === COMPACT_AFTER) compact(channel, of);
        }).catch((error: unknown) => context.problem('INTERNAL', String(error)));
      }
    },
    rebuild: (channel) => {
      loaded.delete(channel);
      emit({ type: 'canvas', space, channel });
    },
  };
};
