import { createOperationClient, type OperationClient } from '@plexi/operations';
import { describe, expect, it } from 'vitest';
import { createUnreads } from '../../src/awareness/unreads.ts';
import { SCENES } from '../harness/scenes.ts';
import { idOf } from '../script.ts';
import { createScriptedPeer, type ScriptedPeer } from '../scripted-peer.ts';

const LAB = idOf('space-Lab');
const GENERAL = idOf('Lab/general');

const open = (): { peer: ScriptedPeer; client: OperationClient } => {
  const script = SCENES['behind']?.();
  if (script === undefined) throw new Error('no such scene');
  const peer = createScriptedPeer(script);
  return { peer, client: createOperationClient(peer.connect()) };
};
const readCalls = (peer: ScriptedPeer) =>
  peer.calls.filter(({ id }) => id === 'unread.read').map(({ input }) => input);

describe('what waits to be read', () => {
  it('knows at once of what was read just before: a channel left and opened again is not new from there', async () => {
    const { peer, client } = open();
    const unreads = createUnreads(client);
    expect(unreads.isSettled()).toBe(false);
    await unreads.settle();
    const waiting =
      peer.script.spaces[0]?.messages
        .get(GENERAL)
        ?.slice(-90)
        .filter(({ own }) => !own) ?? [];
    expect(unreads.all().get(GENERAL)?.unread).toBe(waiting.length);
    const at = waiting[30]?.id ?? '';
    unreads.read(LAB, GENERAL, { first: at, last: at });
    expect(unreads.isSettled()).toBe(false);
    await unreads.settle();
    expect(unreads.isSettled()).toBe(true);
    expect(unreads.all().get(GENERAL)).toMatchObject({ first: waiting[31]?.id });
    unreads.dispose();
    client.close();
  });

  it('tells what was read last when the interface ends', async () => {
    const { peer, client } = open();
    const unreads = createUnreads(client);
    await unreads.settle();
    const last = peer.script.spaces[0]?.messages.get(GENERAL)?.at(-1)?.id ?? '';
    unreads.read(LAB, GENERAL, { first: last, last });
    unreads.dispose();
    await expect.poll(() => readCalls(peer)).toMatchObject([{ channel: GENERAL, upTo: last }]);
    client.close();
  });

  it('tells again what a peer that was away did not take', async () => {
    const { peer, client } = open();
    let away = false;
    const unreads = createUnreads({
      onEvent: (listener) => client.onEvent(listener),
      call: (id, input) => (away ? Promise.reject(new Error('away')) : client.call(id, input)),
    });
    await unreads.settle();
    away = true;
    const last = peer.script.spaces[0]?.messages.get(GENERAL)?.at(-1)?.id ?? '';
    unreads.read(LAB, GENERAL, { first: last, last });
    await unreads.settle();
    expect(unreads.all().has(GENERAL)).toBe(true);
    away = false;
    await unreads.settle();
    expect(unreads.all().has(GENERAL)).toBe(false);
    unreads.dispose();
    client.close();
  });
});
