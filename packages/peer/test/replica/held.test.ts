import { hlcFromMs, LIMITS, type RawEntry, readEntry, writeEntry } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import { createHeldEntries } from '../../src/replica/held.ts';
import {
  copyAll,
  deliver,
  found,
  type Holder,
  lab,
  openEmpty,
  openHolder,
  person,
  primitives,
  toRaw,
  unsigned,
  viewOf,
} from '../space-story.ts';

/** Ben's device, admitted by Ada on hers only; Cleo's knows nothing of him yet. */
const newcomer = async () => {
  const [ada, ben, cleo] = [person('ada'), person('ben'), person('cleo')];
  const atAda = await found(ada);
  await atAda.admit(cleo);
  const atCleo = await openEmpty(atAda, cleo);
  await copyAll(atAda, atCleo);
  await atAda.admit(ben);
  const atBen = await openEmpty(atAda, ben);
  await copyAll(atAda, atBen);
  return { atAda, atBen, atCleo };
};

/** The last entry of a device's own log in the channel. */
const lastPost = async (holder: Holder) => {
  const raw = (await ownPosts(holder)).at(-1)?.raw;
  if (raw === undefined) throw new TypeError('nothing was posted');
  return readEntry(primitives, raw);
};

/** A device's own posts, as they travel. */
const ownPosts = async (holder: Holder) =>
  (await holder.items()).filter(
    ({ log }) => log.channel === holder.log().channel && log.device === holder.who.device,
  );

describe('an entry of an unknown device', () => {
  test('is held until governance explains it, and counts from then on', async () => {
    const { atAda, atBen, atCleo } = await newcomer();
    await atBen.post('hello from ben');
    for (const { log, raw } of await ownPosts(atBen)) {
      const outcome = await atCleo.replica.ingest(log, [raw]);
      expect(outcome).toEqual({ accepted: 0, refused: 'LOG_UNKNOWN', wantFrom: undefined, dropped: false });
    }
    expect(await atCleo.texts()).toEqual([]);
    await copyAll(atAda, atCleo);
    expect(await atCleo.texts()).toEqual(['hello from ben']);
  });

  test('makes no log of itself: names that nobody explains cost no memory', async () => {
    const { atCleo } = await newcomer();
    const before = [...atCleo.replica.frontier.all()].length;
    const mallory = await openEmpty(atCleo, person('mallory'));
    const entry = mallory.draft('let me in', undefined);
    await atCleo.replica.ingest(mallory.log(), [toRaw(entry)]);
    expect([...atCleo.replica.frontier.all()]).toHaveLength(before);
    expect(atCleo.replica.frontier.get(mallory.log())).toBeUndefined();
  });

  test('that comes with a spoiled signature first does not keep the right one out', async () => {
    const { atAda, atBen, atCleo } = await newcomer();
    await atBen.post('hello from ben');
    const posts = await ownPosts(atBen);
    await deliver(
      atCleo,
      posts.map(({ log, raw }) => ({ log, raw: unsigned(raw) })),
    );
    await deliver(atCleo, posts);
    await deliver(
      atCleo,
      posts.map(({ log, raw }) => ({ log, raw: unsigned(raw) })),
    );
    await copyAll(atAda, atCleo);
    expect(await atCleo.texts()).toEqual(['hello from ben']);
  });
});

describe('[L6] what is held is bounded', () => {
  const stranger = async () => {
    const atAda = await found(person('ada'));
    return { atAda, atMallory: await openEmpty(atAda, person('mallory')) };
  };

  test('LIMITS.heldEntries: what does not fit is let go, and said so', async () => {
    const { atAda, atMallory } = await stranger();
    const chain: RawEntry[] = [];
    let last = atMallory.draft('0', undefined);
    for (let i = 0; i <= LIMITS.heldEntries; i++) {
      chain.push(toRaw(last));
      last = atMallory.draft('x', last);
    }
    const fits = await atAda.replica.ingest(atMallory.log(), chain.slice(0, LIMITS.heldEntries));
    expect(fits.dropped).toBe(false);
    const more = await atAda.replica.ingest(atMallory.log(), chain.slice(LIMITS.heldEntries));
    expect(more).toMatchObject({ refused: 'LOG_UNKNOWN', dropped: true });
  });

  test('LIMITS.heldBytes', async () => {
    const { atMallory } = await stranger();
    const { parsed } = atMallory.draft('large', undefined);
    const body = new Uint8Array(LIMITS.bodyBytes);
    const held = createHeldEntries(primitives);
    let room = LIMITS.heldBytes;
    for (let sequence = 1; ; sequence++) {
      const entry = writeEntry(primitives, { ...parsed, sequence }, body, atMallory.who.deviceSeed);
      room -= entry.header.length + body.length;
      expect(held.add(atMallory.log(), [entry])).toBe(room >= 0);
      if (room < 0) break;
    }
    expect(held.size).toBe(Math.floor(LIMITS.heldBytes / LIMITS.bodyBytes) - 1);
    const full = held.size;
    held.settle(atMallory.log(), 1);
    expect(held.size).toBe(full - 1);
    expect(held.add(atMallory.log(), [atMallory.draft('small', undefined)])).toBe(true);
  });

  test('a forger who fills it up neither stops nor slows the honest device', async () => {
    const { atAda } = await lab();
    let checks = 0;
    const counting: typeof primitives = {
      ...primitives,
      verify: (...question) => {
        checks++;
        return primitives.verify(...question);
      },
    };
    const atBen = await openHolder(person('ben'), atAda.replica.space, {
      clock: atAda.clock,
      primitives: counting,
    });
    await atAda.post('first');
    await copyAll(atAda, atBen);
    const forgeries = 1000;
    let last = atAda.draft('forged', await lastPost(atAda));
    const first = unsigned(last);
    checks = 0;
    for (let i = 0; i < forgeries; i++) {
      await atBen.replica.ingest(atAda.log(), [unsigned(last)]);
      last = atAda.draft('forged', last);
    }
    for (let i = 0; i < 100; i++) await atBen.replica.ingest(atAda.log(), [first]);
    // Checked again each time that one of them comes, these would be hundreds of thousands.
    expect(checks).toBeLessThanOrEqual(2 * forgeries);
    await atAda.post('second');
    await copyAll(atAda, atBen);
    expect(viewOf(atBen)).toEqual(viewOf(atAda));
  });
});

