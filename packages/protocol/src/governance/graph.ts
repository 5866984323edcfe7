/**
 * The causal graph of a space's governance entries: who knew of what. It only grows; an entry takes its place when all that
 * it builds on is there, whatever it says and whether it counts or not.
 */
import type { Hlc } from '../clock.ts';
import { governanceChannel, keyChannel, type LogRef, logKey, mailChannel } from '../entry/log.ts';
import { isPlexiError } from '../errors.ts';
import { type Certificate, readCertificate } from '../identity/certificate.ts';
import { type ChannelId, type EntryId, type SpaceId, ZERO_ID } from '../ids.ts';
import { isSignedByInvite } from '../invitation/join-request.ts';
import type { Primitives } from '../primitives.ts';
import { type Act, decodeAct, spaceIdOf } from './act.ts';
import { type Fork, type Forks, noteFork, readFork } from './fork.ts';

/** A governance entry as the fold takes it: already known to be its device's own [L3]. */
export interface GovernanceEntry {
  id: EntryId;
  log: LogRef;
  sequence: number;
  /** The log's entry before; zeros for the first. */
  previous: EntryId;
  clock: Hlc;
  /** The governance heads that the author saw. */
  heads: readonly EntryId[];
  body: Uint8Array;
}

/** What an entry's body says, or why it says nothing that could count. */
export type Content =
  | { act: Act; certificate: Certificate | undefined; fork?: Fork; flaw: undefined }
  | { act: undefined; certificate: undefined; fork?: never; flaw: string };

export interface Node {
  entry: GovernanceEntry;
  /** Place in the graph's list: parents come first. */
  index: number;
  /** Bit i is set where the list's node i is an ancestor. */
  past: Uint32Array;
  /** The latest clock of the entry and all its ancestors. */
  latest: number;
  content: Content;
}

export interface Graph {
  space: SpaceId;
  /** The channel that governance logs belong to; and all that hold no messages, which any member writes. */
  channel: ChannelId;
  reserved: ReadonlySet<ChannelId>;
  nodes: Node[];
  byId: Map<EntryId, Node>;
  /** Without all that they build on. */
  waiting: Map<EntryId, GovernanceEntry>;
  /** [L2] Governance logs with two entries for one place, here or by a proof that is here: the first such place, by log. */
  forks: Map<string, number>;
  places: Map<string, EntryId>;
}

export const emptyGraph = (primitives: Primitives, space: SpaceId): Graph => ({
  space,
  channel: governanceChannel(primitives, space),
  reserved: new Set([governanceChannel, keyChannel, mailChannel].map((of) => of(primitives, space))),
  nodes: [],
  byId: new Map(),
  waiting: new Map(),
  forks: new Map(),
  places: new Map(),
});

export const copyGraph = (graph: Graph): Graph => ({
  space: graph.space,
  channel: graph.channel,
  reserved: graph.reserved,
  nodes: [...graph.nodes],
  byId: new Map(graph.byId),
  waiting: new Map(graph.waiting),
  forks: new Map(graph.forks),
  places: new Map(graph.places),
});

