/** Views keep working over a peer that is slow to start, fails or crashes. */
import { createOperationClient, type Handlers, serveConnection } from '@plexi/operations';
import { LIMITS } from '@plexi/protocol';
import { afterEach, expect, test } from 'vitest';
import type { PeerProcess } from '../src/host/peer-process.ts';
import { type PeerSupervisor, supervisePeer } from '../src/host/peer-supervisor.ts';
import { createViewConnections } from '../src/peer/view-connections.ts';
import { routeCalls } from '../src/shared/app-calls.ts';
import { fromPeerFrame, type ToPeerFrame, toPeerFrame } from '../src/shared/peer-frames.ts';

type FromPeer = Parameters<Parameters<typeof createViewConnections>[0]>[0];

/** A peer's process that runs here: its frames pass through JSON, as between real processes. */
interface Scripted {
  process: PeerProcess;
  frames: ToPeerFrame[];
  answer(frame: FromPeer): void;
  exit(): void;
  serve(handlers: Handlers): void;
}

const scriptPeer = (): Scripted => {
  const frames: ToPeerFrame[] = [];
  let hear: (frame: unknown) => void = () => undefined;
  let exited: () => void = () => undefined;
  let gone = false;
  let serving: Handlers | undefined;
  const answer = (frame: FromPeer): void => {
    const sent: unknown = JSON.parse(JSON.stringify(fromPeerFrame.parse(frame)));
    if (!gone) queueMicrotask(() => hear(sent));
  };
  const views = createViewConnections(answer);
  const exit = (): void => {
    if (gone) return;
    gone = true;
    exited();
  };
  const take = (frame: ToPeerFrame): void => {
    frames.push(frame);
    if (frame.type === 'stop') queueMicrotask(exit);
    if (frame.type === 'open' && serving !== undefined)
      serveConnection(views.open(frame.connection), { handlers: serving, subscribe: () => () => undefined });
    if (frame.type === 'text') views.text(frame.connection, frame.text);
    if (frame.type === 'close') views.close(frame.connection);
  };
  return {
    frames,
    answer,
    exit,
    serve: (handlers) => {
      serving = handlers;
      answer({ type: 'ready' });
    },
    process: {
      send: (frame) => {
        if (!gone) take(toPeerFrame.parse(JSON.parse(JSON.stringify(frame))));
      },
      onFrame: (listener) => {
        hear = listener;
      },
      onExit: (listener) => {
        exited = listener;
      },
      kill: exit,
    },
  };
};

const IN_USE = {
  type: 'failed',
  code: 'PROFILE_IN_USE',
  owner: 'environment',
  message: 'Another process has this profile open.',
  next: 'Wait.',
} as const;

let supervisor: PeerSupervisor | undefined;
afterEach(async () => supervisor?.stop());

const supervise = (options: { patienceMs?: number } = {}) => {
  const peers: Scripted[] = [];
  const said: string[] = [];
  const waiting: ((peer: Scripted) => void)[] = [];
  supervisor = supervisePeer({
    start: () => {
      const peer = scriptPeer();
      peers.push(peer);
      waiting.shift()?.(peer);
      return peer.process;
    },
    profile: '/profile',
    defaultRelays: ['/relay'],
    say: (sentence) => said.push(sentence),
    restartMs: 1,
    patienceMs: 0,
    ...options,
  });
  return {
    peers,
    said,
    connect: () => createOperationClient(supervisor!.connect()),
    nextPeer: async () => new Promise<Scripted>((resolve) => waiting.push(resolve)),
  };
};

const one: Handlers = { 'space.list': async () => [{ id: 'ab'.repeat(32), name: 'Lab', state: 'ready' }] };

test('the peer is told its profile first; calls made before it is ready wait for it', async () => {
  const { peers, connect } = supervise();
  const early = connect().call('space.list', {});
  expect(peers[0]?.frames).toEqual([{ type: 'init', profile: '/profile', defaultRelays: ['/relay'] }]);
  peers[0]?.serve(one);
  expect(await early).toHaveLength(1);
  expect(await supervisor?.settled).toBeUndefined();
});

test('many views share the peer, each with its own answers', async () => {
  const { peers, connect } = supervise();
  peers[0]?.serve({
    'canvas.show': async ({ space }) => ({ markdown: '', text: `of ${space}`, editors: [] }),
  });
  const views = Array.from({ length: 20 }, connect);
  const texts = await Promise.all(
    views.map(async (view, i) => (await view.call('canvas.show', { space: `s${i}`, channel: 'c' })).text),
  );
  expect(texts).toEqual(views.map((_, i) => `of s${i}`));
  views[0]?.close();
  await expect(views[0]?.call('space.list', {})).rejects.toMatchObject({ code: 'PEER_UNREACHABLE' });
  expect((await views[1]!.call('canvas.show', { space: 'x', channel: 'c' })).text).toBe('of x');
});

