/** A profile's small spaces: direct messages and private channels, and what is to be asked and done about them. */
import type { AccountId, Introduction, PlexiError, SpaceId } from '@plexi/protocol';
import type { Received } from '../space/mailbox.ts';
import type { Space } from '../space/space.ts';
import type { SmallContext } from './context.ts';
import { createFollowing } from './follow.ts';
import { acceptIntroduction } from './introduction.ts';
import { addPeople, openDirect, openPrivateChannel } from './opening.ts';
import { type Reach, reachOf, requestsOfKnown } from './reach.ts';
import { loadSmallRecords, type SmallRecord, smallRecordWrite } from './record.ts';
import { explainRefusal, refusalOf, removeOutsiders } from './removal.ts';

export interface SmallSpaces {
  /** Reads the records: to be called before the spaces are opened. */
  load(): Promise<void>;
  ids(): SpaceId[];
  record(id: SpaceId): SmallRecord | undefined;
  /** Open ones of a kind; of a space its private channels. */
  directs(): Space[];
  channelsOf(parent: SpaceId): Space[];
  openDirect(others: readonly AccountId[]): Promise<Space>;
  openChannel(parent: Space, name: string, others: readonly AccountId[]): Promise<Space>;
  add(space: Space, parent: Space, others: readonly AccountId[]): Promise<void>;
  /** Keeps what the person decided about a direct message, for all their devices. */
  setStanding(id: SpaceId, standing: 'open' | 'declined'): Promise<void>;
  /** Removes whom this device may and must; then says what still stands against writing. */
  beforeWriting(space: Space): Promise<PlexiError | undefined>;
  refusal(id: SpaceId): PlexiError | undefined;
  /** How far a space is noticed: all but direct messages that wait, or were turned down, are open. */
  reach(id: SpaceId): Reach;
  introduced(parent: Space, received: Omit<Received<Introduction>, 'written'>): Promise<void>;
  /** Governance or keys of a space changed. */
  changed(space: Space): void;
  /** Whether introductions are being acted on. */
  isBusy(): boolean;
  close(): void;
}

export const createSmallSpaces = (given: Omit<SmallContext, 'records'>): SmallSpaces => {
  const context: SmallContext = { ...given, records: new Map() };
  const { records, store } = context;
  const following = createFollowing(context);
  let busy = 0;

  const openOnes = (matches: (record: SmallRecord) => boolean): Space[] =>
    [...records].flatMap(([id, record]) => {
      const space = matches(record) ? context.space(id) : undefined;
      return space === undefined ? [] : [space];
    });

  const busily = async <Result>(task: () => Promise<Result>): Promise<Result> => {
    busy++;
    try {
      return await task();
    } finally {
      busy--;
    }
  };

  const keepStanding = async (id: SpaceId, standing: SmallRecord['standing']): Promise<void> => {
    const record = records.get(id);
    if (record === undefined || record.standing === standing) return;
    records.set(id, { ...record, standing });
    await store.commit([smallRecordWrite(id, { ...record, standing })]);
    context.reachChanged(id);
    context.emit({ type: 'directs' });
  };

  const guard = (task: Promise<void>): void => {
    task.catch((error: unknown) => context.problem('INTERNAL', String(error)));
  };
  let heardStrangers: boolean | undefined;
  /** The setting changed: requests come to light, or go out of sight. */
  const reviewRequests = (): void => {
    const hears = context.decisions.hearsStrangers();
    if (hears === heardStrangers) return;
    heardStrangers = hears;
    for (const [id, { standing }] of records) if (standing === 'request') context.reachChanged(id);
    context.emit({ type: 'directs' });
  };

  context.decisions.onChange(() => {
    for (const [id, { kind }] of records) {
      const decided = kind === 'direct' ? context.decisions.of(id) : undefined;
      if (decided === undefined) continue;
      guard(keepStanding(id, decided));
    }
    reviewRequests();
  });

  return {
    load: async () => {
      for (const [id, record] of await loadSmallRecords(store)) records.set(id, record);
      heardStrangers = context.decisions.hearsStrangers();
    },
    ids: () => [...records.keys()],
    record: (id) => records.get(id),
    directs: () => openOnes(({ kind }) => kind === 'direct'),
    channelsOf: (parent) =>
      openOnes(
        (record) => record.kind === 'channel' && record.parent === parent && record.standing === 'open',
      ),
    openDirect: (others) => busily(() => openDirect(context, others)),
    openChannel: (parent, name, others) => busily(() => openPrivateChannel(context, parent, name, others)),
    add: (space, parent, others) => addPeople(context, space, parent, others),
    setStanding: async (id, standing) => {
      await keepStanding(id, standing);
      await context.decisions.decide(id, standing);
    },
    beforeWriting: async (space) => {
      await removeOutsiders(context, space);
      return explainRefusal(context, space);
    },
    refusal: (id) => refusalOf(context, id),
    introduced: (parent, received) => busily(() => acceptIntroduction(context, parent, received)),
    reach: (id) => reachOf(context, id),
    changed: (space) => {
      for (const id of requestsOfKnown(context)) guard(keepStanding(id, 'open'));
      following.look(space);
    },
    isBusy: () => busy > 0,
    close: () => following.close(),
  };
};
