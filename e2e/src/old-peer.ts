/** A program of its own: a peer as the sources in a folder have it, with one profile, for whoever forked it. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Operations from '@plexi/operations';
import type * as Peer from '@plexi/peer';
import type { OldPeerAnswer, OldPeerCall } from './old-version.ts';

const [root = '', profile = ''] = process.argv.slice(2);
const load = <Module>(name: string): Promise<Module> =>
  import(pathToFileURL(path.join(root, 'packages', name, 'src', 'index.ts')).href) as Promise<Module>;

const say = (answer: OldPeerAnswer): void => void process.send?.(answer);
const wordsOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? `${String(error.code)}: ${error.message}` : String(error);

process.on('disconnect', () => process.exit());
try {
  const { openPeer } = await load<Pick<typeof Peer, 'openPeer'>>('peer');
  const { callOperation } = await load<Pick<typeof Operations, 'callOperation'>>('operations');
  const peer = await openPeer({ profile });
  await peer.start({ mode: 'up', mdns: false, listen: [] });
  peer.subscribe(() => say({ type: 'event' }));
  const caller = { id: 'test', signal: new AbortController().signal };
  const answer = async ({ id, input }: OldPeerCall): Promise<unknown> => {
    if (id !== undefined) return callOperation(peer.handlers, id, input, caller);
    await peer.close();
    return process.exit();
  };
  process.on('message', (call: OldPeerCall) => {
    const { place } = call;
    answer(call).then(
      (output) => say({ type: 'done', place, output }),
      (error: unknown) => say({ type: 'failed', place, error: wordsOf(error) }),
    );
  });
  say({ type: 'open' });
} catch (error) {
  say({ type: 'refused', error: wordsOf(error) });
}
