/**
 * [A2] What the AI nodes of a channel tell each other in passing, so that one question gets one answer: how busy each is, and
 * what it is answering. Sealed to who may read the channel, as are the questions; only AI nodes listen.
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
  writeCbor,
} from '@plexi/protocol';
import { z } from 'zod';
import type { Ephemerals } from '../ephemeral/ephemeral.ts';
import type { SpaceContext } from './context.ts';
import { openToMembers, sealToMembers } from './member-box.ts';

interface NodeWord {
  loaded: boolean;
  /** Inferences that run or wait there. */
  busy: number;
  averageMs: number;
  /** Ids of messages. */
  working: readonly string[];
  gaveUp: readonly string[];
}

export interface NodeWords {
  say(channel: ChannelId, word: NodeWord): void;
  close(): void;
}

const KIND = 'node';
const questions = z.array(fixedBytes(ID_BYTES)).max(LIMITS.answersAtOnce);
/** [loaded, busy, average in ms, questions that it answers, questions that it could not answer] */
const wordShape = z.tuple([
  z.boolean(),
  z.int().min(0).max(LIMITS.inferencesWaiting),
  z.int().min(0).max(LIMITS.inferenceMs),
  questions,
  questions,
]);
const sealedShape = z.tuple([boundedBytes(LIMITS.ephemeralBytes)]);

export const createNodeWords = (
  context: SpaceContext,
  ephemeral: Pick<Ephemerals, 'send' | 'onEphemeral'>,
): NodeWords => {
  const { primitives, keys, replica, self, space, emit, now } = context;

  const roleOf = (account: string) => replica.governance()?.state.members[account as AccountId]?.role;

  /** Channels that admit both: what is heard is sealed for one of them, and doesn't say for which. */
  const sharedWith = (account: string): ChannelId[] => {
    const admissions = Object.values(replica.governance()?.state.admissions ?? {});
    const own = new Set(admissions.filter((it) => it.account === self.account).map(({ channel }) => channel));
    return admissions
      .filter((it) => it.account === account && own.has(it.channel))
      .map(({ channel }) => channel);
  };

  const hear = (device: DeviceId, account: string, bytes: Uint8Array): void => {
    if (account === self.account || roleOf(self.account) !== 'ai' || roleOf(account) !== 'ai') return;
    const [sealed] = readCbor(sealedShape, bytes, LIMITS.ephemeralBytes);
    for (const channel of sharedWith(account)) {
      const plain = openToMembers(primitives, keys, 'node', device, sealed, [channel]);
      if (plain === undefined) continue;
      const [loaded, busy, averageMs, working, gaveUp] = readCbor(wordShape, plain, LIMITS.ephemeralBytes);
      const ids = (all: Uint8Array[]): string[] => all.map((id) => idFromBytes(id));
      const word = { loaded, busy, averageMs, working: ids(working), gaveUp: ids(gaveUp) };
      return emit({ type: 'node', space, channel, account, at: now(), ...word });
    }
  };

  const stop = ephemeral.onEphemeral(KIND, ({ device, account }, bytes) => {
    try {
      hear(device, account, bytes);
    } catch {
      // What makes no sense is nothing.
    }
  });

  return {
    say: (channel, { loaded, busy, averageMs, working, gaveUp }) => {
      if (!keys.canSeal(channel)) return;
      const plain = writeCbor(wordShape, [
        loaded,
        busy,
        averageMs,
        working.map(idToBytes),
        gaveUp.map(idToBytes),
      ]);
      const sealed = sealToMembers(primitives, keys, 'node', self.device, plain, channel);
      ephemeral.send(KIND, writeCbor(sealedShape, [sealed]));
    },
    close: stop,
  };
};
