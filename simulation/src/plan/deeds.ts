/** What people do, through the operations that the interface has. */

import { note, virtualNow } from '../machine/machine.ts';
import type { Sent, Town } from '../world/town.ts';
import { ask, type DeviceNode, stopNode } from '../world/world.ts';
import { bringUp } from './faults.ts';
import type { Deed } from './plan.ts';

type Row = Record<string, unknown>;

/** A run's people use no word of the product's: their channels have names like these. */
const nameOf = (deed: Deed): string => `c${deed.by}-${deed.which}`;

const pick = <Item>(items: readonly Item[], which: number): Item | undefined =>
  items.length === 0 ? undefined : items[which % items.length];

/** Of the space's own channels a guest reads those that they were let into. */
const isAdmitted = ({ guest }: Town, account: string, channel: string): boolean =>
  account !== guest?.account || channel === guest.channel;

const rows = (node: DeviceNode, id: string, input: object): Promise<Row[]> => ask<Row[]>(node, id, input);

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A guest stays one: nobody gives them a rank, or a private channel. */
const othersOf = async (town: Town, node: DeviceNode): Promise<Row[]> =>
  (await rows(node, 'member.list', { space: town.space })).filter(
    (member) => member['self'] !== true && member['account'] !== town.guest?.account,
  );

/** Lets somebody in: done is done, and what failed may come to its end at any time. */
const lettingIn = async (
  town: Town,
  place: string,
  account: string,
  act: () => Promise<unknown>,
): Promise<void> => {
  const times = town.letIn.get(place) ?? new Map<string, number>();
  town.letIn.set(place, times.set(account, Number.POSITIVE_INFINITY));
  await act();
  times.set(account, virtualNow());
};

const removing = (town: Town, account: string, from: string): void => {
  town.removed.set(account, [...(town.removed.get(account) ?? []), { from, at: virtualNow() }]);
};

const send = async (town: Town, node: DeviceNode, deed: Deed): Promise<void> => {
  const { space } = town;
  const channels = await rows(node, 'channel.list', { space });
  const channel = text(pick(channels, deed.which)?.['id']);
  if (channel === '') return;
  const reading = await ask<{ private: boolean; members: Row[] }>(node, 'channel.members', {
    space,
    channel,
  });
  const sent: Sent = {
    text: `${node.name} says ${town.sent.length}`,
    id: undefined,
    person: node.person,
    node: node.name,
    at: virtualNow(),
    channel,
    open: !reading.private,
    audience: new Set(
      reading.members
        .map(({ account }) => text(account))
        .filter((it) => reading.private || isAdmitted(town, it, channel)),
    ),
    acknowledged: false,
  };
  town.sent.push(sent);
  const message = await ask<Row>(node, 'message.send', { space, channel, text: sent.text });
  sent.id = text(message['id']);
  sent.acknowledged = true;
};

/** A message that this device sees; an own one, or any. */
const messageFor = async (
  town: Town,
  node: DeviceNode,
  deed: Deed,
  own: boolean,
): Promise<Row | undefined> => {
  const { space } = town;
  const channel = text(pick(await rows(node, 'channel.list', { space }), deed.to)?.['id']);
  if (channel === '') return undefined;
  const messages = await rows(node, 'message.list', { space, channel, limit: 20 });
  return pick(
    messages.filter((message) => message['deleted'] !== true && (!own || message['own'] === true)),
    deed.which,
  );
};

/** A device that is in no space yet comes in by the link that everybody has. */
const join = async (town: Town, node: DeviceNode): Promise<void> => {
  const account = town.accounts.get(node.person) ?? '';
  await lettingIn(town, town.space, account, () => ask(node, 'space.join', { link: town.link, timeout: 60 }));
};

/** Another device of somebody's account: the two are brought together. */
const adopt = async (town: Town, node: DeviceNode): Promise<void> => {
  const twin = town.devices.find((other) => other.person === node.person && other !== node);
  if (twin === undefined) return;
  const [first, second] = node.name < twin.name ? [node, twin] : [twin, node];
  const { link } = await ask<{ link: string }>(first, 'device.link');
  await ask(second, 'device.adopt', { link, timeout: 60 });
};

