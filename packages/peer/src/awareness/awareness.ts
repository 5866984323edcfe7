/**
 * What a device knows beyond messages: what waits to be read, who is there, what people say of themselves, what the account
 * keeps for itself, and what is to be sent later. One for all spaces of a client.
 */
import type { PeerEvent } from '@plexi/operations';
import { type AccountId, accountOf, type Primitives, plexiError, type SpaceId } from '@plexi/protocol';
import type { Store } from '@plexi/storage';
import { type AccountState, openAccountState } from '../account-state/account-state.ts';
import { EVERYWHERE } from '../account-state/item.ts';
import { resolveMentions } from '../space/mentions.ts';
import type { Self } from '../space/self.ts';
import type { Space } from '../space/space.ts';
import type { Opened } from '../space/timeline.ts';
import { createOwnName } from './own-name.ts';
import { createPresences, type OwnStatus, type Presences } from './presence.ts';
import { type AboutPerson, encodeProfile, NOTHING_SAID, PROFILE_SLOT, profileOf } from './profile.ts';
import { openReceipts, type ReadReceipts } from './read-receipts.ts';
import { openSchedule, type Schedule } from './scheduled.ts';
import { createUnread, type Unread } from './unread.ts';

/** Of one space. */
interface SpaceAwareness {
  unread: Unread;
  presence: Presences;
  receipts: ReadReceipts;
}

export interface Awareness {
  account: AccountState;
  schedule: Schedule;
  knows(space: SpaceId): boolean;
  of(space: SpaceId): SpaceAwareness;
  watch(space: Space): void;
  /** Governance or keys of a space changed. */
  governed(space: Space): void;
  /** Somebody is connected who was not. */
  live(space: SpaceId): void;
  arrived(space: SpaceId, opened: Pick<Opened, 'messages' | 'annotations'>): void;
  status(): OwnStatus;
  setStatus(status: OwnStatus): Promise<void>;
  /** Whether somebody is at this device. */
  setActive(active: boolean): void;
  /** What one last said of oneself, anywhere. */
  profile(): Promise<AboutPerson>;
  isBlocked: (account: AccountId) => boolean;
  setProfile(profile: AboutPerson): Promise<void>;
  /** Goes by another name, in every space. */
  setName(name: string): Promise<void>;
  /** Says goodbye, while there is a network yet. */
  leave(): Promise<void>;
  close(): Promise<void>;
}

export interface AwarenessDependencies {
  primitives: Primitives;
  store: Store;
  self: Self;
  now: () => number;
  emit: (event: PeerEvent) => void;
  problem: (code: string, detail?: string) => void;
}

const PROFILE = 'own-profile';
const STATUS = 'status';
const NO_STATUS: OwnStatus = { mode: 'online', text: '', emoji: '', until: 0 };

