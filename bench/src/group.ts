/**
 * What changing a key group costs on one core, in processor time: adding a device to a group of 100 and of 500, removing one, and joining,
 * through the key group as the product has it, what it stores included. Beside each, bare ts-mls with its own cryptography.
 */
import { createDevice, type DeviceKeys } from '@plexi/crypto';
import {
  createKeyGroup,
  createKeyPackage,
  joinKeyGroup,
  type KeyGovernance,
  type KeyGroup,
  type KeyPackagePair,
} from '@plexi/crypto/key-group';
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import { type EntryId, type SpaceId, toHex, utf8 } from '@plexi/protocol';
import {
  type CiphersuiteImpl,
  type ClientState,
  createCommit,
  createGroup,
  defaultCapabilities,
  defaultLifetime,
  emptyPskIndex,
  generateKeyPackage,
  getCiphersuiteFromName,
  getCiphersuiteImpl,
  joinGroup,
  type KeyPackage,
  type Proposal,
} from 'ts-mls';
import type { Figure } from './figure.ts';
import { processorMsOf } from './processor.ts';

const SUITE = 'MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519';
const SIZES = [100, 500];
const SPACE = '5a'.repeat(32) as SpaceId;
/** Each is done so often, and the middle one counts. */
const ROUNDS = 3;

interface Costs {
  add: number;
  remove: number;
  join: number;
}

let counter = 0;
const newEntry = (): EntryId => toHex(primitives.sha256(utf8(`bench ${counter++}`))) as EntryId;

/** Everybody may do everything: governance has benchmarks of its own. */
const governanceOf = (founder: DeviceKeys): KeyGovernance => ({
  founder: () => founder.device,
  isCertified: () => true,
  isRemoved: () => false,
  isInPast: () => false,
  permits: () => true,
});

interface Newcomer {
  device: DeviceKeys;
  pair: KeyPackagePair;
}

const newcomers = (count: number): Promise<Newcomer[]> =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const device = createDevice(primitives);
      return { device, pair: await createKeyPackage(device, { primitives }) };
    }),
  );

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Commits, takes the commit in and encodes what is to be stored, as a device that adds or removes does. */
const change = async (
  group: KeyGroup,
  founder: DeviceKeys,
  what: Parameters<KeyGroup['commit']>[0],
): Promise<{ message: Uint8Array; entry: EntryId }> => {
  const made = await group.commit(what);
  if (made === undefined) throw new Error('no commit');
  const entry = newEntry();
  await group.receive(made.message, { author: founder.device, entry, heads: [] });
  group.takeChanges();
  return { message: made.message, entry };
};

const measureOurs = async (size: number): Promise<Costs> => {
  const founder = createDevice(primitives);
  const governance = governanceOf(founder);
  const { group, message } = await createKeyGroup({ primitives, space: SPACE, device: founder, governance });
  const root = newEntry();
  await group.receive(message, { author: founder.device, entry: root, heads: [] });
  const members = await newcomers(size - 1);
  const offer = ({ device, pair }: Newcomer) => ({ device: device.device, keyPackage: pair.public });
  await change(group, founder, { add: members.map(offer), remove: [] });
  const costs: Record<keyof Costs, number[]> = { add: [], remove: [], join: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const [one] = await newcomers(1);
    const leaver = members[round];
    if (one === undefined || leaver === undefined) throw new Error('nobody');
    const added = await processorMsOf(() => change(group, founder, { add: [offer(one)], remove: [] }));
    costs.add.push(added.ms);
    const view = await joinKeyGroup({ primitives, space: SPACE, device: one.device, governance });
    await view.keepKeyPackage(one.pair);
    const joined = await processorMsOf(async () => {
      const { entry } = added.value;
      await view.receive(added.value.message, { author: founder.device, entry, heads: [] });
      view.takeChanges();
    });
    if (view.current()?.epoch !== group.current()?.epoch) throw new Error('the newcomer is not in');
    costs.join.push(joined.ms);
    const remove = [leaver.device.device];
    costs.remove.push((await processorMsOf(() => change(group, founder, { add: [], remove }))).ms);
  }
  return { add: middle(costs.add), remove: middle(costs.remove), join: middle(costs.join) };
};

const measureBare = async (size: number): Promise<Costs> => {
  const suite: CiphersuiteImpl = await getCiphersuiteImpl(getCiphersuiteFromName(SUITE));
  const newPackage = (name: string) =>
    generateKeyPackage(
      { credentialType: 'basic', identity: utf8(name) },
      { ...defaultCapabilities(), ciphersuites: [SUITE] },
      defaultLifetime,
      [],
      suite,
    );
  const commit = (state: ClientState, proposals: Proposal[]) =>
    createCommit({ state, cipherSuite: suite }, { extraProposals: proposals, ratchetTreeExtension: true });
  const adding = (keyPackage: KeyPackage): Proposal => ({ proposalType: 'add', add: { keyPackage } });
  const founder = await newPackage('founder');
  let state = await createGroup(
    new Uint8Array(32).fill(1),
    founder.publicPackage,
    founder.privatePackage,
    [],
    suite,
  );
  const others = await Promise.all(Array.from({ length: size - 1 }, (_, i) => newPackage(`member ${i}`)));
  state = (
    await commit(
      state,
      others.map(({ publicPackage }) => adding(publicPackage)),
    )
  ).newState;
  const costs: Record<keyof Costs, number[]> = { add: [], remove: [], join: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const one = await newPackage(`newcomer ${round}`);
    const from = state;
    const added = await processorMsOf(() => commit(from, [adding(one.publicPackage)]));
    costs.add.push(added.ms);
    const { welcome, newState } = added.value;
    if (welcome === undefined) throw new Error('no Welcome');
    const joined = await processorMsOf(() =>
      joinGroup(welcome, one.publicPackage, one.privatePackage, emptyPskIndex, suite),
    );
    costs.join.push(joined.ms);
    const proposal: Proposal = { proposalType: 'remove', remove: { removed: round + 1 } };
    const removed = await processorMsOf(() => commit(newState, [proposal]));
    costs.remove.push(removed.ms);
    state = removed.value.newState;
  }
  return { add: middle(costs.add), remove: middle(costs.remove), join: middle(costs.join) };
};

export const benchGroup = async (): Promise<Figure[]> => {
  const figures: Figure[] = [];
  for (const size of SIZES) {
    const bare = await measureBare(size);
    const ours = await measureOurs(size);
    for (const metric of ['add', 'remove', 'join'] as const) {
      const name = `${metric}_ms_${size}`;
      figures.push({ bench: 'group', metric: name, value: ours[metric], unit: 'ms' });
      figures.push({ bench: 'group', metric: `floor_${name}`, value: bare[metric], unit: 'ms' });
    }
  }
  return figures;
};
