/**
 * A space in memory: members with key groups, a small governance (acts with parents, so that heads can fork), and texts sealed
 * under epochs. Members have only what was carried to them: `meet` carries everything both ways, as sync does.
 */
import {
  type DeviceId,
  type EntryId,
  idFromBytes,
  type LogId,
  plexiError,
  type SpaceId,
  utf8,
} from '@plexi/protocol';
import { createDevice, type DeviceKeys } from '../../src/index.ts';
import { decodeEpoch } from '../../src/key-group/epoch.ts';
import {
  createKeyGroup,
  createKeyPackage,
  joinKeyGroup,
  type KeyGovernance,
  type KeyGroup,
  type KeyGroupDependencies,
  type KeyPackagePair,
  loadKeyGroup,
} from '../../src/key-group/index.ts';
import { nativePrimitives as primitives } from '../../src/native/native.ts';
import { openEntry, sealEntry } from '../../src/sealing/index.ts';
import {
  type Act,
  copyShelf,
  emptyShelf,
  governanceOf,
  headsOf,
  type KeyItem,
  type Shelf,
  standing,
  type TextItem,
} from './governance.ts';

export const SPACE = '5a'.repeat(32) as SpaceId;

let counter = 0;
const freshId = (): EntryId => idFromBytes<EntryId>(primitives.sha256(utf8(`story ${counter++}`)));

export interface Member {
  name: string;
  device: DeviceKeys;
  shelf: Shelf;
  governance: KeyGovernance;
  group: KeyGroup;
  /** What the store holds. */
  records: Map<string, Uint8Array>;
  pair: KeyPackagePair | undefined;
  heads(): EntryId[];
  /** Signs an act, without touching the key group. */
  admit(other: Member): void;
  remove(other: Member): void;
  /** Brings the key group in step with governance; tells whether there was anything to do. */
  reconcile(packages?: readonly Member[]): Promise<boolean>;
  offerPackages(): Promise<void>;
  publishHistory(): Promise<number>;
  write(text: string): void;
  /** All texts that it has and can open, sorted. */
  read(): string[];
  unreadable(): number;
  /** Takes in everything on its shelf that it hasn't yet, in the order given by `shuffle`. */
  catchUp(shuffle?: (items: KeyItem[]) => KeyItem[]): Promise<void>;
  /** Starts again from what was stored. */
  restart(): Promise<void>;
  /**
   * The same device with the same shelf as if nothing of the key log had reached it yet: only what it had made itself before
   * (KeyPackages, and states of its own commits) is there.
   */
  again(): Promise<Member>;
  take(item: KeyItem): Promise<void>;
  epochs(): string[];
  post(body: Uint8Array): Promise<void>;
}

