/** What befalls nodes, and how it ends. */
import type { Fabric } from '../fabric/fabric.ts';
import type { Liar } from '../fabric/liars.ts';
import { FAIR } from '../fabric/weather.ts';
import { afterAnyhow, note } from '../machine/machine.ts';
import { diskOf } from '../world/disks.ts';
import { nodesOf, type Town } from '../world/town.ts';
import { type AnyNode, crashNode, type RelayNode, startNode } from '../world/world.ts';
import type { Fault } from './plan.ts';

const nodeAt = (town: Town, which: number): AnyNode => {
  const nodes = nodesOf(town);
  return nodes[which % nodes.length] as AnyNode;
};

/** Starts a node that is down; what its disk refuses is tried again later. */
export const bringUp = async (town: Town, node: AnyNode): Promise<void> => {
  if (node.life?.alive === true) return;
  try {
    await startNode(node, { mdns: town.lan });
  } catch (error) {
    note(node.name, 'does not start', String(error));
    crashNode(node);
    if (error instanceof Error && 'code' in error && error.code !== 'INTERNAL') return;
    town.breaches.push({ rule: 'starts after every crash', detail: `${node.name}: ${String(error)}` });
  }
};

const cutBetween = (fabric: Fabric, pairs: readonly (readonly [string, string])[], ms: number): void => {
  const { cuts } = fabric.air;
  for (const [from, to] of pairs) cuts.cut(from, to);
  for (const [from, to] of pairs)
    afterAnyhow(ms * fabric.air.random.between(0.8, 1.2), () => cuts.restore(from, to));
};

/** A liar is honest from now on: another program takes the place of the one that lied, and what that one had begun to say ends. */
const reform = (fabric: Fabric, liar: Liar): void => {
  const at = fabric.liars.indexOf(liar);
  if (at < 0) return;
  fabric.liars.splice(at, 1);
  for (const { line, nodes } of fabric.lines)
    if (nodes.includes(liar.node)) line.lose(() => fabric.air.random.between(0, 1_000));
};

/** Lets it happen; what lasts ends by itself. */
export const strike = (town: Town, fabric: Fabric, fault: Fault): void => {
  const { air } = fabric;
  note('fault', fault.kind);
  switch (fault.kind) {
    case 'crash': {
      const node = nodeAt(town, fault.node);
      crashNode(node);
      afterAnyhow(fault.ms, () => void bringUp(town, node));
      return;
    }
    case 'cut': {
      const [from, to] = [nodeAt(town, fault.from).name, nodeAt(town, fault.to).name];
      if (from === to) return;
      const back = fault.bothWays ? [[to, from] as const] : [];
      return cutBetween(fabric, [[from, to], ...back], fault.ms);
    }
    case 'split': {
      const names = nodesOf(town).map(({ name }) => name);
      const isHere = (index: number): boolean => ((fault.side >> (index % 20)) & 1) === 1;
      const pairs = names.flatMap((from, i) =>
        names
          .filter((_, j) => isHere(i) !== isHere(j) && (fault.bothWays || isHere(i)))
          .map((to) => [from, to] as const),
      );
      return cutBetween(fabric, pairs, fault.ms);
    }
    case 'weather': {
      const { loss, cutting, replay, delayMs } = fault;
      air.weather = { loss, cutting, replay, delayMs: { low: delayMs / 10, high: delayMs } };
      return;
    }
    case 'skew': {
      const node = nodeAt(town, fault.node);
      node.skewMs = fault.ms;
      if (node.life !== undefined) node.life.skewMs = fault.ms;
      return;
    }
    case 'liar': {
      const liar = { node: nodeAt(town, fault.node).name, lie: fault.lie, share: fault.share };
      fabric.liars.push(liar);
      afterAnyhow(fault.ms, () => reform(fabric, liar));
      return;
    }
    case 'rollback': {
      const relay = town.relays[fault.relay % town.relays.length] as RelayNode;
      crashNode(relay);
      fabric.faithless.add(relay.name);
      diskOf(relay.name).rollBack(fault.share);
      void bringUp(town, relay);
      return;
    }
    case 'disk': {
      const { mood } = diskOf(nodeAt(town, fault.node).name);
      Object.assign(mood, { failing: fault.failing, full: fault.full });
      afterAnyhow(fault.ms, () => void Object.assign(mood, { failing: 0, full: false }));
    }
  }
};

const DAY_MS = 24 * 60 * 60_000;

/** Everything is well from now on: what is down comes up, and it is the day after, so that no clock was ever ahead of it. */
export const endFaults = async (town: Town, fabric: Fabric): Promise<void> => {
  note('faults end');
  fabric.air.weather = { ...FAIR };
  fabric.air.cuts.clear();
  for (let liar = fabric.liars[0]; liar !== undefined; liar = fabric.liars[0]) reform(fabric, liar);
  for (const node of nodesOf(town)) {
    Object.assign(diskOf(node.name).mood, { failing: 0, full: false });
    node.skewMs = DAY_MS;
    if (node.life !== undefined) node.life.skewMs = DAY_MS;
  }
  await Promise.all(nodesOf(town).map((node) => bringUp(town, node)));
};
