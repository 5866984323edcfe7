import { describe, expect, it, onTestFinished, vi } from 'vitest';
import * as Y from 'yjs';
import { createPeerLink } from '../../src/connection/peer-link.ts';
import { decodeBase64url, encodeBase64url } from '../../src/note/base64url.ts';
import { createNoteSession } from '../../src/note/note-session.ts';
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
  const peer = createScriptedPeer(SCENES['busy']!());
  let away = false;
  const link = createPeerLink({
    connect: () => (away ? Promise.reject(new Error('away')) : Promise.resolve(peer.connect())),
    delays: [5],
    patience: 50,
  });
  onTestFinished(() => link.stop());
  const open = () => {
    const session = createNoteSession({ peer: link.client, vault, space, channel, pause: 5 });
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
    noteText: async () => (await link.client.call('note.show', { space, channel })).text,
  };
};

describe('a shared note', () => {
  it('edits together: what one writes shows at the other, and both end alike', async () => {
    const { open, noteText } = setUp();
    const [left, right] = [open(), open()];
    await Promise.all([left.connect(), right.connect()]);
    left.write('Tide tables', 11);
    await vi.waitFor(() => expect(right.snapshot().text).toBe('Tide tables'));
    right.write('Tide tables: harbour', 20);
    left.write('The Tide tables', 4);
    await vi.waitFor(() => expect(left.snapshot().text).toBe('The Tide tables: harbour'));
    await vi.waitFor(() => expect(right.snapshot().text).toBe('The Tide tables: harbour'));
    expect(await noteText()).toBe('The Tide tables: harbour');
    await vi.waitFor(() => expect(left.snapshot().status).toBe('saved'));
  });

  it('[C2] edits under the id that the peer gave, and no other', async () => {
    const { open, peer } = setUp();
    const session = open();
    await session.connect();
    session.write('x', 1);
    await vi.waitFor(() => expect(peer.calls.some(({ id }) => id === 'note.edit')).toBe(true));
    const edit = peer.calls.find(({ id }) => id === 'note.edit')?.input as { update: string } | undefined;
    const clients = Y.decodeUpdate(decodeBase64url(edit?.update ?? '')).structs.map(
      (struct) => struct.id.client,
    );
    expect(clients.length).toBeGreaterThan(0);
    expect(clients.every((client) => peer.leased.includes(client))).toBe(true);
  });

  it('[C3] sends what was written while the peer was away once it is back', async () => {
    const { open, link, setAway, noteText } = setUp();
    const session = open();
    await session.connect();
    session.write('before ', 7);
    await vi.waitFor(() => expect(session.snapshot().status).toBe('saved'));
    setAway(true);
    await vi.waitFor(() => expect(link.state()).toBe('reconnecting'));
    session.write('before and after', 16);
    await vi.waitFor(() => expect(session.snapshot().status).toBe('unsent'));
    setAway(false);
    await vi.waitFor(() => expect(link.state()).toBe('connected'));
    await session.connect();
    await vi.waitFor(async () => expect(await noteText()).toBe('before and after'));
  });

  it('[C3] sends after a crash what never reached the peer', async () => {
    const vault = memoryVault();
    const first = await vault.open(`note/${channel}`);
    first.doc.clientID = 4242;
    first.doc.getText('note').insert(0, 'not yet sent');
    const { open, noteText } = setUp(vault);
    const session = open();
    await session.connect();
    expect(session.snapshot().text).toBe('not yet sent');
    await vi.waitFor(async () => expect(await noteText()).toBe('not yet sent'));
  });

  it('says when the peer refuses an edit, and goes back to what the others have', async () => {
    const { open, peer, noteText } = setUp();
    const session = open();
    await session.connect();
    session.write('agreed', 6);
    await vi.waitFor(async () => expect(await noteText()).toBe('agreed'));
    peer.script.failing = { 'note.edit': 'NOT_ALLOWED' };
    session.write('agreed, not', 11);
    await vi.waitFor(() => expect(session.snapshot().status).toBe('refused'));
    expect(session.snapshot().failure?.code).toBe('NOT_ALLOWED');
    peer.script.failing = {};
    await session.discard();
    expect(session.snapshot()).toMatchObject({ status: 'saved', text: 'agreed' });
  });

  it('cuts a long paste into calls that the limit lets through', async () => {
    const { open, peer, noteText } = setUp();
    const session = open();
    await session.connect();
    const long = '😀 tide '.repeat(60_000);
    session.write(long, long.length);
    await vi.waitFor(async () => expect(await noteText()).toBe(long), { timeout: 10_000 });
    const sizes = peer.calls.flatMap(({ id, input }) =>
      id === 'note.edit' ? (input as { update: string }).update.length : [],
    );
    expect(sizes.length).toBeGreaterThan(3);
    expect(Math.max(...sizes)).toBeLessThan(256 * 1024);
  });

  it('holds others back while an input method composes, and loses nothing', async () => {
    const { open } = setUp();
    const [left, right] = [open(), open()];
    await Promise.all([left.connect(), right.connect()]);
    left.hold(true);
    right.write('from the right', 14);
    await vi.waitFor(() => expect(right.snapshot().status).toBe('saved'));
    expect(left.snapshot().text).toBe('');
    left.hold(false);
    expect(left.snapshot().text).toBe('from the right');
  });

  it('does not break on an update that is none', async () => {
    const { open, peer } = setUp();
    const session = open();
    await session.connect();
    peer.emit({ type: 'note', space, channel, update: encodeBase64url(new Uint8Array([1, 2, 255, 3])) });
    session.write('still here', 10);
    await vi.waitFor(() => expect(session.snapshot().status).toBe('saved'));
    expect(session.snapshot().text).toBe('still here');
  });
});
