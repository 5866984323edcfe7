/**
 * Processes that are killed while people write: clients and the relay, at moments that a seed decides. What was acknowledged is
 * everywhere, once, in one order. `PLEXI_CRASH_SEED` runs one seed again; with PLEXI_LONG there are 200 kills.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationClient } from '@plexi/operations';
import { connectProfile } from '@plexi/peer/host';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld, type Running, type RunningRelay, type World } from '../src/world.ts';

const LONG = process.env['PLEXI_LONG'] !== undefined;
const KILLS = LONG ? 200 : 20;
const SEED = Number(process.env['PLEXI_CRASH_SEED'] ?? Date.now() % 2 ** 31);
const NAMES = ['ada', 'ben', 'eve'] as const;
const LAB = { space: 'Lab', channel: 'general' } as const;
/** Between two messages of one person. */
const PAUSE_MS = LONG ? 60 : 40;
/** Of a page of messages. */
const PAGE = 1000;

/** Numbers that a seed decides (mulberry32). */
const random = (seed: number) => {
  let state = seed;
  return (end: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % end;
  };
};

interface Client {
  name: string;
  running: Running;
  calls: OperationClient;
}

let world: World;
let relay: RunningRelay;
let clients: Client[];
const acknowledged: string[] = [];
const attempted = new Set<string>();

const connect = async (name: string): Promise<OperationClient> => {
  const calls = await connectProfile(world.folder(name));
  if (calls === undefined) throw new Error(`${name}'s client is not there`);
  return calls;
};
const start = async (name: string): Promise<Client> => {
  const running = await world.up(name);
  return { name, running, calls: await connect(name) };
};

beforeAll(async () => {
  world = await createWorld();
  relay = await world.relay();
  const ada = await world.person('ada');
  await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
  for (const name of NAMES.slice(1)) {
    const person = await world.person(name);
    const { link } = await ada.call('invite.create', { space: 'Lab' });
    await person.call('space.join', { link });
    await ada.until(
      async () => (await ada.call('member.list', { space: 'Lab' })).some((member) => member.name === name),
      `${name} is in`,
    );
    await person.call('sync.wait', { space: 'Lab', timeout: 30 });
    await person.close();
  }
  await ada.close();
  clients = await Promise.all(NAMES.map(start));
}, 120_000);
afterAll(async () => {
  await world.close();
});

/** Writes one message after the other until `over`, through whatever process there is. */
const write = async (place: number, over: () => boolean): Promise<void> => {
  for (let count = 1; !over(); count++) {
    const text = `${NAMES[place]} ${count}`;
    attempted.add(text);
    const sent = await clients[place]?.calls.call('message.send', { ...LAB, text }).catch(() => undefined);
    if (sent !== undefined) acknowledged.push(text);
    await sleep(PAUSE_MS);
  }
};

type Below = ReturnType<typeof random>;

const killRelay = async (below: Below): Promise<void> => {
  const listen = relay.address.slice(0, relay.address.indexOf('/p2p/'));
  await relay.stop('SIGKILL');
  await sleep(below(300));
  relay = await world.relay({ folder: relay.folder, listen });
};

const killClient = async (place: number, below: Below): Promise<void> => {
  const client = clients[place];
  if (client === undefined) return;
  await client.running.stop('SIGKILL');
  await sleep(below(300));
  clients[place] = await start(client.name);
};

const messagesOf = async ({ calls }: Client): Promise<{ id: string; text: string }[]> => {
  const all: { id: string; text: string }[] = [];
  for (;;) {
    const before = all[0]?.id;
    const page = await calls.call('message.list', {
      ...LAB,
      limit: PAGE,
      ...(before === undefined ? {} : { before }),
    });
    all.unshift(...page.map(({ id, text }) => ({ id, text })));
    if (page.length < PAGE) return all;
  }
};

it(`[L1] [L2] ${KILLS} kills lose nothing that was acknowledged, show nothing twice, and leave one order everywhere (seed ${SEED})`, {
  timeout: LONG ? 1_200_000 : 180_000,
}, async ({ annotate }) => {
  let over = false;
  const writing = NAMES.map((_, place) => write(place, () => over));
  const victims: string[] = [];
  // Each process has a killer of its own: most of a kill is waiting for the program to start again.
  const kill = async (victim: number): Promise<void> => {
    const below = random(SEED + victim);
    for (let count = 0; count < KILLS / (NAMES.length + 1); count++) {
      await sleep(200 + below(600));
      victims.push(NAMES[victim] ?? 'relay');
      await (victim < NAMES.length ? killClient(victim, below) : killRelay(below));
    }
  };
  await Promise.all([...NAMES.keys(), NAMES.length].map(kill));
  over = true;
  await Promise.all(writing);
  await annotate(`${acknowledged.length} of ${attempted.size} acknowledged; killed ${victims.join(', ')}`);
  expect(acknowledged.length).toBeGreaterThan(KILLS);

  const everything = acknowledged.toSorted();
  for (const { calls } of clients)
    await expect
      .poll(async () => (await calls.call('sync.wait', { space: 'Lab', timeout: 30 })).inSync, {
        timeout: 60_000,
      })
      .toBe(true);
  const seen = async (client: Client) => {
    const texts = new Set((await messagesOf(client)).map(({ text }) => text));
    return everything.filter((text) => !texts.has(text));
  };
  for (const client of clients) await expect.poll(() => seen(client), { timeout: 60_000 }).toEqual([]);

  // What was under way when its process ended is there or not, on all devices alike.
  await expect
    .poll(async () => new Set((await Promise.all(clients.map(messagesOf))).map((all) => all.length)).size, {
      timeout: 60_000,
    })
    .toBe(1);
  const [first = [], ...others] = await Promise.all(clients.map(messagesOf));
  for (const other of others) expect(other).toEqual(first);
  const texts = first.map(({ text }) => text);
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts.filter((text) => !attempted.has(text))).toEqual([]);
  // Each one's words stand in the order in which they were written.
  for (const name of NAMES) {
    const counts = texts
      .filter((text) => text.startsWith(name))
      .map((text) => Number(text.slice(name.length)));
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  }

  const fingerprints = new Set<string>();
  for (const { calls } of clients) {
    const { sound, problems, fingerprint } = await calls.call('governance.verify', { space: 'Lab' });
    expect({ sound, problems }).toEqual({ sound: true, problems: [] });
    fingerprints.add(fingerprint);
    // A place of a log that was used twice would be proved to be, by whoever saw both.
    const acts = await calls.call('governance.log', { space: 'Lab' });
    expect(JSON.stringify(acts)).not.toContain('fork.');
    const status = await calls.call('sync.status', { space: 'Lab' });
    expect(status).toMatchObject({ pendingEntries: 0, unreadable: 0, missing: 0 });
  }
  expect(fingerprints.size).toBe(1);
});
