/** What devices show, asked as the interface asks. */
import { note } from '../machine/machine.ts';
import type { Town } from '../world/town.ts';
import { ask, type DeviceNode } from '../world/world.ts';

interface SeenMessage {
  id: string;
  text: string;
  /** Everything about it that is the same for all who may read it. */
  whole: string;
}

interface SeenChannel {
  name: string;
  private: boolean;
  readers: string[];
  /** Those of the readers who own it. */
  owners: string[];
  messages: SeenMessage[];
}

/** What one device that is in the space shows of it. */
export interface View {
  node: DeviceNode;
  account: string;
  acts: string;
  members: string;
  /** Channels by id: what is in each, oldest first. */
  channels: Map<string, SeenChannel>;
  unreadable: number;
  missing: number;
  pending: number;
}

type Row = Record<string, unknown>;
const MANY = 1_000;

const shown = (value: unknown): string => JSON.stringify(value) ?? '';

const wholeOf = (message: Row): string => {
  const reactions = ((message['reactions'] as Row[] | undefined) ?? [])
    .map((reaction) => shown([reaction['emoji'], reaction['accounts'] ?? reaction['count']]))
    .sort();
  return shown([message['id'], message['text'], message['authorId'], reactions]);
};

const isThere = (message: Row): boolean => message['deleted'] !== true;

/** `undefined` where the device is in no such space, or not any more. */
export const viewOf = async (town: Town, node: DeviceNode): Promise<View | undefined> => {
  const { space } = town;
  const account = (await ask<Row>(node, 'account.show'))['account'];
  const summary = (await ask<Row[]>(node, 'space.list')).find(({ id }) => id === space);
  if (summary?.['state'] !== 'ready') return undefined;
  const log = await ask<Row[]>(node, 'governance.log', { space, limit: MANY });
  const members = (await ask<Row[]>(node, 'member.list', { space })).map((it) =>
    shown([it['account'], it['name'], it['role'], it['devices']]),
  );
  const channels: View['channels'] = new Map();
  for (const channel of await ask<Row[]>(node, 'channel.list', { space, archived: true })) {
    const id = String(channel['id']);
    const messages = await ask<Row[]>(node, 'message.list', { space, channel: id, limit: MANY });
    const readers = await ask<{ members: Row[] }>(node, 'channel.members', { space, channel: id });
    channels.set(id, {
      name: String(channel['name']),
      private: channel['private'] === true,
      readers: readers.members.map((it) => String(it['account'])).sort(),
      owners: readers.members.filter((it) => it['role'] === 'owner').map((it) => String(it['account'])),
      // Of a message that was deleted before its entry came here, there is nothing to leave a place for [L4].
      messages: messages.filter(isThere).map((message) => ({
        id: String(message['id']),
        text: String(message['text']),
        whole: wholeOf(message),
      })),
    });
  }
  const status = await ask<Row>(node, 'sync.status', { space });
  note(node.name, 'viewed');
  return {
    node,
    account: String(account),
    acts: shown(log),
    members: shown(members.sort()),
    channels,
    unreadable: Number(status['unreadable']),
    missing: Number(status['missing']),
    pending: Number(status['pendingEntries']),
  };
};
