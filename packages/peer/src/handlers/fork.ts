/** fork.*: devices that wrote two histories, and which of them counts [L2]. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { Fork, Handlers } from '@plexi/operations';
import {
  type AccountId,
  accountOf,
  type ForkedLog,
  hlcToMs,
  isInCharge,
  logIdOf,
  outranks,
  plexiError,
  ZERO_ID,
} from '@plexi/protocol';
import type { Client } from '../client/client.ts';
import type { Space } from '../space/space.ts';
import type { PeerContext } from './context.ts';
import { findSpace, one, prepareWriting, spacesWithin } from './lookup.ts';

const partOf = ({ replica: { channels } }: Space, { log }: ForkedLog): Fork['of'] => {
  if (log.channel === channels.governance) return 'governance';
  if (log.channel === channels.keys) return 'keys';
  return log.channel === channels.mail ? 'mail' : 'channel';
};

/** Whether an account may name the history that counts. */
const mayDecide = (space: Space, self: AccountId, fork: ForkedLog): boolean => {
  const { members, devices } = space.governance().state;
  const role = members[self]?.role;
  if (partOf(space, fork) !== 'channel' || fork.named !== undefined || !isInCharge(role)) return false;
  const author = members[devices[fork.log.device] as AccountId]?.role;
  return role === 'owner' || author === undefined || (role !== undefined && outranks(role, author));
};

const tellFork = (space: Space, self: AccountId, fork: ForkedLog): Fork => {
  const { log, sequence, named, since, by } = fork;
  const { words, replica } = space;
  const account = accountOf(space.governance(), log.device, log.generation);
  const of = partOf(space, fork);
  return {
    id: logIdOf(primitives, space.id, log),
    account: account ?? log.device,
    name: account === undefined ? '?' : words.account(account),
    device: log.device,
    of,
    ...(of === 'channel' ? { channel: log.channel, channelName: words.channel(log.channel) } : {}),
    out: space.governance().state.devices[log.device] === undefined,
    since: new Date(hlcToMs(since)).toISOString(),
    by: words.account(by),
    entries: Math.max(0, (replica.frontier.get(log)?.visible.sequence ?? 0) - sequence + 1),
    ...(named === undefined
      ? {}
      : { named: { by: words.account(named.by), keeps: Math.max(0, named.sequence - sequence + 1) } }),
    mayDecide: mayDecide(space, self, fork),
  };
};

const forksIn = (client: Client, parent: Space): { space: Space; fork: ForkedLog; told: Fork }[] =>
  spacesWithin(client, parent).flatMap((space) => {
    // One that is still being joined has no governance.
    const forks = Object.values(space.replica.governance()?.state.forks ?? {});
    return forks.map((fork) => ({ space, fork, told: tellFork(space, client.self.account, fork) }));
  });

export const forkHandlers = (context: PeerContext) =>
  ({
    'fork.list': async ({ space: name }) => {
      const { client, space } = await findSpace(context, name);
      return forksIn(client, space).map(({ told }) => told);
    },
    'fork.settle': async ({ space: name, fork: digits, keep }) => {
      const { client, space: parent } = await findSpace(context, name);
      const { space, fork, told } = one(
        forksIn(client, parent).filter((it) => it.told.id.startsWith(digits.toLowerCase())),
        'fork',
      );
      await prepareWriting(client, space);
      if (told.of !== 'channel')
        throw plexiError('NOT_ALLOWED', { detail: 'what was decided from there on is void: do it again' });
      const { log } = fork;
      const state = space.replica.stateOf(log);
      const end =
        keep === 'shown'
          ? state.visible
          : await space.replica.tipAt(log, Math.min(fork.sequence - 1, state.tip.sequence));
      const { sequence, id } = end.sequence === 0 ? { sequence: 0, id: ZERO_ID as typeof end.id } : end;
      await space.act({ type: 'fork.settle', log, sequence, id });
      return forksIn(client, parent).map((it) => it.told);
    },
  }) satisfies Handlers;
