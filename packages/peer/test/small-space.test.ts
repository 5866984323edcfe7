/** What a device takes on when it is introduced to small spaces, and what is too much. */
import { type AccountId, idFromBytes, LIMITS, type SpaceId } from '@plexi/protocol';
import { openMemoryStore } from '@plexi/storage/memory';
import { describe, expect, test } from 'vitest';
import type { SmallContext } from '../src/small-space/context.ts';
import { acceptIntroduction } from '../src/small-space/introduction.ts';
import { loadSmallRecords } from '../src/small-space/record.ts';
import type { Space } from '../src/space/space.ts';
import { type Person, person, seedOf } from './people.ts';

const spaceId = (name: string): SpaceId => idFromBytes<SpaceId>(seedOf(`space ${name}`));

/** Ada's device in a space that Eve is the owner of; the others are members like her. */
const lab = (others: readonly Person[]) => {
  const [ada, eve] = [person('ada'), person('eve')];
  const members = Object.fromEntries(
    [ada, eve, ...others].map(({ account, device }) => [
      account,
      { account, role: account === eve.account ? 'owner' : 'member', devices: { [device]: {} } },
    ]),
  );
  const governance = { state: { members, devices: {}, formerMembers: {} } };
  const parent = {
    id: spaceId('lab'),
    small: undefined,
    summary: () => ({ state: 'ready' }),
    governance: () => governance,
    replica: { governance: () => governance },
  } as unknown as Space;
  const opened: SpaceId[] = [];
  const problems: string[] = [];
  const blocked = new Set<AccountId>();
  const store = openMemoryStore();
  const context: SmallContext = {
    store,
    self: { account: ada.account, device: ada.device } as SmallContext['self'],
    spaces: () => [parent],
    space: () => undefined,
    records: new Map(),
    open: async (id) => {
      opened.push(id);
      return parent;
    },
    found: async () => parent,
    reachChanged: () => undefined,
    decisions: {
      of: () => undefined,
      decide: async () => undefined,
      isBlocked: (account) => blocked.has(account),
      hearsStrangers: () => true,
      onChange: () => undefined,
    },
    emit: () => undefined,
    problem: (code) => problems.push(code),
  };
  const introduce = (from: Person, name: string, kind: 'direct' | 'channel' = 'direct') =>
    acceptIntroduction(context, parent, {
      letter: { type: 'introduction', space: spaceId(name), kind, name: '', relays: [] },
      account: from.account,
      device: from.device,
      ms: 0,
    });
  return { context, store, opened, problems, blocked, introduce, eve };
};

describe('[L6] introductions', () => {
  test('of one person who is not known wait eight at most; the space’s owner is known', async () => {
    const ben = person('ben');
    const { context, introduce, opened, problems, eve } = lab([ben]);
    for (let i = 0; i <= LIMITS.directRequestsOfOne; i++) await introduce(ben, `ben ${i}`);
    expect(opened).toHaveLength(LIMITS.directRequestsOfOne);
    expect(problems).toEqual(['TOO_BUSY']);
    await introduce(eve, 'eve');
    expect(context.records.get(spaceId('eve'))?.standing).toBe('open');
    expect(context.records.get(spaceId('ben 0'))?.standing).toBe('request');
  });

  test('of people who are not known wait sixty-four in all', async () => {
    const strangers = Array.from({ length: 10 }, (_, i) => person(`stranger ${i}`));
    const { introduce, opened, problems } = lab(strangers);
    for (const stranger of strangers)
      for (let i = 0; i < 7; i++) await introduce(stranger, `${stranger.name} ${i}`);
    expect(opened).toHaveLength(LIMITS.directRequests);
    expect(problems).toHaveLength(70 - LIMITS.directRequests);
  });

  test('are for a hundred and twenty-eight small spaces of one person at most, and a thousand and twenty-four in all', async () => {
    const { context, introduce, problems, eve } = lab([]);
    const [one] = await (async () => {
      await introduce(eve, 'first', 'channel');
      return [...context.records.values()];
    })();
    if (one === undefined) throw new TypeError('no record');
    for (let i = 1; i < LIMITS.smallSpacesOfOne; i++) context.records.set(spaceId(`of one ${i}`), one);
    await introduce(eve, 'one more of Eve', 'channel');
    expect(problems.splice(0)).toEqual(['TOO_BUSY']);
    for (let i = 0; i < LIMITS.smallSpaces; i++)
      context.records.set(spaceId(`filled ${i}`), { ...one, by: person('others').account });
    for (let i = 1; i < LIMITS.smallSpacesOfOne; i++) context.records.delete(spaceId(`of one ${i}`));
    await introduce(eve, 'one more', 'channel');
    expect(context.records.has(spaceId('one more'))).toBe(false);
    expect(problems).toEqual(['TOO_BUSY']);
  });

  test('of somebody who is blocked, or is no member, are not heard; what is kept survives', async () => {
    const ben = person('ben');
    const { context, store, introduce, blocked, opened } = lab([ben]);
    blocked.add(ben.account);
    await introduce(ben, 'hello');
    expect(context.records.has(spaceId('hello'))).toBe(false);
    blocked.clear();
    await introduce(ben, 'hello again');
    expect((await loadSmallRecords(store)).get(spaceId('hello again'))?.standing).toBe('request');
    await introduce(person('nobody'), 'from outside');
    expect(context.records.has(spaceId('from outside'))).toBe(false);
    expect(opened).toEqual([spaceId('hello again')]);
  });
});
