/**
 * Telling people of a small space that they are in it, by letters in the spaces that they are known from. That it is owed is kept
 * before anybody is added, until every letter is written: whoever is in and was never told would not find it by themselves.
 */
import type { AccountId, DeviceId, SpaceId } from '@plexi/protocol';
import type { Write } from '@plexi/storage';
import type { Space } from '../space/space.ts';
import { ordinarySpaces, type SmallContext } from './context.ts';
import { letterOf } from './introduction.ts';
import { type Newcomer, newcomersOf } from './people.ts';
import { type SmallRecord, smallRecordWrite } from './record.ts';

/** Where the people of a small space are known from. */
export const sourcesOf = (context: SmallContext, record: SmallRecord): Space[] =>
  ordinarySpaces(context).filter((space) => record.kind === 'direct' || space.id === record.parent);

/** Keeps whether letters are owed, and with it what belongs to the same step. */
export const oweLetters = async (
  context: SmallContext,
  id: SpaceId,
  untold: boolean,
  writes: readonly Write[] = [],
): Promise<void> => {
  const record = context.records.get(id);
  if (record === undefined) return;
  const kept: SmallRecord = { ...record, untold };
  context.records.set(id, kept);
  await context.store.commit([smallRecordWrite(id, kept), ...writes]);
};

/** Writes to these devices, by the space that knows them; nothing is owed then. Throws STORE_FAILED. */
export const tell = async (
  context: SmallContext,
  space: Space,
  people: ReadonlyMap<Space, readonly Newcomer[]>,
): Promise<void> => {
  const record = context.records.get(space.id);
  if (record === undefined) return;
  const letter = letterOf(space, record);
  for (const [source, devices] of people) {
    const others = devices.filter(({ device }) => device !== context.self.device);
    await source.mail(
      others.map(({ boxKey }) => boxKey),
      letter,
    );
  }
  await oweLetters(context, space.id, false);
};

/** The same to everybody who is in: who of them was told before is not known any more, and is none the worse for it. */
export const tellAll = async (context: SmallContext, space: Space, record: SmallRecord): Promise<void> => {
  const { members, devices } = space.governance().state;
  const seen = new Set<DeviceId>();
  const people = new Map<Space, Newcomer[]>();
  for (const source of sourcesOf(context, record)) {
    const known = (Object.keys(members) as AccountId[]).flatMap((account) =>
      newcomersOf(source, account, (device) => devices[device] !== undefined && !seen.has(device)),
    );
    for (const { device } of known) seen.add(device);
    people.set(source, known);
  }
  await tell(context, space, people);
};
