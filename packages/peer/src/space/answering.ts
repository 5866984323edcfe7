/**
 * Answers that AI nodes are writing: said in passing, sealed to who may read the channel, kept by nobody. The answer itself is a
 * message like any other.
 */
import {
  type AccountId,
  boundedBytes,
  type ChannelId,
  type DeviceId,
  fixedBytes,
  ID_BYTES,
  idFromBytes,
  idToBytes,
  LIMITS,
  readCbor,
  utf8,
  writeCbor,
} from '@plexi/protocol';
import { z } from 'zod';
import type { Ephemerals } from '../ephemeral/ephemeral.ts';
import type { SpaceContext } from './context.ts';
import { openToMembers, sealToMembers } from './member-box.ts';
import type { Words } from './words.ts';

export interface Answering {
  /** Shows how far an answer has come; `undefined` when it is over. */
  say(channel: ChannelId, to: string, text: string | undefined): void;
  close(): void;
}

const KIND = 'answer';
/** An answer that nobody goes on with is shown no longer. */
const GONE_MS = 20_000;
/** [channel, the message that it answers, sealed text; empty when it is over] */
const wordShape = z.tuple([fixedBytes(ID_BYTES), fixedBytes(ID_BYTES), boundedBytes(LIMITS.ephemeralBytes)]);

export const createAnswering = (
  context: SpaceContext,
  ephemeral: Pick<Ephemerals, 'send' | 'onEphemeral'>,
  words: Pick<Words, 'account'>,
): Answering => {
  const { primitives, keys, replica, self, space, emit } = context;
  const shown = new Map<string, NodeJS.Timeout>();

  const tell = (channel: ChannelId, to: string, account: string, text: string | undefined): void => {
    const key = `${account}/${to}`;
    clearTimeout(shown.get(key));
    if (text === undefined && !shown.delete(key)) return;
    if (text !== undefined) {
      if (!shown.has(key) && shown.size >= LIMITS.answersAtOnce) return;
      shown.set(key, setTimeout(() => tell(channel, to, account, undefined), GONE_MS).unref());
    }
    const name = words.account(account as AccountId);
    emit({ type: 'answering', space, channel, to, account, name, ...(text === undefined ? {} : { text }) });
  };

  const hear = (device: DeviceId, account: string, bytes: Uint8Array): void => {
    const role = replica.governance()?.state.members[account as AccountId]?.role;
    if (role !== 'ai') return;
    const [channelBytes, to, sealed] = readCbor(wordShape, bytes, LIMITS.ephemeralBytes);
    const channel = idFromBytes<ChannelId>(channelBytes);
    if (sealed.length === 0) return tell(channel, idFromBytes(to), account, undefined);
    const plain = openToMembers(primitives, keys, 'answer', device, sealed, [channel]);
    if (plain === undefined) return;
    const text = new TextDecoder().decode(plain);
    if (text.length <= LIMITS.answeringChars) tell(channel, idFromBytes(to), account, text);
  };

  const stop = ephemeral.onEphemeral(KIND, ({ device, account }, bytes) => {
    try {
      hear(device, account, bytes);
    } catch {
      // What makes no sense is nothing.
    }
  });

  return {
    say: (channel, to, text) => {
      if (!keys.canSeal(channel)) return;
      const sealed =
        text === undefined
          ? new Uint8Array()
          : sealToMembers(primitives, keys, 'answer', self.device, utf8(text), channel);
      ephemeral.send(KIND, writeCbor(wordShape, [idToBytes(channel), idToBytes(to), sealed]));
    },
    close: () => {
      stop();
      for (const timer of shown.values()) clearTimeout(timer);
    },
  };
};
