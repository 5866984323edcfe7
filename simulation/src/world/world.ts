/** The nodes of a run: people's devices and relays, each the product's own, started, stopped and crashed as the run has it. */
import { callOperation } from '@plexi/operations';
import { openPeer, type Peer } from '@plexi/peer';
import { type Relay, startRelay } from '../../../apps/relay/src/relay.ts';
import { fabricHere } from '../fabric/fabric.ts';
import { inLife, type Life, note, startLife } from '../machine/machine.ts';
import { diskOf } from './disks.ts';

interface Node {
  readonly name: string;
  life: Life | undefined;
  lives: number;
  skewMs: number;
}

export interface DeviceNode extends Node {
  kind: 'device';
  /** Whose it is. */
  person: string;
  peer: Peer | undefined;
}

export interface RelayNode extends Node {
  kind: 'relay';
  relay: Relay | undefined;
}

export type AnyNode = DeviceNode | RelayNode;

export const createDeviceNode = (name: string, person: string): DeviceNode => ({
  kind: 'device',
  name,
  person,
  life: undefined,
  lives: 0,
  skewMs: 0,
  peer: undefined,
});

export const createRelayNode = (name: string): RelayNode => ({
  kind: 'relay',
  name,
  life: undefined,
  lives: 0,
  skewMs: 0,
  relay: undefined,
});

/** Starts a node on what its disk holds. */
export const startNode = async (node: AnyNode, options: { mdns: boolean }): Promise<void> => {
  const life = startLife(node.name, ++node.lives, node.skewMs);
  node.life = life;
  const log = (event: string, fields: Record<string, unknown>): void =>
    note(node.name, event, JSON.stringify(fields));
  await inLife(life, async () => {
    note(node.name, 'starts');
    if (node.kind === 'relay') {
      node.relay = await startRelay({ folder: `/${node.name}`, listen: ['/ip4/10.0.0.1/tcp/4001'], log });
      return;
    }
    const peer = await openPeer({ profile: `/${node.name}`, log });
    node.peer = peer;
    await peer.start({ mode: 'once', listen: ['/ip4/10.0.0.1/tcp/4001'], mdns: options.mdns });
  });
  note(node.name, 'started');
};

/** Ends a node's life as its owner does: what it has is on its disk then. */
export const stopNode = async (node: AnyNode): Promise<void> => {
  const { life } = node;
  const running = node.kind === 'relay' ? node.relay : node.peer;
  if (node.kind === 'relay') node.relay = undefined;
  else node.peer = undefined;
  await running?.close();
  if (life !== undefined) life.alive = false;
};

/** The power goes: what was not on disk is lost, and nobody is told. */
export const crashNode = (node: AnyNode): void => {
  const { life } = node;
  if (life?.alive !== true) return;
  life.alive = false;
  diskOf(node.name).crash();
  const { endpoints, lines } = fabricHere();
  for (const [device, endpoint] of endpoints) if (endpoint.end.life === life) endpoints.delete(device);
  for (const { line, nodes } of lines)
    if (nodes.includes(node.name)) line.lose(() => life.random.between(0, 15_000));
  if (node.kind === 'relay') node.relay = undefined;
  else node.peer = undefined;
};

/** Asks a device for an operation. */
export const ask = async <Answer>(node: DeviceNode, id: string, input: object = {}): Promise<Answer> => {
  const { peer, life } = node;
  if (peer === undefined || life?.alive !== true) throw new Error(`${node.name} is not running`);
  const signal = new AbortController().signal;
  return inLife(life, () =>
    callOperation(peer.handlers, id, input, { id: 'simulation', signal }),
  ) as Promise<Answer>;
};
