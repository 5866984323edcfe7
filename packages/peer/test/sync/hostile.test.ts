import {
  type ChannelId,
  encodeFrame,
  idFromBytes,
  LIMITS,
  type LogHead,
  type SpaceId,
  type SyncFrame,
  utf8,
} from '@plexi/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lab, openEmpty, openHolder, primitives, toRaw } from '../space-story.ts';
import { agree, connect, createWire, entriesFrom, expectEventually, kindsOf, online } from './wire.ts';

/** Ada between Ben, who turns hostile, and Cleo, who must not notice. */
const between = async () => {
  const { atAda, atBen, atCleo } = await lab();
  const [ada, ben, cleo] = [await online(atAda), await online(atBen), await online(atCleo)];
  const [toBen, toCleo] = [connect(ada, ben), connect(ada, cleo)];
  await Promise.all([toBen.quiet(), toCleo.quiet()]);
  const { space } = ada.replica;
  const say = (...frames: SyncFrame[]) => {
    for (const frame of frames) toBen.end(ben).send(encodeFrame(space, frame));
  };
  return { ada, ben, cleo, toBen, toCleo, space, say };
};

const headsOf = (count: number, from = 0): LogHead[] =>
  Array.from({ length: count }, (_, i) => {
    const channel = idFromBytes<ChannelId>(primitives.sha256(utf8(`made up ${from + i}`)));
    return {
      log: { channel, device: channel as never, generation: 0 },
      sequence: 1,
      id: channel as never,
    };
  });

describe('garbage', () => {
  test('closes the channel that it came on, and no other', async () => {
    const { ada, ben, cleo, toBen, toCleo } = await between();
    toBen.end(ben).send(new Uint8Array([99, 1, 2, 3]));
    expect(await toBen.ended()).toBe('FRAME_INVALID');
    expect(ada.heard.problems).toEqual(['FRAME_INVALID']);
    expect(ada.exchange.isConnected(ben.who.device)).toBe(false);
    await ada.post('still here');
    await expectEventually(() => cleo.texts(), ['still here']);
    expect(toCleo.reason()).toBeUndefined();
  });

  test('of any kind, at any time, does no more than that', async () => {
    const { ada, ben, cleo, toBen } = await between();
    toBen.cut();
    const before = ada.replica.frontier.digest();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(13), fc.uint8Array({ maxLength: 120 })), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        async (frames, greets) => {
          const wire = createWire(ada.who.device, ben.who.device);
          ada.exchange.onChannel(wire.end(ada));
          const end = wire.end(ben);
          const digest = before;
          if (greets)
            end.send(
              encodeFrame(ada.replica.space, { kind: 'hello', digest, invite: undefined, sketch: undefined }),
            );
          for (const [kind, payload] of frames) {
            const bytes = encodeFrame(ada.replica.space, { kind: 'join', request: payload });
            bytes[0] = kind;
            if (wire.reason() === undefined) end.send(bytes);
          }
          wire.end(ben).onFrame(() => undefined);
          await new Promise((resolve) => setTimeout(resolve, 2));
          expect([undefined, 'FRAME_INVALID', 'FRAME_OVERSIZED']).toContain(wire.reason());
          wire.cut();
        },
      ),
      { numRuns: 150 },
    );
    expect(ada.replica.frontier.digest()).toEqual(before);
    await ada.post('still here');
    await expectEventually(() => cleo.texts(), ['still here']);
  });
});

describe('out of turn', () => {
  const greeting = (digest: Uint8Array): SyncFrame => ({
    kind: 'hello',
    digest,
    invite: undefined,
    sketch: undefined,
  });

  test('a second hello, and a frontier before any, close the channel', async () => {
    const { ada, toBen, say } = await between();
    say(greeting(ada.replica.frontier.digest()));
    expect(await toBen.ended()).toBe('FRAME_INVALID');
  });

  test('whatever comes about a space before its hello is passed over', async () => {
    const { ada, ben, toBen } = await between();
    toBen.cut();
    const wire = createWire(ada.who.device, ben.who.device);
    ada.exchange.onChannel(wire.end(ada));
    wire.end(ben).onFrame(() => undefined);
    await wire.quiet();
    const space = 'e'.repeat(64) as SpaceId;
    for (const frame of [{ kind: 'ask-digest' }, { kind: 'want', log: ada.log(), from: 1 }] as SyncFrame[])
      wire.end(ben).send(encodeFrame(space, frame));
    await wire.quiet();
    expect(kindsOf(wire, ada)).toEqual(['hello']);
    // Of a space that is there too: a refusal may have crossed it.
    wire.end(ben).send(encodeFrame(ada.replica.space, { kind: 'ask-digest' }));
    await wire.quiet();
    expect(kindsOf(wire, ada)).toEqual(['hello']);
    expect(wire.reason()).toBeUndefined();
  });

  test('frontiers said over and over are answered once', async () => {
    const { ada, toBen, say } = await between();
    const before = kindsOf(toBen, ada).filter((kind) => kind === 'frontier').length;
    for (let i = 0; i < 20; i++) say({ kind: 'frontier', heads: [], last: true });
    await toBen.quiet();
    expect(kindsOf(toBen, ada).filter((kind) => kind === 'frontier').length - before).toBeLessThanOrEqual(1);
  });

  test('credit for what was never sent opens no more than there is', async () => {
    const { ada, ben, toBen, say } = await between();
    for (let i = 0; i < 10; i++) say({ kind: 'credit', bytes: 2 ** 32 });
    await toBen.quiet();
    toBen.watch(({ kind }) => {
      if (kind === 'entries') toBen.stall(ben, true);
    });
    for (let i = 0; i < 30; i++) await ada.post('x'.repeat(LIMITS.messageBytes));
    await toBen.quiet();
    const bytes = entriesFrom(toBen, ada).reduce((sum, { raw }) => sum + (raw.body?.length ?? 0), 0);
    expect(bytes).toBeLessThanOrEqual(LIMITS.creditBytes + LIMITS.batchBytes);
  });
});

