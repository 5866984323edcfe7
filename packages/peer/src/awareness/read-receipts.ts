/**
 * How far others have read, where they share it: a public register of read marks. Sharing is the reader's choice: by default
 * in direct messages only.
 */
import type { PeerEvent } from '@plexi/operations';
import {
  type AccountId,
  type ChannelId,
  decodeCbor,
  type Hlc,
  idField,
  isHlc,
  LIMITS,
  writeCbor,
} from '@plexi/protocol';
import { z } from 'zod';
import type { AccountState } from '../account-state/account-state.ts';
import { decodeMark, EVERYWHERE } from '../account-state/item.ts';
import type { Space } from '../space/space.ts';

export interface ReadReceipts {
  /** Up to where somebody else has read a channel, by their own word; 0 where nobody says. */
  readUpTo(channel: ChannelId): number;
  /** This account read on. */
  marked(): void;
  flush(): Promise<void>;
}

export interface ReadReceiptsDependencies {
  space: Space;
  self: { account: AccountId };
  account: AccountState;
  emit: (event: PeerEvent) => void;
  problem: (code: string, detail?: string) => void;
}

const READ_SLOT = 'read';
const DELAY_MS = 2_000;
/** Channels that one register tells of: the ones read last. */
const CHANNELS = 500;

const marksShape = z.array(z.tuple([idField<ChannelId>(), z.number().refine(isHlc)])).max(CHANNELS);

const parseMarks = (plain: Uint8Array): [ChannelId, Hlc][] => {
  try {
    return marksShape.safeParse(decodeCbor(plain, LIMITS.registerBytes)).data ?? [];
  } catch {
    return [];
  }
};

export const openReceipts = (dependencies: ReadReceiptsDependencies): ReadReceipts => {
  const { space, self, account } = dependencies;
  let cached: Map<ChannelId, number> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let told = '';

  const shares = (): boolean => {
    const choice = account.get(EVERYWHERE, 'setting', 'share.read') ?? 'direct';
    return choice === 'on' || (choice === 'direct' && space.small?.kind === 'direct');
  };

  const readAll = (): Map<ChannelId, number> => {
    const marks = new Map<ChannelId, number>();
    for (const register of space.registers.all(READ_SLOT)) {
      if (register.account === self.account) continue;
      for (const [channel, clock] of parseMarks(register.plain))
        marks.set(channel, Math.max(marks.get(channel) ?? 0, clock));
    }
    return marks;
  };

  const write = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (space.summary().state !== 'ready' || !space.keys.canSeal(space.keys.audience) || space.isQuiet())
      return;
    // Who no longer shares takes back what was said before.
    const own = shares() ? [...account.list(space.id, 'read')] : [];
    if (own.length === 0 && told === '') return;
    const marks = own
      .flatMap(([channel, value]) => {
        const mark = decodeMark(value);
        return mark === undefined ? [] : [[channel as ChannelId, mark.clock] as [ChannelId, Hlc]];
      })
      .sort((a, b) => b[1] - a[1])
      .slice(0, CHANNELS);
    const news = JSON.stringify(marks);
    if (news === told) return;
    told = news;
    await space.registers.write(READ_SLOT, writeCbor(marksShape, marks));
  };

  space.registers.onChange((_, slot) => {
    if (slot !== READ_SLOT) return;
    const before = cached;
    cached = readAll();
    for (const [channel, clock] of cached) {
      if (clock > (before?.get(channel) ?? 0))
        dependencies.emit({ type: 'read', space: space.id, channel, upTo: clock });
    }
  });

  return {
    readUpTo: (channel) => (cached ??= readAll()).get(channel) ?? 0,
    marked: () => {
      if (!shares() && told === '') return;
      timer ??= setTimeout(
        () => void write().catch((error: unknown) => dependencies.problem('INTERNAL', String(error))),
        DELAY_MS,
      );
      timer.unref();
    },
    flush: async () => {
      if (timer !== undefined) await write();
    },
  };
};
