/** [A1] Private inferences in the admins' log: that they were, in which hour, and about how much; nothing else. */
import { type Letter, LIMITS, type Role, TALLY_HOUR_MS, type TallyLetter } from '@plexi/protocol';
import { openMemoryStore } from '@plexi/storage/memory';
import { beforeEach, describe, expect, test } from 'vitest';
import { createTallies, type PrivateInference, type Tallies } from '../../src/assistant/tallies.ts';
import type { SpaceContext } from '../../src/space/context.ts';
import { channelId, person, primitives, START_MS, seedOf } from '../people.ts';

const ROLES = { ada: 'owner', amy: 'admin', mo: 'moderator', ben: 'member', atlas: 'ai' } as const;
type Name = keyof typeof ROLES;
const NAMES = Object.keys(ROLES) as Name[];
const people = Object.fromEntries(NAMES.map((name) => [name, person(name)])) as Record<
  Name,
  ReturnType<typeof person>
>;
const direct = channelId('direct');
const HOUR = Math.ceil(START_MS / TALLY_HOUR_MS) * TALLY_HOUR_MS;

let now: number;
let post: { letter: TallyLetter; to: string[] }[];
let all: Record<Name, Tallies>;
const roles: Record<string, Role> = {};

beforeEach(() => {
  now = HOUR;
  post = [];
  for (const name of NAMES) roles[name] = ROLES[name];
  const governance = () => ({
    state: {
      members: Object.fromEntries(
        NAMES.map((name) => {
          const { account, device } = people[name];
          const certificate = { device, boxKey: seedOf(name) };
          return [account, { account, role: roles[name], devices: { [device]: { certificate } } }];
        }),
      ),
    },
  });
  const open = (name: Name): Tallies => {
    const context = {
      primitives,
      store: openMemoryStore(),
      space: seedOf('space').toString(),
      self: {
        account: people[name].account,
        device: people[name].device,
        keys: { boxSecretKey: { reveal: () => seedOf(`secret ${name}`) } },
      },
      now: () => now,
      replica: { governance },
    } as unknown as SpaceContext;
    return createTallies(context, async (boxKeys, letter: Letter) => {
      if (letter.type !== 'tally') throw new Error('another letter');
      const to = NAMES.filter((one) =>
        boxKeys.some((key) => Buffer.from(key).equals(Buffer.from(seedOf(one)))),
      );
      post.push({ letter, to });
    });
  };
  all = Object.fromEntries(NAMES.map((name) => [name, open(name)])) as Record<Name, Tallies>;
});

const inference = (at: number, more: Partial<PrivateInference> = {}): PrivateInference => ({
  entry: channelId(`entry ${at}`) as never,
  at,
  model: 'm',
  promptTokens: 300,
  answerTokens: 17,
  ms: 1500,
  ...more,
});
const deliver = async (from: Name = 'atlas'): Promise<void> => {
  for (const { letter, to } of post)
    for (const name of to)
      await all[name as Name].receive({
        letter,
        account: people[from].account,
        device: people[from].device,
        ms: now,
      });
};

describe('what an AI node inferred in private', () => {
  test('is told to admins and owners when its hour is over, rounded up, and once', async () => {
    const inferences = [inference(HOUR + 60_000)];
    now = HOUR + 120_000;
    await all.atlas.tell(direct, inferences);
    expect(post).toEqual([]);
    now = HOUR + TALLY_HOUR_MS + 1;
    await all.atlas.tell(direct, inferences);
    await all.atlas.tell(direct, inferences);
    expect(post.map(({ to }) => to)).toEqual([['ada', 'amy']]);
    await deliver();
    await deliver();
    const said = { model: 'm', promptTokens: 512, answerTokens: 32, ms: 2048, hour: HOUR };
    expect(await all.ada.list()).toEqual([{ ...said, by: people.atlas.account }]);
  });

  test('is believed of AI nodes only, and kept by admins only', async () => {
    now = HOUR + TALLY_HOUR_MS;
    await all.atlas.tell(direct, [inference(HOUR)]);
    await deliver('ben');
    expect(await all.ada.list()).toEqual([]);
    for (const one of post) one.to.push('mo', 'ben');
    await deliver();
    expect([(await all.mo.list()).length, (await all.ben.list()).length]).toEqual([0, 0]);
  });

  test('[L6] fills letters of so many, and of one node the newest are kept', async () => {
    const { talliedInferences, talliesOfOne } = LIMITS;
    const many = Array.from({ length: talliedInferences + 1 }, (_, i) => inference(HOUR + i));
    now = HOUR + TALLY_HOUR_MS;
    await all.atlas.tell(direct, many);
    expect(post.map(({ letter }) => letter.inferences.length)).toEqual([talliedInferences, 1]);
    post = [];
    for (let i = 1; i <= talliesOfOne + 1; i += 1) {
      now = HOUR + (i + 1) * TALLY_HOUR_MS;
      await all.atlas.tell(direct, [inference(HOUR + i * TALLY_HOUR_MS)]);
    }
    for (const { letter } of post) {
      now += 1;
      const { account, device } = people.atlas;
      await all.ada.receive({ letter, account, device, ms: now });
    }
    const hours = (await all.ada.list()).map(({ hour }) => (hour - HOUR) / TALLY_HOUR_MS);
    expect(hours).toHaveLength(talliesOfOne);
    expect(Math.min(...hours)).toBe(2);
  });
});
