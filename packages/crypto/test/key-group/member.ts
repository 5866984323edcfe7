/**
 * A member of a space in memory, with a key group, a small governance (acts with parents, so that heads can fork), and texts sealed
 * under epochs. Members have only what was carried to them.
 */
import {
  type ChannelId,
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
import { fitsEntry, openEntry, sealEntry } from '../../src/sealing/index.ts';
import {
  type Act,
  copyShelf,
  emptyShelf,
  governanceOf,
  headsOf,
  type KeyItem,
  type Shelf,
  scopesOf,
  standing,
  type TextItem,
} from './governance.ts';

export const SPACE = '5a'.repeat(32) as SpaceId;
/** The channel that is written in where none is named. */
export const GENERAL = '9e'.repeat(32) as ChannelId;

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
  /** Admits somebody who reads only what is opened to them. */
  admitScoped(other: Member): void;
  openTo(other: Member, scope: ChannelId, history: boolean): void;
  closeTo(other: Member, scope: ChannelId): void;
  /** Brings the key group in step with governance; tells whether there was anything to do. */
  reconcile(packages?: readonly Member[]): Promise<boolean>;
  offerPackages(): Promise<void>;
  publishHistory(): Promise<number>;
  /** Gives scoped devices what they are owed, or complains as one. */
  publishShares(): Promise<number>;
  write(text: string, scope?: ChannelId): void;
  /** All texts that it has and can open, sorted. */
  read(): string[];
  readable(): EntryId[];
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

export const createMember = (
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
  const scopes = scopesOf(shelf);
  const dependencies: KeyGroupDependencies = { primitives, space: SPACE, device, governance, scopes };
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
      boxKey: undefined,
      open: undefined,
      close: undefined,
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
    const entry = { parsed: item, body: item.body } as never;
    const secret = member.group.scopeSecret(item.epoch, item.scope, (some) =>
      fitsEntry(primitives, some, item as never),
    );
    if (secret === undefined) return undefined;
    const plain = openEntry(primitives, secret, entry);
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
    admitScoped: ({ device: { device: admit, leafKey, boxKey } }: Member) => act({ admit, leafKey, boxKey }),
    openTo: (other: Member, scope: ChannelId, history: boolean) =>
      act({ open: { device: other.device.device, scope, history } }),
    closeTo: (other: Member, scope: ChannelId) => act({ close: { device: other.device.device, scope } }),
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
    publishShares: async () => {
      const messages = member.group.shareMessages();
      for (const message of messages) await post(message);
      return messages.length;
    },
    write: (text: string, scope: ChannelId = GENERAL) => {
      const sealing = member.group.sealing(scope);
      if (sealing === undefined) throw plexiError('KEY_MISSING', { detail: `${name} may not seal` });
      sequence++;
      const sealed = sealEntry(primitives, sealing.secret, { logId, sequence }, utf8(text));
      const entry = freshId();
      shelf.texts.set(entry, {
        kind: 'text',
        entry,
        scope,
        author: device.device,
        epoch: sealing.epoch,
        logId,
        sequence,
        ...sealed,
      });
    },
    read: () => [...shelf.texts.values()].flatMap((item) => openText(item) ?? []).sort(),
    readable: () =>
      [...shelf.texts.values()].flatMap((item) => (openText(item) === undefined ? [] : [item.entry])),
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