const createMember = (
  name: string,
  founderDevice: DeviceId | undefined,
  device: DeviceKeys = createDevice(primitives),
): Member & { open: (founded: boolean) => Promise<void> } => {
  const shelf = emptyShelf();
  const founder = founderDevice ?? device.device;
  const governance = governanceOf(shelf, founder);
  const records = new Map<string, Uint8Array>();
  const taken = new Set<EntryId>();
  const logId = device.device as string as LogId;
  const dependencies: KeyGroupDependencies = { primitives, space: SPACE, device, governance };
  let sequence = 0;

  const store = (): void => {
    for (const { key, value } of member.group.takeChanges()) {
      if (value === undefined) records.delete(key);
      else records.set(key, value);
    }
  };

  const act = (fields: Partial<Act>): void => {
    const id = freshId();
    shelf.acts.set(id, {
      id,
      parents: headsOf(shelf),
      admit: undefined,
      remove: undefined,
      leafKey: undefined,
      ...fields,
    });
  };

  const post = async (body: Uint8Array): Promise<void> => {
    const item: KeyItem = {
      kind: 'key',
      entry: freshId(),
      author: device.device,
      heads: headsOf(shelf),
      body,
    };
    shelf.keys.set(item.entry, item);
    taken.add(item.entry);
    const outcome = await member.group.receive(body, item);
    if (outcome.refused !== undefined) throw outcome.refused;
    store();
  };

  const openText = (item: TextItem): string | undefined => {
    const secret = member.group.historySecret(item.epoch);
    if (secret === undefined) return undefined;
    const plain = openEntry(primitives, secret, { parsed: item, body: item.body } as never);
    return new TextDecoder().decode(plain);
  };

  const member = {
    name,
    device,
    shelf,
    governance,
    records,
    pair: undefined as KeyPackagePair | undefined,
    group: undefined as never as KeyGroup,
    open: async (founded: boolean) => {
      if (founded) {
        act({ admit: device.device, leafKey: device.leafKey });
        const { group, message } = await createKeyGroup(dependencies);
        member.group = group;
        await post(message);
      } else {
        member.group = await joinKeyGroup(dependencies);
        member.pair = await createKeyPackage(device, { primitives });
        await member.group.keepKeyPackage(member.pair);
        store();
      }
    },
    heads: () => headsOf(shelf),
    admit: (other: Member) => act({ admit: other.device.device, leafKey: other.device.leafKey }),
    remove: (other: Member) => act({ remove: other.device.device }),
    reconcile: async (packages: readonly Member[] = []) => {
      const { members } = standing(shelf, shelf.acts.keys());
      const roster = new Set(member.group.current()?.roster);
      const add = [...members]
        .filter((one) => !roster.has(one))
        .map((one) => ({
          device: one,
          keyPackage: packages.find((other) => other.device.device === one)?.pair?.public,
        }));
      const remove = [...roster].filter((one) => !members.has(one));
      const made = await member.group.commit({ add, remove });
      if (made === undefined) return false;
      await post(made.message);
      return true;
    },
    offerPackages: async () => {
      await post(await member.group.offerKeyPackages());
    },
    publishHistory: async () => {
      const messages = member.group.historyMessages();
      for (const message of messages) await post(message);
      return messages.length;
    },
    write: (text: string) => {
      const sealing = member.group.sealing();
      if (sealing === undefined) throw plexiError('KEY_MISSING', { detail: `${name} may not seal` });
      sequence++;
      const sealed = sealEntry(primitives, sealing.secret, { logId, sequence }, utf8(text));
      const entry = freshId();
      shelf.texts.set(entry, { kind: 'text', entry, epoch: sealing.epoch, logId, sequence, ...sealed });
    },
    read: () => [...shelf.texts.values()].flatMap((item) => openText(item) ?? []).sort(),
    unreadable: () => [...shelf.texts.values()].filter((item) => openText(item) === undefined).length,
    take: async (item: KeyItem) => {
      taken.add(item.entry);
      await member.group.receive(item.body, item);
      store();
    },
    catchUp: async (shuffle: (items: KeyItem[]) => KeyItem[] = (items) => items) => {
      const fresh = [...shelf.keys.values()].filter((item) => !taken.has(item.entry));
      for (const item of shuffle(fresh)) await member.take(item);
    },
    restart: async () => {
      if (member.group !== undefined) store();
      member.group = await loadKeyGroup(
        dependencies,
        [...records].map(([key, value]) => ({ key, value })),
      );
    },
    again: async () => {
      const other = createMember(name, founder, device);
      copyShelf(other.shelf, shelf);
      for (const [key, value] of records) {
        const [kind, id] = key.split('/');
        const epoch = records.get(`epoch/${id}`);
        const isOwn = epoch !== undefined && decodeEpoch(epoch).committer === device.device;
        if (kind === 'own-package' || isOwn) other.records.set(key, value);
      }
      await other.restart();
      return other;
    },
    epochs: () => [...records.keys()].flatMap((key) => (key.startsWith('epoch/') ? [key.slice(6)] : [])),
    post,
  };
  return member;
};

/** The founder of a space, alone in it. */
export const found = async (name: string): Promise<Member> => {
  const member = createMember(name, undefined);
  await member.open(true);
  return member;
};

/** Somebody who holds an invitation: has keys and a KeyPackage, and nothing else. */
export const newcomer = async (name: string, founder: Member): Promise<Member> => {
  const member = createMember(name, founder.device.device);
  await member.open(false);
  return member;
};

/** Everyone ends with what anyone has. */
export const meet = async (...members: Member[]): Promise<void> => {
  const all = emptyShelf();
  for (const member of members) copyShelf(all, member.shelf);
  for (const member of members) copyShelf(member.shelf, all);
  for (const member of members) await member.catchUp();
};

/** Members meet and bring the group in step, until nobody has anything to do any more. */
export const converge = async (...members: Member[]): Promise<void> => {
  await meet(...members);
  for (let busy = true; busy; ) {
    busy = false;
    for (const member of members) {
      if (member.group.current() === undefined) continue;
      if (await member.reconcile(members)) busy = true;
      await meet(...members);
      if ((await member.publishHistory()) > 0) busy = true;
      await meet(...members);
    }
  }
};

/** `admin` admits somebody and adds them to the key group. */
export const letIn = async (admin: Member, guest: Member): Promise<void> => {
  admin.admit(guest);
  await admin.reconcile([guest]);
};

/** A founder and others who are in already and have met. */
export const founded = async (founderName: string, ...names: string[]): Promise<Member[]> => {
  const founder = await found(founderName);
  const others: Member[] = [];
  for (const name of names) {
    const other = await newcomer(name, founder);
    await letIn(founder, other);
    others.push(other);
  }
  await meet(founder, ...others);
  for (const other of others) await other.offerPackages();
  await meet(founder, ...others);
  return [founder, ...others];
};
