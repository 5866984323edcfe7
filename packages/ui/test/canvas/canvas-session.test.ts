import { readContent, readMarkdown, writeContent, writeMarkdown } from '@plexi/operations/canvas';
import { LIMITS } from '@plexi/protocol';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import * as Y from 'yjs';
import { decodeBase64url, encodeBase64url } from '../../src/canvas/base64url.ts';
import { type CanvasSession, createCanvasSession } from '../../src/canvas/canvas-session.ts';
import { createPeerLink } from '../../src/connection/peer-link.ts';
import type { KeptDocument, LocalVault } from '../../src/vault/local-vault.ts';
import { SCENES } from '../harness/scenes.ts';
import { idOf } from '../script.ts';
import { createScriptedPeer } from '../scripted-peer.ts';

const space = idOf('space-Lab');
const channel = idOf('Lab/general');

const memoryVault = (): LocalVault => {
  const docs = new Map<string, Uint8Array>();
  return {
    open: (purpose) => {
      const doc = new Y.Doc();
      const kept = docs.get(purpose);
      if (kept !== undefined) Y.applyUpdate(doc, kept);
      doc.on('update', () => docs.set(purpose, Y.encodeStateAsUpdate(doc)));
      const document: KeptDocument = {
        doc,
        discarded: 0,
        flush: () => Promise.resolve(),
        close: () => Promise.resolve(),
        reset: () => {
          docs.delete(purpose);
          return Promise.resolve();
        },
      };
      return Promise.resolve(document);
    },
  };
};

const setUp = (vault = memoryVault()) => {
  const peer = createScriptedPeer(SCENES['empty']!());
  let away = false;
  const link = createPeerLink({
    connect: () => (away ? Promise.reject(new Error('away')) : Promise.resolve(peer.connect())),
    delays: [5],
    patience: 50,
  });
  onTestFinished(() => link.stop());
  const open = (readOnly = false) => {
    const session = createCanvasSession({ peer: link.client, vault, space, channel, readOnly, pause: 5 });
    onTestFinished(() => session.close());
    return session;
  };
  return {
    peer,
    link,
    open,
    setAway: (now: boolean) => {
      away = now;
      if (now) peer.drop();
    },
    shared: () => peer.canvas.readCanvas(channel),
  };
};

const docOf = (session: CanvasSession): Y.Doc => {
  const { doc } = session.snapshot();
  if (doc === undefined) throw new Error('the canvas is not open');
  return doc;
};
const reads = (session: CanvasSession): string => writeMarkdown(readContent(docOf(session)));
const write = (session: CanvasSession, markdown: string): void =>
  writeContent(docOf(session), readMarkdown(markdown));
const until = (holds: () => void) => vi.waitFor(holds, { timeout: 5000 });

