/** Who is in a canvas now, and where: said in passing, kept by nobody, forgotten when it is not said again. */
import type { CanvasCursor } from '@plexi/operations';
import {
  boundedBytes,
  type ChannelId,
  type DeviceId,
  idFromBytes,
  idToBytes,
  LIMITS,
  readCbor,
  writeCbor,
} from '@plexi/protocol';
import { z } from 'zod';
import type { Ephemerals } from '../../ephemeral/ephemeral.ts';
import type { SpaceContext } from '../context.ts';
import type { Words } from '../words.ts';

export interface Cursors {
  list(channel: ChannelId): CanvasCursor[];
  /** Says where this device is in a canvas; `undefined` as it leaves. */
  move(channel: ChannelId, cursor: string | undefined, caller: { signal: AbortSignal }): void;
  close(): void;
}

const KIND = 'canvas';
/** A cursor that is not said again for so long is gone; views say theirs every third of it. */
const GONE_MS = 30_000;
const LEFT = '';
/** [channel, cursor; empty as it leaves] */
const wordShape = z.tuple([
  boundedBytes(32).refine(({ length }) => length === 32),
  z.string().max(LIMITS.canvasCursorBytes),
]);

interface Known {
  account: string;
  cursor: string;
  timer: ReturnType<typeof setTimeout>;
}

export const createCursors = (
  context: Pick<SpaceContext, 'space' | 'emit'>,
  ephemeral: Pick<Ephemerals, 'send' | 'onEphemeral'>,
  words: Pick<Words, 'account'>,
): Cursors => {
  const { space, emit } = context;
  const others = new Map<ChannelId, Map<DeviceId, Known>>();
  const own = new Map<ChannelId, string>();
  const leaving = new WeakMap<AbortSignal, Set<ChannelId>>();

  const say = (channel: ChannelId, cursor: string): void =>
    ephemeral.send(KIND, writeCbor(wordShape, [idToBytes(channel), cursor]));
  const leave = (channel: ChannelId): void => {
    if (own.delete(channel)) say(channel, LEFT);
  };
  const tell = (channel: ChannelId, device: DeviceId, account: string, cursor: string): void =>
    emit({
      type: 'cursor',
      space,
      channel,
      device,
      account,
      name: words.account(account as never),
      ...(cursor === LEFT ? {} : { cursor }),
    });
  const forget = (channel: ChannelId, device: DeviceId): void => {
    const there = others.get(channel);
    const known = there?.get(device);
    if (there === undefined || known === undefined) return;
    clearTimeout(known.timer);
    there.delete(device);
    if (there.size === 0) others.delete(channel);
    tell(channel, device, known.account, LEFT);
  };

  const stop = ephemeral.onEphemeral(KIND, ({ device, account }, bytes) => {
    let channel: ChannelId;
    let cursor: string;
    try {
      const [id, said] = readCbor(wordShape, bytes, LIMITS.ephemeralBytes);
      [channel, cursor] = [idFromBytes<ChannelId>(id), said];
    } catch {
      return;
    }
    if (cursor === LEFT) {
      forget(channel, device);
      return;
    }
    const there = others.get(channel) ?? new Map<DeviceId, Known>();
    const known = there.get(device);
    if (known === undefined && (there.size >= LIMITS.canvasCursors || others.size >= LIMITS.canvasCursors))
      return;
    clearTimeout(known?.timer);
    const timer = setTimeout(() => forget(channel, device), GONE_MS);
    // A cursor is no reason to keep a process running.
    timer.unref();
    others.set(channel, there.set(device, { account, cursor, timer }));
    if (known?.cursor !== cursor) tell(channel, device, account, cursor);
    const mine = own.get(channel);
    // Somebody who has just come does not know yet that we are here.
    if (known === undefined && mine !== undefined) say(channel, mine);
  });

  return {
    list: (channel) =>
      [...(others.get(channel) ?? [])].map(([device, { account, cursor }]) => ({
        device,
        account,
        name: words.account(account as never),
        cursor,
      })),
    move: (channel, cursor, { signal }) => {
      if (cursor === undefined || cursor === LEFT) {
        leave(channel);
        return;
      }
      own.set(channel, cursor);
      say(channel, cursor);
      const known = leaving.get(signal);
      if (known?.has(channel) === true) return;
      leaving.set(signal, (known ?? new Set()).add(channel));
      signal.addEventListener('abort', () => leave(channel), { once: true });
    },
    close: () => {
      stop();
      for (const there of others.values()) for (const { timer } of there.values()) clearTimeout(timer);
    },
  };
};
