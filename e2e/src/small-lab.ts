/** A space on a relay with people in it, for stories of direct messages and private channels. */
import type { Person, World } from './world.ts';

export const restored = async (world: World, name: string, phrase: string): Promise<Person> => {
  const person = await world.device(name);
  await person.call('account.restore', { name, phrase });
  return person;
};

/** Ada's space on a relay, with these others in it and everything synced. */
export const lab = async (world: World, prefix: string, names: readonly string[], phrase?: string) => {
  const relay = await world.relay();
  const [first = '', ...rest] = names;
  const ada = await world.person(`${prefix}-${first}`);
  await ada.call('space.create', { name: prefix, relay: [relay.address] });
  const { link } = await ada.call('invite.create', { space: prefix, uses: rest.length });
  const others: Person[] = [];
  for (const name of rest) {
    // The first of the others may have a phrase that the story knows.
    const other =
      phrase !== undefined && name === rest[0]
        ? await restored(world, `${prefix}-${name}`, phrase)
        : await world.person(`${prefix}-${name}`);
    await other.call('space.join', { link });
    others.push(other);
  }
  for (const person of [ada, ...others]) await synced(person, prefix);
  // Each has offered what it takes to be added elsewhere.
  return { relay, people: [ada, ...others] as const };
};

export const synced = (person: Person, space: string): Promise<unknown> =>
  person.call('sync.wait', { space, timeout: 20 });

export const texts = async (person: Person, space: string, channel: string): Promise<string[]> =>
  (await person.call('message.list', { space, channel })).map(({ text }) => text);

/** The channels of the space that is named as the people are. */
export const names = async (person: Person): Promise<string[]> => {
  const [space] = await person.call('space.list', {});
  return (await person.call('channel.list', { space: space?.id ?? '' })).map(({ name }) => name);
};