const restart = async (town: Town, node: DeviceNode): Promise<void> => {
  await stopNode(node);
  await bringUp(town, node);
};

const DOING: Record<Deed['kind'], (town: Town, node: DeviceNode, deed: Deed) => Promise<unknown>> = {
  send,
  edit: async (town, node, deed) => {
    const message = await messageFor(town, node, deed, true);
    if (message === undefined) return;
    const { space } = town;
    await ask(node, 'message.edit', { space, id: message['id'], text: `${text(message['text'])} (edited)` });
  },
  react: async (town, node, deed) => {
    const message = await messageFor(town, node, deed, false);
    if (message === undefined) return;
    await ask(node, 'message.react', { space: town.space, id: message['id'], emoji: '👍' });
  },
  delete: async (town, node, deed) => {
    const message = await messageFor(town, node, deed, true);
    if (message === undefined) return;
    town.deleted.add(text(message['id']));
    await ask(node, 'message.delete', { space: town.space, id: message['id'] });
  },
  channel: (town, node, deed) => ask(node, 'channel.create', { space: town.space, name: nameOf(deed) }),
  private: async (town, node, deed) => {
    const other = pick(await othersOf(town, node), deed.to);
    const member = other === undefined ? [] : [other['account']];
    await ask(node, 'channel.create', { space: town.space, name: nameOf(deed), private: true, member });
  },
  add: async (town, node, deed) => {
    const { space } = town;
    const own = (await rows(node, 'channel.list', { space })).filter(
      (channel) => channel['private'] === true,
    );
    const [channel, other] = [pick(own, deed.which), pick(await othersOf(town, node), deed.to)];
    if (channel === undefined || other === undefined) return;
    const [id, account] = [text(channel['id']), text(other['account'])];
    await lettingIn(town, id, account, () =>
      ask(node, 'channel.add', { space, channel: id, names: [account] }),
    );
  },
  drop: async (town, node, deed) => {
    const { space } = town;
    const own = (await rows(node, 'channel.list', { space })).filter(
      (channel) => channel['private'] === true,
    );
    const [channel, other] = [pick(own, deed.which), pick(await othersOf(town, node), deed.to)];
    if (channel === undefined || other === undefined) return;
    removing(town, text(other['account']), text(channel['id']));
    await ask(node, 'channel.remove', { space, channel: channel['id'], name: other['account'] });
  },
  role: async (town, node, deed) => {
    const other = pick(await othersOf(town, node), deed.to);
    const role = pick(['admin', 'moderator', 'member'], deed.which);
    if (other !== undefined)
      await ask(node, 'member.role', { space: town.space, name: other['account'], role });
  },
  remove: async (town, node, deed) => {
    const other = pick(await othersOf(town, node), deed.to);
    if (other === undefined) return;
    removing(town, text(other['account']), town.space);
    await ask(node, 'member.remove', { space: town.space, name: other['account'] });
  },
  ban: async (town, node, deed) => {
    const other = pick(await othersOf(town, node), deed.to);
    if (other === undefined) return;
    removing(town, text(other['account']), town.space);
    await ask(node, 'member.ban', { space: town.space, name: other['account'] });
  },
  join,
  device: adopt,
  restart,
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

/** Does it, if it can be done; what is refused is no breach, what fails inside is. */
export const doDeed = async (town: Town, deed: Deed): Promise<void> => {
  const node = pick(town.devices, deed.by);
  if (node?.peer === undefined || node.life?.alive !== true) return;
  note(node.name, 'does', deed.kind);
  try {
    await DOING[deed.kind](town, node, deed);
    note(node.name, 'did', deed.kind);
  } catch (error) {
    const code = codeOf(error);
    note(node.name, 'could not', deed.kind, code);
    if (code === 'INTERNAL')
      town.breaches.push({
        rule: 'no internal error',
        detail: `${deed.kind}: ${String(error)} ${String((error as Error).cause)}`,
      });
  }
};