describe('a forged entry', () => {
  test('[L3] in the next place is held there, and does not block the honest one', async () => {
    const { atAda, atBen } = await lab();
    await atAda.post('first');
    await copyAll(atAda, atBen);
    const forged = unsigned(atAda.draft('ada never said this', await lastPost(atAda)));
    const outcome = await atBen.replica.ingest(atAda.log(), [forged]);
    expect(outcome).toMatchObject({ accepted: 0, refused: 'ENTRY_FORGED' });
    await atAda.post('second');
    await copyAll(atAda, atBen);
    expect(await atBen.texts()).toEqual(['first', 'second']);
    expect(viewOf(atBen)).toEqual(viewOf(atAda));
  });

  test('of another log than it is sent for is refused', async () => {
    const { atAda, atBen, atCleo } = await lab();
    const entry = toRaw(await atAda.post('first'));
    await expect(atBen.replica.ingest(atCleo.log(), [entry])).rejects.toMatchObject({ code: 'ENTRY_FORGED' });
  });

  test('[L4] without its body and without a reason is taken as missing, and filled in by whoever has it', async () => {
    const { atAda, atBen } = await lab();
    const entry = toRaw(await atAda.post('first'));
    await atBen.replica.ingest(atAda.log(), [{ ...entry, body: undefined }]);
    expect(await atBen.texts()).toEqual([]);
    expect(atBen.replica.missing.size).toBe(1);
    expect(viewOf(atBen)).toEqual(viewOf(atAda));
    await atBen.replica.ingest(atAda.log(), [entry]);
    expect(await atBen.texts()).toEqual(['first']);
    expect(atBen.replica.missing.size).toBe(0);
  });

  test('[G9] a genesis in another’s log does not keep the space’s own out', async () => {
    const atAda = await found(person('ada'));
    const [genesis] = await atAda.items();
    const body = genesis?.raw.body;
    const atBen = await openEmpty(atAda, person('ben'));
    const mallory = person('mallory');
    const atMallory = await openEmpty(atAda, mallory);
    const log = { ...atMallory.log(), channel: atAda.replica.channels.governance };
    const { parsed } = atMallory.draft('', undefined, { channel: log.channel });
    const copy = writeEntry(primitives, parsed, body as Uint8Array, mallory.deviceSeed);
    await atBen.replica.ingest(log, [toRaw(copy)]);
    expect(atBen.replica.governance()).toBeUndefined();
    await copyAll(atAda, atBen);
    expect(viewOf(atBen)).toEqual(viewOf(atAda));
  });
});

describe('[L3] a genesis that only a later signature vouches for', () => {
  test('founds the space once that one is here', async () => {
    const atAda = await found(person('ada'));
    const [genesis, ...rest] = await atAda.items();
    if (genesis === undefined) throw new TypeError('no genesis');
    const fresh = await openEmpty(atAda, person('ben'));
    await deliver(fresh, [{ log: genesis.log, raw: unsigned(genesis.raw) }]);
    expect(fresh.replica.governance()).toBeUndefined();
    await deliver(fresh, rest);
    expect(viewOf(fresh)).toEqual(viewOf(atAda));
  });
});

describe('[L6] an entry from the future', () => {
  test('is held until its time, and moves nothing until then', async () => {
    const { atAda, atBen } = await lab();
    const before = viewOf(atBen);
    const soon = atAda.clock.ms + LIMITS.clockSkewMs + 60_000;
    const early = atAda.draft('from tomorrow', undefined, { clock: hlcFromMs(soon) });
    const outcome = await atBen.replica.ingest(atAda.log(), [toRaw(early)]);
    expect(outcome).toMatchObject({ accepted: 0, refused: 'ENTRY_FROM_FUTURE' });
    expect(viewOf(atBen)).toEqual(before);
    await atBen.replica.retryHeld();
    expect(await atBen.texts()).toEqual([]);
    atBen.clock.ms += 60_000;
    await atBen.replica.retryHeld();
    expect(await atBen.texts()).toEqual(['from tomorrow']);
  });
});