describe('a canvas that is open', () => {
  it('is edited together: what one writes shows at the other, and both end alike', async () => {
    const { open, shared } = setUp();
    const [left, right] = [open(), open()];
    await Promise.all([left.connect(), right.connect()]);
    write(left, '# Tide tables');
    await until(() => expect(reads(right)).toBe('# Tide tables'));
    write(right, '# Tide tables\n\nharbour');
    await until(() => expect(reads(left)).toBe('# Tide tables\n\nharbour'));
    expect(shared()).toBe('# Tide tables\n\nharbour');
    await until(() => expect(left.snapshot().status).toBe('saved'));
  });

  it('[C2] writes under the client id that the peer leased, and no other', async () => {
    const { open, peer } = setUp();
    const session = open();
    await session.connect();
    write(session, 'x');
    await until(() => expect(peer.calls.some(({ id }) => id === 'canvas.update')).toBe(true));
    const edit = peer.calls.find(({ id }) => id === 'canvas.update')?.input as { update: string } | undefined;
    const clients = Y.decodeUpdate(decodeBase64url(edit?.update ?? '')).structs.map(({ id }) => id.client);
    expect(clients.length).toBeGreaterThan(0);
    expect(clients.every((client) => peer.canvas.leased.includes(client))).toBe(true);
  });

  it('[C3] sends what was written while the peer was away once it is back', async () => {
    const { open, link, setAway, shared } = setUp();
    const session = open();
    await session.connect();
    write(session, 'before');
    await until(() => expect(session.snapshot().status).toBe('saved'));
    setAway(true);
    await until(() => expect(link.state()).toBe('reconnecting'));
    write(session, 'before\n\nafter');
    await until(() => expect(session.snapshot().status).toBe('unsent'));
    setAway(false);
    await until(() => expect(link.state()).toBe('connected'));
    await session.connect();
    await until(() => expect(shared()).toBe('before\n\nafter'));
  });

  it('[C3] sends after a crash what never reached the peer', async () => {
    const vault = memoryVault();
    const first = await vault.open(`canvas/${channel}`);
    first.doc.clientID = 71;
    writeContent(first.doc, readMarkdown('not yet sent'));
    const { open, shared } = setUp(vault);
    const session = open();
    await session.connect();
    expect(reads(session)).toBe('not yet sent');
    await until(() => expect(shared()).toBe('not yet sent'));
  });

  it('[C3] sends much that was written offline in several parts, each within the limit', async () => {
    const { open, peer, link, setAway, shared } = setUp();
    const session = open();
    await session.connect();
    setAway(true);
    await until(() => expect(link.state()).toBe('reconnecting'));
    const long = `${'😀 tide '.repeat(60_000).trim()}\n\n${'line\n\n'.repeat(800)}end`;
    write(session, long);
    await until(() => expect(session.snapshot().status).toBe('unsent'));
    setAway(false);
    await until(() => expect(link.state()).toBe('connected'));
    await session.connect();
    await until(() => expect(shared()).toBe(long));
    const sizes = peer.calls.flatMap(({ id, input }) =>
      id === 'canvas.update' ? decodeBase64url((input as { update: string }).update).length : [],
    );
    expect(sizes.length).toBeGreaterThan(3);
    expect(Math.max(...sizes)).toBeLessThan(LIMITS.canvasUpdateBytes);
  });

  it('[C2] is built anew when a cutoff takes words away, here and where it was kept', async () => {
    const vault = memoryVault();
    const { open, peer } = setUp(vault);
    const session = open();
    await session.connect();
    peer.canvas.writeCanvas(space, channel, (doc) => writeContent(doc, readMarkdown('of a removed member')));
    await until(() => expect(reads(session)).toBe('of a removed member'));
    const before = docOf(session);
    peer.canvas.voidCanvas(space, channel);
    await until(() => expect(reads(session)).toBe(''));
    expect(docOf(session)).not.toBe(before);
    write(session, 'ours');
    await until(() => expect(peer.canvas.readCanvas(channel)).toBe('ours'));
    await session.close();
    const again = open();
    await again.connect();
    expect(reads(again)).toBe('ours');
  });

  it('sends nothing for who may only read', async () => {
    const { open, peer } = setUp();
    const session = open(true);
    await session.connect();
    write(session, 'mine alone');
    peer.canvas.writeCanvas(space, channel, (doc) => writeContent(doc, readMarkdown('from the others')));
    await until(() => expect(reads(session)).toContain('from the others'));
    expect(peer.calls.some(({ id }) => id === 'canvas.update')).toBe(false);
  });

  it('says when the peer refuses an edit, and goes back to what the others have', async () => {
    const { open, peer, shared } = setUp();
    const session = open();
    await session.connect();
    write(session, 'agreed');
    await until(() => expect(shared()).toBe('agreed'));
    peer.script.failing = { 'canvas.update': 'NOT_ALLOWED' };
    write(session, 'agreed, not');
    await until(() => expect(session.snapshot().status).toBe('refused'));
    expect(session.snapshot().failure?.code).toBe('NOT_ALLOWED');
    peer.script.failing = {};
    await session.discard();
    expect(session.snapshot().status).toBe('saved');
    expect(reads(session)).toBe('agreed');
  });

  it('holds others back while an input method composes, and loses nothing', async () => {
    const { open } = setUp();
    const [left, right] = [open(), open()];
    await Promise.all([left.connect(), right.connect()]);
    left.hold(true);
    write(right, 'from the right');
    await until(() => expect(right.snapshot().status).toBe('saved'));
    expect(reads(left)).toBe('');
    left.hold(false);
    expect(reads(left)).toBe('from the right');
  });

  it('does not break on an update that is none', async () => {
    const { open, peer } = setUp();
    const session = open();
    await session.connect();
    peer.emit({ type: 'canvas', space, channel, update: encodeBase64url(new Uint8Array([1, 2, 255, 3])) });
    write(session, 'still here');
    await until(() => expect(session.snapshot().status).toBe('saved'));
    expect(reads(session)).toBe('still here');
  });
});
