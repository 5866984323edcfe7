/** What a profile's spaces need of its small ones and of each other. */

import { SETTING } from '@plexi/operations';
import type { AccountId, SpaceId } from '@plexi/protocol';
import type { Store } from '@plexi/storage';
import { EVERYWHERE } from '../account-state/item.ts';
import type { Awareness } from '../awareness/awareness.ts';
import type { Decisions } from '../small-space/context.ts';
import { foundSmallSpace } from '../small-space/found.ts';
import { createSmallSpaces, type SmallSpaces } from '../small-space/small-spaces.ts';
import { KEY_GROUP_KIND } from '../space/key-records.ts';
import type { Space, SpaceDependencies } from '../space/space.ts';
import type { OpenOnce } from './openings.ts';

export type SmallLinks = Pick<
  SpaceDependencies,
  'keyed' | 'introduced' | 'refusal' | 'isQuiet' | 'packageElsewhere' | 'nameElsewhere'
>;

export const createSmallLinks = (
  store: Store,
  spaces: ReadonlyMap<SpaceId, Space>,
  small: () => SmallSpaces,
  isBlocked: (account: AccountId) => boolean,
): SmallLinks => ({
  keyed: (space) => small().changed(space),
  introduced: async (space, received) => {
    // Who is blocked begins no conversation.
    if (received.letter.kind === 'direct' && isBlocked(received.account)) return;
    await small().introduced(space, received);
  },
  refusal: (id) => small().refusal(id),
  isQuiet: (id) => small().reach(id) !== 'open',
  packageElsewhere: async (ref) => {
    for (const id of spaces.keys()) {
      const record = await store.record(id, KEY_GROUP_KIND, `own-package/${ref}`);
      if (record !== undefined) return record;
    }
    return undefined;
  },
  nameElsewhere: (account) => {
    for (const space of spaces.values()) {
      const name = space.words.accountHere(account);
      if (name !== undefined) return name;
    }
    return undefined;
  },
});

/** A person decides once, for all their devices. */
const decisionsIn = (awareness: Awareness): Decisions => ({
  of: (direct) => {
    const decided = awareness.account.get(EVERYWHERE, 'direct', direct);
    return decided === 'open' || decided === 'declined' ? decided : undefined;
  },
  decide: (direct, decision) => awareness.account.set(EVERYWHERE, 'direct', direct, decision),
  isBlocked: (account) => awareness.isBlocked(account),
  hearsStrangers: () => awareness.account.get(EVERYWHERE, 'setting', SETTING.directFrom) !== 'known',
  onChange: (listener) => void awareness.account.onChange(listener),
});

/** The small spaces over what opens them; `watch` keeps a space that was opened. */
export const openSmallSpaces = ({
  dependencies,
  spaces,
  openOnce,
  watch,
  awareness,
  reachChanged,
}: {
  dependencies: SpaceDependencies;
  spaces: ReadonlyMap<SpaceId, Space>;
  openOnce: OpenOnce;
  watch: (space: Space) => void;
  awareness: Awareness;
  reachChanged: (id: SpaceId) => void;
}): SmallSpaces => {
  const watched = async (opening: Promise<Space>): Promise<Space> => {
    const space = await opening;
    watch(space);
    return space;
  };
  const { store, self, emit, problem } = dependencies;
  return createSmallSpaces({
    store,
    self,
    spaces: () => [...spaces.values()],
    space: (id) => spaces.get(id),
    open: (id, record) => watched(openOnce(id, record)),
    found: (details) => watched(foundSmallSpace(dependencies, details)),
    decisions: decisionsIn(awareness),
    reachChanged,
    emit,
    problem,
  });
};
