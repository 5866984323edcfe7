/**
 * [C2] Whether an update may enter a canvas. What it says may be said by anybody who may write, but only in the words of
 * the schema, and only so deep: a reader's editor should never meet a block it does not know, a link that runs
 * something, or a nesting that it cannot walk. The answer hangs on the update and on what it is written into, never on
 * the order of arrival: all replicas refuse the same updates [C1].
 */
import * as Y from 'yjs';
import { LIMITS } from '../limits.ts';
import { BLOCK_ATTRIBUTES, CANVAS_ROOT, CHILDREN, MARK_VALUES } from './schema.ts';

/** `waiting`: it builds on something that is not here. */
type Verdict = 'lawful' | 'waiting' | 'unlawful';

/** A Yjs type within the canvas: `root`, `text` or a block's name. `gone` was erased before it got here. */
interface Place {
  kind: string;
  depth: number;
  /** Of a text, the block around it. */
  within: string;
}

/** Where an item sits: in which type, and under which of its attributes. */
interface Seat {
  place: Place;
  sub: string | null;
}

type Struct = Y.Item | Y.GC | Y.Skip;

const ROOT: Place = { kind: 'root', depth: 0, within: '' };
const GONE: Place = { kind: 'gone', depth: 0, within: '' };
const NOWHERE: Seat = { place: GONE, sub: null };
/** Passes over one update's structs until each has found its parent: honest ones take one or two. */
const PASSES = 8;

const nameOfType = (type: Y.AbstractType<unknown>): string | undefined => {
  if (type.constructor === Y.XmlText) return 'text';
  if (type.constructor === Y.XmlElement) return (type as Y.XmlElement).nodeName;
  return undefined;
};

const enter = (parent: Place, kind: string): Place | undefined => {
  if (parent.kind === 'gone') return GONE;
  const depth = parent.depth + 1;
  if (depth > LIMITS.canvasDepth || CHILDREN[parent.kind]?.includes(kind) !== true) return undefined;
  return { kind, depth, within: parent.kind };
};

/** Places of types that are in the document already. */
const createPlaces = () => {
  const known = new WeakMap<Y.AbstractType<unknown>, Place>();
  const placeOf = (type: Y.AbstractType<unknown>): Place => {
    const found = known.get(type);
    if (found !== undefined) return found;
    const item = type._item;
    const place =
      item === null
        ? ROOT
        : (enter(placeOf(item.parent as Y.AbstractType<unknown>), nameOfType(type) ?? '') ?? GONE);
    known.set(type, place);
    return place;
  };
  return placeOf;
};

const mayHold = ({ place: parent, sub }: Seat, { content }: Y.Item): boolean => {
  if (parent.kind === 'gone' || content.constructor === Y.ContentDeleted) return true;
  if (sub !== null) {
    if (!(content instanceof Y.ContentAny) || content.arr.length !== 1) return false;
    const attributes = BLOCK_ATTRIBUTES[parent.kind];
    if (attributes === undefined || !Object.hasOwn(attributes, sub)) return false;
    return attributes[sub]?.(content.arr[0]) === true;
  }
  if (content instanceof Y.ContentString) return parent.kind === 'text';
  if (content instanceof Y.ContentFormat) {
    if (parent.kind !== 'text' || parent.within === 'code_block' || !Object.hasOwn(MARK_VALUES, content.key))
      return false;
    return content.value === null || MARK_VALUES[content.key]?.(content.value) === true;
  }
  if (content instanceof Y.ContentType) {
    const name = nameOfType(content.type as Y.AbstractType<unknown>);
    return name !== undefined && enter(parent, name) !== undefined;
  }
  return false;
};

const within = (structs: readonly Struct[], clock: number): Struct | undefined => {
  let [low, high] = [0, structs.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const struct = structs[middle] as Struct;
    if (clock < struct.id.clock) high = middle - 1;
    else if (clock >= struct.id.clock + struct.length) low = middle + 1;
    else return struct;
  }
  return undefined;
};

const idsIn = ({ origin, rightOrigin, parent }: Y.Item): Y.ID[] =>
  [origin, rightOrigin, parent as unknown].filter((id): id is Y.ID => id instanceof Y.ID);

/**
 * Whether Yjs can take all structs in, in the order of each client's clock: an item that hangs on itself, on a later one of
 * its client, or on a circle of items would stop it half way.
 */
