/** [N1] Two devices behind two routers, in network namespaces: skipped by name where this machine does not let us make any. */
import { afterEach, describe, expect, test } from 'vitest';
import { canBuildStreets, type Inhabitant, move, RELAY_IP, setUp, tearDown } from './nat.ts';

const mayBuild = canBuildStreets();
const people: Inhabitant[] = [];

afterEach(() => {
  for (const person of people.splice(0)) person.stop();
  tearDown();
});

const live = (...[name, listen]: Parameters<typeof move>): Inhabitant => {
  const person = move(name, listen);
  people.push(person);
  return person;
};

const isReady = ({ kind }: { kind: string }): boolean => kind === 'ready';

/** Ben has a reservation at the relay, and Ada has come to him through it. */
const meetThroughRelay = async () => {
  const relay = live('relay', '/ip4/0.0.0.0/tcp/4001');
  const [ada, ben] = [live('ada', '/ip4/0.0.0.0/tcp/0'), live('ben', '/ip4/0.0.0.0/tcp/0')];
  const { addresses = [] } = await relay.says(isReady);
  const address = addresses.find((it) => it.startsWith(`/ip4/${RELAY_IP}/tcp/4001/p2p/`)) ?? '';
  const { device } = await ben.says(isReady);
  ben.tell({ do: 'reserve', relay: address });
  await ben.says(({ kind }) => kind === 'reserved');
  // Ada too is seen by the relay before she comes through it.
  await ada.says(isReady);
  ada.tell({ do: 'reserve', relay: address });
  await ada.says(({ kind }) => kind === 'reserved');
  ada.tell({ do: 'connect', relay: address, device });
  const first = await ada.says(({ kind }) => kind === 'channel-open');
  ada.tell({ do: 'send', text: 'through the relay' });
  await ada.says(({ text }) => text === 'echo through the relay');
  return { address, ada, ben, first };
};

describe.skipIf(!mayBuild)('[N1] behind routers (needs root, ip and nft)', () => {
  test('a relay at a public address tells it; the first message goes through the relay, the rest directly', async () => {
    setUp();
    const { address, ada, ben, first } = await meetThroughRelay();
    expect(address).not.toBe('');
    expect(first.relayed).toBe(true);
    await ada.says(({ kind }) => kind === 'punched');
    await ada.says(({ kind, relayed }) => kind === 'channel-open' && relayed === false);
    ada.tell({ do: 'send', text: 'directly' });
    const { over } = await ben.says(({ text }) => text === 'directly');
    expect(over).toMatch(/^\/ip4\/5\.0\.0\.2\/tcp\/\d+/u);
    await ada.says(({ text }) => text === 'echo directly');
  });

  // Three attempts, each of which waits for answers that never come.
  test.runIf(process.env['PLEXI_LONG'])(
    'where routers give every connection another port, the relay goes on',
    async () => {
      setUp(true);
      const { ada, ben } = await meetThroughRelay();
      await ben.says(({ kind }) => kind === 'punching-failed');
      ada.tell({ do: 'send', text: 'still here' });
      const { over } = await ben.says(({ text }) => text === 'still here');
      expect(over).toContain('/p2p-circuit');
    },
  );
});