describe('[L6] names that mean nothing here', () => {
  test('LIMITS.logsPerSpace: a frontier of more logs is refused', async () => {
    const { ada, ben, toBen } = await between();
    const session = ada.session(ben);
    const room = LIMITS.logsPerSpace - ada.replica.frontier.visibleHeads().length;
    await session.handle({ kind: 'frontier', heads: headsOf(room), last: false });
    const more: SyncFrame = { kind: 'frontier', heads: headsOf(1, room), last: false };
    await expect(session.handle(more)).rejects.toMatchObject({ code: 'FRAME_INVALID' });
    toBen.cut();
  });

  test('make no logs here, in frontiers or in wants', async () => {
    const { ada, toBen, say } = await between();
    const before = [...ada.replica.frontier.all()].length;
    const heads = headsOf(100);
    say({ kind: 'frontier', heads, last: false });
    for (const { log } of heads) say({ kind: 'want', log, from: 1 });
    await toBen.quiet();
    expect(toBen.reason()).toBeUndefined();
    expect([...ada.replica.frontier.all()]).toHaveLength(before);
  });

  test('LIMITS.sessionsPerChannel: more spaces than two devices may share are passed over', async () => {
    const { atAda, atBen } = await lab();
    const ada = await online(atAda, {
      spacesWith: () => [],
      space: async (space) => {
        const { replica } = await openHolder(atAda.who, space);
        return { replica, receipts: ada.receipts, registerBook: ada.registerBook };
      },
    });
    const wire = createWire(ada.who.device, atBen.who.device);
    ada.exchange.onChannel(wire.end(ada));
    wire.end(atBen).onFrame(() => undefined);
    for (let i = 0; i <= LIMITS.sessionsPerChannel + 5; i++) {
      const space = idFromBytes<SpaceId>(primitives.sha256(utf8(`space ${i}`)));
      wire.end(atBen).send(
        encodeFrame(space, {
          kind: 'hello',
          digest: new Uint8Array(32),
          invite: undefined,
          sketch: undefined,
        }),
      );
    }
    await wire.quiet();
    expect(kindsOf(wire, ada).filter((kind) => kind === 'hello')).toHaveLength(LIMITS.sessionsPerChannel);
  });
});

describe('entries', () => {
  test('forged in another’s log close the channel, and the honest ones still come', async () => {
    const { ada, ben, cleo, toBen, say } = await between();
    const entry = toRaw(ben.draft('ada never said this', undefined));
    say({ kind: 'entries', log: ada.log(), entries: [entry] });
    expect(await toBen.ended()).toBe('ENTRY_FORGED');
    await cleo.post('hello');
    await expectEventually(() => ada.texts(), ['hello']);
  });

  test('[L2] that equivocate are noticed where two who heard different things meet', async () => {
    const { atAda, atBen, atCleo } = await lab();
    const [yes, no] = [atAda.draft('yes', undefined), atAda.draft('no', undefined)];
    await atBen.replica.ingest(atAda.log(), [toRaw(yes)]);
    await atCleo.replica.ingest(atAda.log(), [toRaw(no)]);
    const [ben, cleo] = [await online(atBen), await online(atCleo)];
    connect(ben, cleo);
    await expectEventually(() => ben.heard.problems.includes('ENTRY_EQUIVOCATION'), true);
    await expectEventually(() => cleo.heard.problems.includes('ENTRY_EQUIVOCATION'), true);
    expect([ben, cleo].map(({ replica }) => replica.stateOf(atAda.log()).tip.id)).toEqual([yes.id, no.id]);
  });

  test('beyond a relay’s quota end the session by code, not the channel', async () => {
    const { atAda } = await lab();
    for (let i = 0; i < 5; i++) await atAda.post('x'.repeat(1000));
    let room = 4000;
    const full = await openHolder((await openEmpty(atAda)).who, atAda.replica.space, {
      clock: atAda.clock,
      mayStore: (bytes) => {
        room -= bytes;
        return room >= 0;
      },
    });
    const ada = await online(atAda);
    const relay = await online(
      { ...full, who: { ...full.who, device: 'd'.repeat(64) as never } },
      { role: 'relay' },
    );
    await ada.act({ type: 'relay.list', device: relay.who.device, addresses: ['/ip4/127.0.0.1/tcp/4001'] });
    const wire = connect(ada, relay);
    await expectEventually(() => ada.heard.refused, ['RELAY_QUOTA']);
    expect(wire.reason()).toBeUndefined();
  });
});

describe('a device that comes back', () => {
  test('on a new channel ends what the old one carried, and loses nothing', async () => {
    const { ada, ben, toBen } = await between();
    const before = ada.session(ben);
    const again = connect(ada, ben);
    expect(before.isLive()).toBe(false);
    await again.quiet();
    expect(
      ada.exchange.sessions(ada.replica.space).filter(({ device }) => device === ben.who.device),
    ).toHaveLength(1);
    toBen.cut();
    await ada.post('hello');
    await agree(ada, ben);
    expect(ada.exchange.isConnected(ben.who.device)).toBe(true);
  });
});
