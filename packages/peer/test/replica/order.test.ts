import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  channelId,
  copyAll,
  deliver,
  type Holder,
  type Item,
  lab,
  openEmpty,
  unsigned,
  viewOf,
} from '../space-story.ts';

/** A morning in the lab: people talk in two channels, Cleo is removed and goes on writing without knowing it. */
const morning = async () => {
  const { ada, cleo, atAda, atBen, atCleo } = await lab();
  const random = channelId('random');
  const tick = async (...holders: Holder[]) => {
    for (const from of holders) for (const to of holders) if (from !== to) await copyAll(from, to);
    atAda.clock.ms += 1000;
  };
  await atAda.post('good morning');
  await tick(atAda, atBen, atCleo);
  await atBen.post('hi ada');
  await tick(atAda, atBen, atCleo);
  await atCleo.post('hi both');
  await atCleo.post('coffee?', random);
  await atBen.act({ type: 'channel.create', channel: random });
  await tick(atAda, atBen, atCleo);
  await atAda.post('yes please', random);
  await atAda.remove(cleo);
  await atCleo.post('anyone there?');
  await atCleo.post('hello?', random);
  await tick(atAda, atBen);
  await atBen.post('where is cleo?');
  await atBen.post('gone', random);
  await tick(atAda, atBen);
  return { ada, cleo, atAda, atCleo, random };
};

let story: Awaited<ReturnType<typeof morning>>;
/** What everyone wrote, Cleo's last words included, which no cutoff covers. */
let everything: Item[];

beforeAll(async () => {
  story = await morning();
  const theirs = await story.atCleo.items();
  const ids = new Set<string>();
  everything = [...(await story.atAda.items()), ...theirs].filter(({ raw }) => {
    const id = Buffer.from(raw.signature).toString('hex');
    return !ids.has(id) && ids.add(id);
  });
});

/** The items cut into runs of one log each, in the log's order. */
const runsOf = (items: readonly Item[], sizes: readonly number[]): Item[][] => {
  const byLog = Map.groupBy(items, ({ log }) => `${log.channel}/${log.device}`);
  const runs: Item[][] = [];
  let turn = 0;
  for (const log of byLog.values()) {
    for (let at = 0; at < log.length; ) {
      const size = sizes[turn++ % sizes.length] as number;
      runs.push(log.slice(at, at + size));
      at += size;
    }
  }
  return runs;
};

const orders = (length: number) =>
  fc.array(fc.nat(2 ** 30), { minLength: length, maxLength: length }).map((keys) =>
    keys
      .map((key, i) => [key, i] as const)
      .sort(([a], [b]) => a - b)
      .map(([, i]) => i),
  );

describe('[C1] [N3] a replica', () => {
  test('ends in the same frontier, governance and messages in whatever order entries arrive', async () => {
    await fc.assert(
      fc.asyncProperty(orders(everything.length), async (order) => {
        const fresh = await openEmpty(story.atAda);
        await deliver(
          fresh,
          order.map((i) => everything[i] as Item),
        );
        expect(viewOf(fresh)).toEqual(viewOf(story.atAda));
        const before = await fresh.texts();
        expect(before.filter((text) => text !== 'anyone there?')).toEqual([
          'good morning',
          'hi ada',
          'hi both',
          'where is cleo?',
        ]);
      }),
      { numRuns: 60 },
    );
  });

  test('[L3] ends in the same by whatever runs of entries arrive', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 8 }),
        fc.infiniteStream(fc.nat(2 ** 30)),
        async (sizes, stream) => {
          const runs = runsOf(everything, sizes)
            .map((run) => [stream.next().value as number, run] as const)
            .sort(([a], [b]) => a - b);
          const fresh = await openEmpty(story.atAda);
          for (const [, run] of runs)
            await fresh.replica.ingest(
              (run[0] as Item).log,
              run.map(({ raw }) => raw),
            );
          expect(viewOf(fresh)).toEqual(viewOf(story.atAda));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('ends in the same with copies among them whose signatures or bodies somebody spoiled', async () => {
    await fc.assert(
      fc.asyncProperty(
        orders(everything.length * 3),
        fc.array(fc.constantFrom('unsigned', 'bodiless', 'twice'), { minLength: 4, maxLength: 20 }),
        async (order, spoils) => {
          const fresh = await openEmpty(story.atAda);
          for (const turn of order) {
            const { log, raw } = everything[turn % everything.length] as Item;
            const spoil = turn < everything.length ? 'twice' : spoils[turn % spoils.length];
            const sent =
              spoil === 'unsigned' ? unsigned(raw) : spoil === 'bodiless' ? { ...raw, body: undefined } : raw;
            // What is malformed is refused by an exception, which closes the sender's channel.
            await fresh.replica.ingest(log, [sent]).catch(() => undefined);
          }
          expect(viewOf(fresh)).toEqual(viewOf(story.atAda));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('[L3] takes a signature later in the log for those before it, however the log arrives', async () => {
    const chatty = await openEmpty(story.atAda);
    await copyAll(story.atAda, chatty);
    for (let i = 0; i < 8; i++) await chatty.post(`line ${i}`);
    const log = chatty.log();
    const items = (await chatty.items()).filter(
      (item) => item.log.channel === log.channel && item.log.device === log.device,
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: items.length, maxLength: items.length }),
        orders(items.length),
        async (spoiled, order) => {
          const sent = items.map(({ raw }, i) => (spoiled[i] === true ? unsigned(raw) : raw));
          const batch = await openEmpty(story.atAda);
          const live = await openEmpty(story.atAda);
          const mixed = await openEmpty(story.atAda);
          const governance = (await story.atAda.items()).filter(
            (item) => item.log.channel === story.atAda.replica.channels.governance,
          );
          for (const each of [batch, live, mixed]) await deliver(each, governance);
          await batch.replica.ingest(log, sent);
          for (const raw of sent) await live.replica.ingest(log, [raw]);
          for (const i of order) await mixed.replica.ingest(log, [sent[i] as (typeof sent)[number]]);
          const accepted = spoiled.lastIndexOf(false) + 1;
          for (const each of [batch, live, mixed])
            expect(each.replica.stateOf(log).tip.sequence).toBe(accepted);
        },
      ),
      { numRuns: 40 },
    );
  });
});