const isInOrder = (
  byClient: ReadonlyMap<number, readonly Struct[]>,
  isHere: (id: Y.ID) => boolean,
): boolean => {
  const next = new Map([...byClient.keys()].map((client) => [client, 0]));
  const isTaken = (id: Y.ID): boolean => {
    const structs = byClient.get(id.client) ?? [];
    const open = structs[next.get(id.client) ?? 0];
    return isHere(id) || open === undefined || id.clock < open.id.clock;
  };
  let open = [...byClient];
  for (let moved = true; moved && open.length > 0; ) {
    moved = false;
    for (const [client, structs] of open) {
      let place = next.get(client) ?? 0;
      for (let struct = structs[place]; struct !== undefined; struct = structs[place]) {
        if (struct instanceof Y.Item && !idsIn(struct).every(isTaken)) break;
        next.set(client, ++place);
        moved = true;
      }
    }
    open = open.filter(([client, structs]) => (next.get(client) ?? 0) < structs.length);
  }
  return open.length === 0;
};

export interface Judge {
  /** Judges an update that is not in the document yet. */
  verdict(update: Uint8Array, writers: ReadonlySet<number>): Verdict;
}

export const createJudge = (doc: Y.Doc): Judge => {
  const placeOf = createPlaces();
  const { store } = doc;

  const judgeStructs = (structs: readonly Struct[]): Verdict => {
    const byClient = new Map<number, Struct[]>();
    for (const struct of structs) {
      if (struct instanceof Y.Skip || !(struct.length > 0)) return 'unlawful';
      const own = byClient.get(struct.id.client) ?? [];
      const last = own.at(-1);
      if (last !== undefined && last.id.clock + last.length !== struct.id.clock) return 'unlawful';
      own.push(struct);
      byClient.set(struct.id.client, own);
    }
    for (const [client, [first]] of byClient)
      if (first !== undefined && first.id.clock > Y.getState(store, client)) return 'waiting';

    const seats = new Map<Y.Item, Seat>();
    const isHere = (id: Y.ID): boolean => id.clock < Y.getState(store, id.client);
    const find = (id: Y.ID): Struct | undefined =>
      isHere(id) ? Y.getItem(store, id) : within(byClient.get(id.client) ?? [], id.clock);
    const seatAt = (id: Y.ID): Seat | undefined => {
      const struct = find(id);
      if (!(struct instanceof Y.Item)) return NOWHERE;
      if (!isHere(id)) return seats.get(struct);
      return { place: placeOf(struct.parent as Y.AbstractType<unknown>), sub: struct.parentSub };
    };
    /** The place that the type at an id is; `none` where there is something else. */
    const typeAt = (id: Y.ID): Place | 'none' | undefined => {
      const struct = find(id);
      if (!(struct instanceof Y.Item) || struct.content.constructor === Y.ContentDeleted) return GONE;
      if (!(struct.content instanceof Y.ContentType)) return 'none';
      const type = struct.content.type as Y.AbstractType<unknown>;
      if (isHere(id)) return placeOf(type);
      const seat = seats.get(struct);
      return seat && (enter(seat.place, nameOfType(type) ?? '') ?? 'none');
    };
    /** `undefined`: not known before others of this update are. */
    const seatOf = (item: Y.Item): Seat | 'none' | undefined => {
      // What Yjs does too: beside another item it takes that one's parent and attribute.
      const beside = item.origin ?? item.rightOrigin;
      if (beside !== null) return seatAt(beside);
      const parent = item.parent as unknown;
      if (typeof parent === 'string')
        return parent === CANVAS_ROOT ? { place: ROOT, sub: item.parentSub } : 'none';
      if (!(parent instanceof Y.ID)) return 'none';
      const place = typeAt(parent);
      return place === 'none' || place === undefined ? place : { place, sub: item.parentSub };
    };

    const items = structs.filter((struct): struct is Y.Item => struct instanceof Y.Item);
    for (const item of items) if (idsIn(item).some((id) => find(id) === undefined)) return 'waiting';
    if (!isInOrder(byClient, isHere)) return 'unlawful';
    let left = items;
    for (let pass = 0; left.length > 0; pass++) {
      if (pass === PASSES) return 'unlawful';
      const later: Y.Item[] = [];
      for (const item of left) {
        const seat = seatOf(item);
        if (seat === undefined) later.push(item);
        else if (seat !== 'none' && mayHold(seat, item)) seats.set(item, seat);
        else return 'unlawful';
      }
      left = later;
    }
    return 'lawful';
  };

  return {
    verdict: (update, writers) => {
      if (update.length > LIMITS.canvasUpdateBytes) return 'unlawful';
      try {
        const { structs, ds } = Y.decodeUpdate(update);
        // Yjs stops half way where it has to note down one of nothing.
        if (![...ds.clients.values()].flat().every(({ len }) => len > 0)) return 'unlawful';
        if (!structs.every((struct) => writers.has(struct.id.client))) return 'unlawful';
        return judgeStructs(structs);
      } catch {
        return 'unlawful';
      }
    },
  };
};
