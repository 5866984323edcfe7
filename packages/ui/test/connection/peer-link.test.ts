import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createPeerLink, type PeerLinkDependencies } from '../../src/connection/peer-link.ts';
import { SCENES } from '../harness/scenes.ts';
import { createScriptedPeer } from '../scripted-peer.ts';

const open = (dependencies: PeerLinkDependencies) => {
  const link = createPeerLink({ delays: [5], patience: 40, ...dependencies });
  onTestFinished(() => link.stop());
  return link;
};

describe('the link to the peer', () => {
  it('calls before the first connection wait for it', async () => {
    const peer = createScriptedPeer(SCENES['busy']!());
    const link = open({ connect: () => Promise.resolve(peer.connect()) });
    await expect(link.client.call('space.list', {})).resolves.toHaveLength(3);
  });

  it('comes back by itself, and events go on', async () => {
    const peer = createScriptedPeer(SCENES['busy']!());
    const link = open({ connect: () => Promise.resolve(peer.connect()) });
    const heard: string[] = [];
    link.client.onEvent((event) => heard.push(event.type));
    await link.client.call('account.show', {});
    const states: string[] = [];
    link.onState(() => states.push(link.state()));
    peer.drop();
    await vi.waitFor(() => expect(states).toEqual(['reconnecting', 'connected']));
    peer.emit({ type: 'spaces' });
    await vi.waitFor(() => expect(heard).toContain('spaces'));
  });

  it('a call that the connection dies under says that this computer does not answer', async () => {
    const peer = createScriptedPeer({ ...SCENES['busy']!(), sendDelay: 1000 });
    const link = open({ connect: () => Promise.resolve(peer.connect()) });
    const space = peer.script.spaces[0]!.summary.id;
    const channel = peer.script.spaces[0]!.channels[0]!.id;
    await link.client.call('account.show', {});
    const sending = link.client.call('message.send', { space, channel, text: 'x' });
    peer.drop();
    await expect(sending).rejects.toMatchObject({ code: 'DISCONNECTED' });
  });

  it('a call that finds no connection gives up after its patience', async () => {
    const link = open({ connect: () => Promise.reject(new Error('nobody')) });
    await expect(link.client.call('account.show', {})).rejects.toMatchObject({ code: 'DISCONNECTED' });
    expect(link.state()).toBe('reconnecting');
  });

  it('a refusal is final', async () => {
    const connect = vi.fn<() => Promise<'refused'>>(() => Promise.resolve('refused'));
    const link = open({ connect });
    await vi.waitFor(() => expect(link.state()).toBe('refused'));
    await expect(link.client.call('account.show', {})).rejects.toMatchObject({ code: 'DISCONNECTED' });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(connect).toHaveBeenCalledTimes(1);
  });
});