/** Whether the node with `index` is an ancestor of `node`. */
export const isInPastOf = (index: number, node: Pick<Node, 'past'>): boolean =>
  (((node.past[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1;

/** Which nodes these entries and all before them are, by index; `undefined` where one of them is not here. */
export const bitsUpTo = (graph: Graph, ids: readonly EntryId[]): Uint32Array | undefined => {
  const bits = new Uint32Array((graph.nodes.length + 31) >>> 5);
  for (const id of ids) {
    const node = graph.byId.get(id);
    if (node === undefined) return undefined;
    node.past.forEach((word, i) => {
      (bits[i] as number) |= word;
    });
    (bits[node.index >>> 5] as number) |= 1 << (node.index & 31);
  }
  return bits;
};

/** Where governance logs fork by what is within some of a graph's nodes. */
export const forksWithin = (graph: Pick<Graph, 'forks'>, nodes: readonly Node[]): Forks => {
  if (graph.forks.size === 0) return graph.forks;
  const seen = new Set<string>();
  const forks = new Map<string, number>();
  for (const { entry, content } of nodes) {
    const seat = `${logKey(entry.log)}/${entry.sequence}`;
    if (seen.has(seat)) noteFork(forks, entry.log, entry.sequence);
    seen.add(seat);
    if (content.fork !== undefined) noteFork(forks, content.fork.log, content.fork.sequence);
  }
  return forks;
};

/** The order of the fold: every ancestor that counts comes before, and there are no ties. */
export const foldOrder = (a: Node, b: Node): number =>
  a.entry.clock - b.entry.clock || (a.entry.id < b.entry.id ? -1 : 1);

export const parentsOf = (entry: GovernanceEntry): EntryId[] =>
  entry.previous === ZERO_ID ? [...entry.heads] : [entry.previous, ...entry.heads];

const readContent = (primitives: Primitives, space: SpaceId, entry: GovernanceEntry): Content => {
  const flawed = (flaw: string): Content => ({ act: undefined, certificate: undefined, flaw });
  try {
    const { act } = decodeAct(entry.body);
    if (act.type === 'genesis') {
      const certificate = readCertificate(primitives, act.certificate);
      if (spaceIdOf(primitives, entry.body) !== space) return flawed('founds another space');
      if (
        certificate.device !== entry.log.device ||
        entry.log.generation !== 0 ||
        parentsOf(entry).length > 0
      ) {
        return flawed('a genesis outside of its place');
      }
      if (act.owners?.includes(certificate.account) === false) return flawed('opened by somebody else');
      return { act, certificate, flaw: undefined };
    }
    if (act.type === 'fork.prove') {
      const fork = readFork(primitives, space, act);
      return fork === undefined
        ? flawed('proves no second history')
        : { act, certificate: undefined, fork, flaw: undefined };
    }
    if (act.type !== 'member.admit' && act.type !== 'member.add')
      return { act, certificate: undefined, flaw: undefined };
    if (act.type === 'member.admit' && !isSignedByInvite(primitives, space, act))
      return flawed('not signed by the invite');
    return { act, certificate: readCertificate(primitives, act.certificate), flaw: undefined };
  } catch (error) {
    if (!isPlexiError(error)) throw error;
    return flawed(error.message);
  }
};

/** Why an entry's place or time can't be right, whatever it says. */
const structuralFlaw = (
  graph: Graph,
  entry: GovernanceEntry,
  parents: readonly Node[],
): string | undefined => {
  if (entry.log.channel !== graph.channel) return 'not in a governance log';
  const previous = parents.find((parent) => parent.entry.id === entry.previous);
  if ((entry.sequence === 1) !== (entry.previous === ZERO_ID)) return 'does not follow its log';
  if (
    previous !== undefined &&
    (logKey(previous.entry.log) !== logKey(entry.log) || previous.entry.sequence !== entry.sequence - 1)
  ) {
    return 'does not follow its log';
  }
  const isLater = parents.every((parent) => entry.clock > parent.latest);
  return isLater ? undefined : 'its clock is not after what it builds on';
};

/** Puts an entry that was judged to say this behind its parents. */
export const addNode = (
  graph: Graph,
  entry: GovernanceEntry,
  parents: readonly Node[],
  content: Content,
): Node => {
  const index = graph.nodes.length;
  const past = new Uint32Array((index + 31) >>> 5);
  for (const parent of parents) {
    for (let word = 0; word < parent.past.length; word++)
      (past[word] as number) |= parent.past[word] as number;
    (past[parent.index >>> 5] as number) |= 1 << (parent.index & 31);
  }
  const latest = Math.max(entry.clock, ...parents.map((parent) => parent.latest));
  const node: Node = { entry, index, past, latest, content };
  graph.nodes.push(node);
  graph.byId.set(entry.id, node);
  if (content.fork?.log.channel === graph.channel)
    noteFork(graph.forks, content.fork.log, content.fork.sequence);
  return node;
};

const place = (
  primitives: Primitives,
  graph: Graph,
  entry: GovernanceEntry,
  parents: readonly Node[],
): void => {
  const flaw = structuralFlaw(graph, entry, parents);
  const content: Content =
    flaw === undefined
      ? readContent(primitives, graph.space, entry)
      : { act: undefined, certificate: undefined, flaw };
  addNode(graph, entry, parents, content);
};

/** [L2] Notes which place of a log an entry takes; another in the same place is a second history. */
export const takeSeat = (graph: Graph, { log, sequence, id }: GovernanceEntry): void => {
  const seat = `${logKey(log)}/${sequence}`;
  if (graph.places.has(seat)) noteFork(graph.forks, log, sequence);
  else graph.places.set(seat, id);
};

/** Adds entries, in any order and received any number of times. Returns the nodes that found their place. */
export const growGraph = (
  primitives: Primitives,
  graph: Graph,
  entries: readonly GovernanceEntry[],
): Node[] => {
  const before = graph.nodes.length;
  for (const entry of entries) {
    if (graph.byId.has(entry.id) || graph.waiting.has(entry.id)) continue;
    graph.waiting.set(entry.id, entry);
    takeSeat(graph, entry);
  }
  // An entry waits for one missing parent at a time; when that one comes, it looks again.
  const waiters = new Map<EntryId, GovernanceEntry[]>();
  const queue = [...graph.waiting.values()];
  for (let entry = queue.pop(); entry !== undefined; entry = queue.pop()) {
    const ids = parentsOf(entry);
    const missing = ids.find((id) => !graph.byId.has(id));
    if (missing !== undefined) {
      const others = waiters.get(missing);
      if (others === undefined) waiters.set(missing, [entry]);
      else others.push(entry);
      continue;
    }
    place(
      primitives,
      graph,
      entry,
      ids.map((id) => graph.byId.get(id) as Node),
    );
    graph.waiting.delete(entry.id);
    queue.push(...(waiters.get(entry.id) ?? []));
    waiters.delete(entry.id);
  }
  return graph.nodes.slice(before);
};