export const openAwareness = async (dependencies: AwarenessDependencies): Promise<Awareness> => {
  const { primitives, store, self, now, emit, problem } = dependencies;
  const account = await openAccountState(dependencies);
  const spaces = new Map<SpaceId, Space>();
  const known = new Map<SpaceId, SpaceAwareness>();
  const ready = new Set<SpaceId>();
  let active = true;

  const schedule = await openSchedule({
    primitives,
    store,
    now,
    send: async ({ space: id, channel }, text, writes) => {
      const space = spaces.get(id);
      if (space === undefined) throw plexiError('NOT_FOUND', { detail: 'space' });
      const members = Object.keys(space.governance().state.members) as AccountId[];
      const people = members.map((member) => ({ account: member, name: space.words.account(member) }));
      await space.write(channel, [{ kind: 'post', text, extras: resolveMentions(text, people) }], writes);
    },
    changed: () => emit({ type: 'scheduled' }),
  });

  const isReady = (space: Space): boolean =>
    space.summary().state === 'ready' && space.keys.canSeal(space.keys.audience) && !space.isQuiet();
  /** A private channel's people are seen in its space. */
  const isSeenElsewhere = (space: Space | undefined): boolean => space?.small?.kind === 'channel';
  const guard = (task: Promise<unknown>): void => {
    task.catch((error: unknown) => problem('INTERNAL', String(error)));
  };

  const readOwnStatus = (): OwnStatus => {
    try {
      return JSON.parse(account.get(EVERYWHERE, 'setting', STATUS) ?? '') as OwnStatus;
    } catch {
      return NO_STATUS;
    }
  };
  const readOwnProfile = async (): Promise<AboutPerson | undefined> => {
    const value = await store.record('profile', 'identity', PROFILE);
    return value && (JSON.parse(new TextDecoder().decode(value)) as AboutPerson);
  };

  /** A space that has just let us in hears what the others have heard. */
  const introduce = async (space: Space): Promise<void> => {
    const own = await readOwnProfile();
    if (own !== undefined && profileOf(space, self.account) === undefined)
      await space.registers.write(PROFILE_SLOT, encodeProfile(own));
    const status = readOwnStatus();
    const presence = known.get(space.id)?.presence;
    if (status !== NO_STATUS && presence?.status(self.account) === undefined)
      await presence?.writeStatus(status);
  };

  const carrying = (space: Space) => ({
    id: space.id,
    registers: space.registers,
    ownDevices: () => Object.keys(space.replica.governance()?.state.members[self.account]?.devices ?? {}),
    isReady: () => isReady(space),
    isSmall: space.small !== undefined,
  });

  const ownName = createOwnName({
    store,
    self,
    account,
    spaces: () => [...spaces.values()].filter(isReady),
    changed: () => emit({ type: 'account' }),
  });

  account.onChange((keys) => {
    guard(ownName.follow(keys));
    const everywhere = keys.some((key) => key.startsWith(`${EVERYWHERE}/`));
    for (const [id, { unread, receipts }] of known) {
      const channels = keys.filter((key) => key.startsWith(`${id}/`));
      if (everywhere || channels.length > 0) unread.changed();
      if (channels.some((key) => key.startsWith(`${id}/read/`))) receipts.marked();
      const touched = channels.flatMap((key) => {
        const [, kind, name] = key.split('/');
        return (kind === 'save' || kind === 'hide') && name !== undefined ? [name] : [];
      });
      spaces.get(id)?.messages.changed(touched);
      if (everywhere) emit({ type: 'presence', space: id });
    }
  });

  const open = (space: Space): SpaceAwareness => ({
    unread: createUnread({ space, store, self, account, emit, problem }),
    presence: createPresences({
      space,
      self,
      account,
      now,
      isActive: () => active,
      changed: () => emit({ type: 'presence', space: space.id }),
      typingChanged: (channel) => {
        const accounts = known.get(space.id)?.presence.typing(channel) ?? [];
        emit({ type: 'typing', space: space.id, channel, accounts });
      },
    }),
    receipts: openReceipts({ space, self, account, emit, problem }),
  });

  const governed = (space: Space): void => {
    if (!known.has(space.id)) return;
    account.review(carrying(space));
    known.get(space.id)?.unread.changed();
    emit({ type: 'presence', space: space.id });
    if (isReady(space)) guard(ownName.tell(space));
    if (ready.has(space.id) || !isReady(space)) return;
    ready.add(space.id);
    guard(introduce(space));
    known.get(space.id)?.presence.announce(true);
    schedule.check();
  };

  const everySpace = async (task: (space: Space, parts: SpaceAwareness) => Promise<void>): Promise<void> => {
    for (const [id, parts] of known) {
      const space = spaces.get(id);
      if (space !== undefined && isReady(space) && !isSeenElsewhere(space)) await task(space, parts);
    }
  };

  return {
    account,
    schedule,
    knows: (space) => known.has(space),
    of: (space) => {
      const parts = known.get(space);
      if (parts === undefined) throw plexiError('NOT_FOUND', { detail: 'space' });
      return parts;
    },
    watch: (space) => {
      if (known.has(space.id)) return;
      spaces.set(space.id, space);
      known.set(space.id, open(space));
      account.attach(carrying(space));
      governed(space);
    },
    governed,
    live: (id) => {
      if (!isSeenElsewhere(spaces.get(id))) known.get(id)?.presence.announce(true);
    },
    arrived: (id, { messages, annotations }) => {
      const parts = known.get(id);
      const governance = spaces.get(id)?.replica.governance();
      if (messages.length > 0) parts?.unread.arrived(messages);
      const edits = annotations.filter(({ kind }) => kind === 'edit' || kind === 'hide');
      for (const channel of new Set(edits.map((edit) => edit.channel))) parts?.unread.changed(channel);
      for (const { channel, device } of messages.slice(-20)) {
        const author = governance && accountOf(governance, device);
        if (author !== undefined) parts?.presence.wrote(channel, author);
      }
    },
    status: readOwnStatus,
    setStatus: async (status) => {
      await account.set(EVERYWHERE, 'setting', STATUS, JSON.stringify(status));
      await everySpace((_, { presence }) => presence.writeStatus(status));
    },
    setActive: (now_) => {
      if (active === now_) return;
      active = now_;
      for (const [id, { presence }] of known) {
        if (!isSeenElsewhere(spaces.get(id))) presence.announce(false);
        emit({ type: 'presence', space: id });
      }
    },
    isBlocked: (who) => account.get(EVERYWHERE, 'block', who) !== undefined,
    profile: async () => {
      const newest = [...spaces.values()]
        .flatMap((space) => profileOf(space, self.account) ?? [])
        .sort((a, b) => b.clock - a.clock)[0];
      return newest?.profile ?? (await readOwnProfile()) ?? NOTHING_SAID;
    },
    setProfile: async (profile) => {
      const plain = encodeProfile(profile);
      const value = new TextEncoder().encode(JSON.stringify(profile));
      await store.commit([{ type: 'record', scope: 'profile', kind: 'identity', key: PROFILE, value }]);
      await everySpace((space) => space.registers.write(PROFILE_SLOT, plain));
    },
    setName: (name) => ownName.set(name),
    leave: async () => {
      await account.flush();
      for (const { presence, receipts } of known.values()) {
        await receipts.flush();
        presence.close();
      }
    },
    close: async () => {
      await schedule.close();
      account.close();
      for (const { unread } of known.values()) unread.close();
    },
  };
};
