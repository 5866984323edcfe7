import type { StoredMessage } from '@plexi/storage';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ADA, ADA_2, BEN, CHANNEL, CLEO, linesAt, messageAt, openReader, PEOPLE, share } from './reader.ts';
import { createModel } from './unread-model.ts';

const which = fc.nat(40);
const device = fc.nat(1);
const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      who: fc.nat(3),
      gap: fc.nat(2),
      calls: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      who: fc.nat(3),
      gap: fc.nat(2),
      to: which,
      calls: fc.boolean(),
      inChannel: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('import' as const),
      lines: fc.integer({ min: 2, max: 4 }),
      gap: fc.nat(1),
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('deliver' as const), device, which }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('read' as const),
      device,
      upTo: fc.option(which, { nil: undefined }),
      since: fc.option(fc.nat(6), { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unread' as const), device, which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('edit' as const), which, calls: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drop' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hide' as const), device, which }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('block' as const),
      device,
      who: fc.constantFrom(BEN, CLEO),
      is: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('share' as const), from: device }) },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

const play = async (actions: readonly Action[]) => {
  const shared = share();
  const { said } = shared;
  const dropped = new Set<string>();
  let stamps = 0;
  const models = [0, 1].map(() => createModel({ ...said, dropped }, () => ++stamps));
  const readers = [await openReader(ADA.device, shared), await openReader(ADA_2.device, shared)];
  /** What was written, by entry, in the order of writing; and what each device lacks of it. */
  const written: StoredMessage[][] = [];
  const lacking: StoredMessage[][][] = [[], []];
  let clock = 1;
  const pick = <T>(from: readonly T[], at: number): T | undefined => from[at % Math.max(1, from.length)];

  const arrive = async (at: number, messages: readonly StoredMessage[]): Promise<void> => {
    const now = messages.map((one) =>
      dropped.has(one.id) ? { ...one, text: '', mentionsSelf: false, dropped: true } : one,
    );
    models[at]?.arrive(messages);
    await readers[at]?.arrive(...now);
  };
  const write = async (messages: StoredMessage[]): Promise<void> => {
    written.push(messages);
    for (const at of [0, 1]) {
      if (messages[0]?.device === PEOPLE[at]?.device) await arrive(at, messages);
      else lacking[at]?.push(messages);
    }
  };
  const perform = async (one: Action): Promise<void> => {
    shared.clock.ms += 1000;
    if (one.do === 'write' || one.do === 'answer') {
      clock += one.gap;
      const root = one.do === 'answer' ? pick(written.flat(), one.to) : undefined;
      const isAnswer = one.do === 'answer' && root !== undefined;
      const place = isAnswer ? { root: root.root ?? root.id, apart: !one.inChannel } : {};
      const by = PEOPLE[one.who]?.device;
      await write([messageAt(clock, `post ${written.length}`, by, { mentionsSelf: one.calls, ...place })]);
    } else if (one.do === 'import') {
      clock += one.gap;
      await write(linesAt(clock, `import ${written.length}`, one.lines));
    } else if (one.do === 'deliver') {
      const entry = pick(lacking[one.device] ?? [], one.which);
      if (entry === undefined) return;
      lacking[one.device]?.splice(lacking[one.device]?.indexOf(entry) ?? 0, 1);
      await arrive(one.device, entry);
    } else if (one.do === 'share') {
      await readers[one.from]?.flush();
      await readers[1 - one.from]?.hear();
      models[1 - one.from]?.hear(models[one.from]?.items ?? new Map());
    } else if (one.do === 'block') {
      await readers[one.device]?.block(one.who.account, one.is);
      models[one.device]?.put(`block ${one.who.name}`, one.is || undefined);
    } else if (one.do === 'edit' || one.do === 'drop' || one.do === 'remove') {
      const message = pick(written.flat(), one.which);
      if (message === undefined || (one.do !== 'remove' && message.kind === 'import')) return;
      if (one.do === 'edit') said.calling.set(message.id, one.calls);
      else (one.do === 'drop' ? dropped : said.gone).add(message.id);
      for (const [at, reader] of readers.entries()) {
        const isHere = models[at]?.here().some(({ id }) => id === message.id);
        if (one.do === 'edit') await reader.edited(message.id);
        else if (one.do === 'remove') await reader.removed(message);
        else if (isHere) await reader.drop(message);
      }
    } else {
      const [model, reader] = [models[one.device], readers[one.device]];
      const here = model?.here() ?? [];
      if (one.do === 'read') {
        const upTo = one.upTo === undefined ? undefined : pick(here, one.upTo);
        const from = upTo && one.since !== undefined ? here.indexOf(upTo) - one.since : undefined;
        const since = from === undefined ? undefined : here[Math.max(0, from)];
        model?.read(upTo, since);
        await reader?.unread.read(CHANNEL, upTo, since);
        return;
      }
      const message = pick(here, one.which);
      if (message === undefined) return;
      if (one.do === 'hide') {
        model?.put(`hide ${message.id}`, true);
        await reader?.hide(message.id);
      } else {
        model?.unreadFrom(message);
        await reader?.unread.unreadFrom(CHANNEL, message);
      }
    }
  };

  const counted: unknown[] = [];
  const expected: unknown[] = [];
  for (const one of actions) {
    await perform(one);
    for (const [at, { unread }] of readers.entries()) {
      const count = await unread.count(CHANNEL);
      const mentions = async (onlyUnread: boolean): Promise<string[]> =>
        (await unread.mentions(CHANNEL, 500, onlyUnread))
          .map((it) => `${it.clock} ${it.id} ${it.unread}`)
          .sort();
      counted.push({
        unread: count.unread,
        first: count.first?.id,
        called: count.mentions,
        mentions: await mentions(false),
        waiting: await mentions(true),
      });
      const plain = models[at]?.view();
      expected.push({ ...plain, waiting: plain?.mentions.filter((it) => it.endsWith('true')) });
    }
  }
  for (const reader of readers) reader.close();
  return { counted, expected, problems: readers.flatMap(({ problems }) => problems) };
};

test('[C4] what waits to be read is what a plain account of it says, whatever arrives in whatever order on two devices', async () => {
  const story = fc.array(action, { maxLength: 60, size: 'max' });
  const property = fc.asyncProperty(story, async (actions) => {
    const { counted, expected, problems } = await play(actions);
    expect(counted).toEqual(expected);
    expect(problems).toEqual([]);
  });
  await fc.assert(property, { numRuns: 150 });
}, 30_000);