test('a crash closes the views, says so, and the next peer serves those that come again', async () => {
  const { peers, said, connect, nextPeer } = supervise();
  peers[0]?.serve(one);
  const view = connect();
  await view.call('space.list', {});
  const restarted = nextPeer();
  peers[0]?.exit();
  await view.closed;
  const again = connect().call('space.list', {});
  (await restarted).serve(one);
  expect(await again).toHaveLength(1);
  expect(said).toEqual([expect.stringContaining('ended unexpectedly')]);
});

test('a profile that cannot be opened answers every call with why', async () => {
  const { peers, said, connect } = supervise();
  const early = connect().call('space.list', {});
  peers[0]?.answer({ ...IN_USE, code: 'STORE_CORRUPT', detail: 'page 3' });
  await expect(early).rejects.toMatchObject({ code: 'STORE_CORRUPT', detail: 'page 3' });
  expect(await supervisor?.settled).toMatchObject({ code: 'STORE_CORRUPT' });
  expect(said).toHaveLength(1);
});

test('whoever comes after a failure gets a fresh try', async () => {
  const { peers, connect, nextPeer } = supervise();
  const first = connect();
  const failed = first.call('space.list', {});
  peers[0]?.answer(IN_USE);
  await expect(failed).rejects.toMatchObject({ code: 'PROFILE_IN_USE' });
  const next = nextPeer();
  const later = connect().call('space.list', {});
  (await next).serve(one);
  expect(await later).toHaveLength(1);
  expect(await first.call('space.list', {})).toHaveLength(1);
});

test('a profile that a short command has open is tried again, without a word', async () => {
  const { peers, said, connect, nextPeer } = supervise({ patienceMs: 5_000 });
  const call = connect().call('space.list', {});
  const next = nextPeer();
  peers[0]?.answer(IN_USE);
  (await next).serve(one);
  expect(await call).toHaveLength(1);
  expect(said).toEqual([]);
});

test('stopping lets the peer close its profile, and starts no other', async () => {
  const { peers, connect } = supervise();
  peers[0]?.serve(one);
  const view = connect();
  await view.call('space.list', {});
  await supervisor?.stop();
  await view.closed;
  expect(peers[0]?.frames.at(-1)).toEqual({ type: 'stop' });
  expect(peers).toHaveLength(1);
});

test('[L6] more calls than may wait for the peer close the view', async () => {
  const { connect } = supervise();
  const view = connect();
  const calls = Array.from({ length: LIMITS.callsInFlight + 1 }, async () => view.call('space.list', {}));
  for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'PEER_UNREACHABLE' });
});

test('calls to the app are answered by the host, all others by the peer', async () => {
  const { peers } = supervise();
  peers[0]?.serve({ ...one, 'app.show': async () => ({ mode: 'browser', profile: 'peer', version: '0' }) });
  let toHost: (text: string) => void = () => undefined;
  let closeView: () => void = () => undefined;
  const replies: string[] = [];
  let heard: () => void = () => undefined;
  const nextReply = async (): Promise<unknown> => {
    if (replies.length === 0) await new Promise<void>((resolve) => (heard = resolve));
    return JSON.parse(replies.shift() ?? '');
  };
  routeCalls(
    {
      send: (text) => {
        replies.push(text);
        heard();
      },
      onMessage: (handler) => (toHost = handler),
      onClose: (handler) => (closeView = handler),
      close: () => undefined,
    },
    supervisor!.connect(),
    { 'app.show': async () => ({ mode: 'browser', profile: 'host', version: '1' }) },
  );
  toHost('{"call":1,"operation":"app.show","input":{}}');
  expect(await nextReply()).toMatchObject({ reply: 1, output: { profile: 'host' } });
  toHost('{"call":2,"operation":"space.list","input":{"note":"\\"app.show\\""}}');
  expect(await nextReply()).toMatchObject({ reply: 2, output: [{ name: 'Lab' }] });
  toHost('{"call":3,"operation":"app.quit","input":{}}');
  expect(await nextReply()).toMatchObject({ reply: 3, error: { code: 'UNKNOWN_OPERATION' } });
  closeView();
});
