import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Person, type RunningRelay, type World, createWorld } from '../src/world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(async () => {
  await world.close();
});

const lab = { space: 'Lab', channel: 'general' } as const;

const texts = async (person: Person, limit = 100): Promise<string[]> =>
  (await person.call('message.list', { ...lab, limit })).map((message) => message.text);

/** Ada founds Lab on a relay and lets the others in. */
const foundLab = async (relay: RunningRelay, ada: Person, others: readonly Person[]): Promise<void> => {
  await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
  for (const other of others) {
    const { link } = await ada.call('invite.create', { space: 'Lab' });
    expect(await other.call('space.join', { link })).toMatchObject({ name: 'Lab', state: 'ready' });
  }
};

const sees = (person: Person, text: string): Promise<void> =>
  person.until(async () => (await texts(person)).includes(text), `${text} is there`);

describe('two people and a relay', () => {
  it('chat both ways, and see where their words are [N5]', async () => {
    const relay = await world.relay();
    const ada = await world.person('Ada');
    const ben = await world.person('Ben');
    await foundLab(relay, ada, [ben]);
    await ada.call('message.send', { ...lab, text: 'Hello Ben' });
    await sees(ben, 'Hello Ben');
    await ben.call('message.send', { ...lab, text: 'Hello Ada' });
    await sees(ada, 'Hello Ada');
    await ada.until(async () => {
      const list = await ada.call('message.list', lab);
      return list.every((message) => message.state === 'delivered');
    }, 'everything is delivered');
    expect((await ada.call('message.list', lab)).map(({ author, own }) => [author, own])).toEqual([
      ['Ada', true],
      ['Ben', false],
    ]);
    expect((await ben.call('member.list', { space: 'Lab' })).map(({ name, role }) => [name, role])).toEqual([
      ['Ada', 'owner'],
      ['Ben', 'member'],
    ]);
  });
});
