/**
 * Where runs begin: relays, people and their space, all well. A town of one shape is founded once in a process and stopped; each
 * run starts its nodes on copies of what their disks held. What a town is follows from its shape alone, so a seed is the same
 * run whatever was run before it.
 */
import type { SpaceId } from '@plexi/protocol';
import { renewFabric } from '../fabric/fabric.ts';
import { beginRun, letPass, virtualNow, waitFor } from '../machine/machine.ts';
import { phraseOf } from '../plan/phrases.ts';
import type { Plan } from '../plan/plan.ts';
import type { DiskImage } from './disk.ts';
import { diskOf, wipeDisks } from './disks.ts';
import { nodesOf, type Town } from './town.ts';
import { ask, createDeviceNode, createRelayNode, type DeviceNode, startNode, stopNode } from './world.ts';

/** Virtual milliseconds that something may take in fair weather. */
export const LONG_MS = 120_000;

/** How many of the people are in the space before trouble begins; the others may come later. */
const FOUNDERS = 0.75;

/** Towns of one shape, with keys and ids of their own. */
const TOWNS = 4;

/** How long a founded town is left alone: what is under way comes to its end. */
const SETTLING_MS = 10_000;

/** What the nodes of a founded town wake up with. */
interface Founded {
  space: SpaceId;
  link: string;
  accounts: ReadonlyMap<string, string>;
  guest: Town['guest'];
  images: ReadonlyMap<string, DiskImage>;
  /** When the founding was over, virtual milliseconds. */
  at: number;
}

const founded = new Map<string, Founded>();

const buildTown = (plan: Plan): Town => {
  const firsts = Array.from({ length: plan.people }, (_, i) =>
    createDeviceNode(`device-${i}`, `person-${i}`),
  );
  const seconds = firsts
    .slice(0, plan.seconds)
    .map((node) => createDeviceNode(`${node.name}-second`, node.person));
  return {
    devices: [...firsts, ...seconds],
    relays: Array.from({ length: plan.relays }, (_, i) => createRelayNode(`relay-${i}`)),
    space: '' as SpaceId,
    link: '',
    sent: [],
    removed: new Map(),
    letIn: new Map(),
    guest: undefined,
    deleted: new Set(),
    accounts: new Map(),
    breaches: [],
    lan: plan.lan,
  };
};

const enter = async (town: Town, node: DeviceNode): Promise<void> => {
  await waitFor(startNode(node, { mdns: false }), LONG_MS, `${node.name} starts`);
  const restored = await waitFor(
    ask<{ account: string }>(node, 'account.restore', { name: node.person, phrase: phraseOf(node.person) }),
    LONG_MS,
    `${node.name} has an account`,
  );
  town.accounts.set(node.person, restored.account);
};

/** Lets a guest into the first channel. */
const welcome = async (
  town: Town,
  host: DeviceNode,
  visitor: DeviceNode,
  space: SpaceId,
): Promise<Town['guest']> => {
  const [channel] = await ask<{ id: string }[]>(host, 'channel.list', { space });
  if (channel === undefined) throw new TypeError('a space has a channel');
  const input = { space, role: 'guest', channel: [channel.id], uses: 1 };
  const { link } = await waitFor(
    ask<{ link: string }>(host, 'invite.create', input),
    LONG_MS,
    'a guest’s link',
  );
  await waitFor(ask(visitor, 'space.join', { link, timeout: 60 }), LONG_MS, 'the guest');
  return { account: town.accounts.get(visitor.person) ?? '', channel: channel.id };
};

const foundTown = async (plan: Plan, name: string): Promise<Founded> => {
  beginRun(`town ${name}`, { modelled: plan.keyGroups === 'modelled' });
  wipeDisks();
  renewFabric();
  const town = buildTown(plan);
  for (const relay of town.relays) await waitFor(startNode(relay, { mdns: false }), LONG_MS, relay.name);
  for (const node of town.devices) await enter(town, node);
  const [founder, ...others] = town.devices.slice(0, plan.people);
  if (founder === undefined) throw new TypeError('a town needs somebody');
  const relay = town.relays.flatMap((node) => node.relay?.addresses() ?? []);
  const space = await waitFor(
    ask<{ id: SpaceId }>(founder, 'space.create', { name: 'Town', relay }),
    LONG_MS,
    'space',
  );
  const invite = await waitFor(
    ask<{ link: string }>(founder, 'invite.create', { space: space.id, uses: 100 }),
    LONG_MS,
    'invite',
  );
  const visitor = plan.guest ? others.pop() : undefined;
  if (visitor !== undefined) town.guest = await welcome(town, founder, visitor, space.id);
  const coming = others.slice(0, Math.ceil(others.length * FOUNDERS));
  await waitFor(
    Promise.all(coming.map((node) => ask(node, 'space.join', { link: invite.link, timeout: 60 }))),
    LONG_MS,
    'joining',
  );
  await letPass(SETTLING_MS);
  for (const node of nodesOf(town)) await waitFor(stopNode(node), LONG_MS, `${node.name} stops`);
  return {
    space: space.id,
    link: invite.link,
    accounts: town.accounts,
    guest: town.guest,
    images: new Map(nodesOf(town).map((node) => [node.name, diskOf(node.name).image()])),
    at: virtualNow(),
  };
};

/** A town of the plan's shape: what it was founded with. */
export const townFor = async (plan: Plan): Promise<Founded> => {
  const name = [plan.people, plan.seconds, plan.relays, plan.guest, plan.keyGroups, plan.seed % TOWNS].join(
    ' ',
  );
  const known = founded.get(name) ?? (await foundTown(plan, name));
  founded.set(name, known);
  return known;
};

/** Wakes the nodes of a founded town, on disks of this run. */
export const wakeTown = async (plan: Plan, from: Founded): Promise<Town> => {
  const town = {
    ...buildTown(plan),
    space: from.space,
    link: from.link,
    accounts: new Map(from.accounts),
    guest: from.guest,
  };
  for (const node of nodesOf(town)) {
    const image = from.images.get(node.name);
    if (image !== undefined) await diskOf(node.name).restore(image);
  }
  await waitFor(
    Promise.all(nodesOf(town).map((node) => startNode(node, { mdns: plan.lan }))),
    LONG_MS,
    'the town wakes',
  );
  return town;
};
