/** Who waits for a model: everybody who asks has a turn before anybody has a second one, however much they ask. Pure. */

export interface FairQueue<Item> {
  /** False, and nothing is added, where it is full: altogether or for this asker. */
  add(asker: string, item: Item): boolean;
  /** Takes the next one out. */
  next(): Item | undefined;
  /** Takes out one that no longer waits. */
  remove(item: Item): boolean;
  size(): number;
}

export interface QueueLimits {
  items: number;
  itemsOfOne: number;
}

export const createFairQueue = <Item>(limits: QueueLimits): FairQueue<Item> => {
  // In the order of their turns: whoever had one goes to the back.
  const lines = new Map<string, Item[]>();
  let size = 0;
  let served: string | undefined;
  /** Whose turn it is: of whoever had the last one only where nobody else waits. */
  const turn = (): [string, Item[]] | undefined => {
    const [first, second] = lines;
    return first?.[0] === served ? (second ?? first) : first;
  };
  return {
    add: (asker, item) => {
      const line = lines.get(asker) ?? [];
      if (size >= limits.items || line.length >= limits.itemsOfOne) return false;
      line.push(item);
      lines.set(asker, line);
      size += 1;
      return true;
    },
    next: () => {
      const next = turn();
      if (next === undefined) return undefined;
      const [asker, line] = next;
      served = asker;
      const item = line.shift();
      lines.delete(asker);
      if (line.length > 0) lines.set(asker, line);
      size -= 1;
      return item;
    },
    remove: (item) => {
      for (const [asker, line] of lines) {
        const place = line.indexOf(item);
        if (place < 0) continue;
        line.splice(place, 1);
        if (line.length === 0) lines.delete(asker);
        size -= 1;
        return true;
      }
      return false;
    },
    size: () => size,
  };
};
