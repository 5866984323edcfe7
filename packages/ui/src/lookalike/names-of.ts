import type { ChannelSummary, Direct, Member, SpaceSummary } from '@plexi/operations';
import type { Named } from './flag-name.ts';

const known = new WeakMap<object, readonly Named[]>();

/** The same array for the same list: what is found out about its names is found out once. Each owner stands in it once. */
const derive = <Item>(list: readonly Item[], toNames: (item: Item) => readonly Named[]): readonly Named[] => {
  const found = known.get(list);
  if (found !== undefined) return found;
  const names = [...new Map(list.flatMap(toNames).map((named) => [named.id, named])).values()];
  known.set(list, names);
  return names;
};

export const namesOfMembers = (members: readonly Member[]): readonly Named[] =>
  derive(members, ({ account, name }) => [{ id: account, name }]);

/** Of channels or spaces. */
export const namesOfPlaces = (places: readonly (ChannelSummary | SpaceSummary)[]): readonly Named[] =>
  derive(places, ({ id, name }) => [{ id, name }]);

/** Of everybody that one writes with, or is asked by. */
export const namesOfPeople = (directs: readonly Direct[]): readonly Named[] =>
  derive(directs, ({ by, members }) => [by, ...members].map(({ account, name }) => ({ id: account, name })));
