/**
 * [A2] Several AI nodes that one question names: whose turn it is to answer. Each node decides for itself, from what all of
 * them say of themselves in passing; where they can't hear each other two may answer, and the timeline keeps one. Pure.
 */
import { chooseNode } from './choose-node.ts';

/** What a node says of itself to the others of a channel. */
export interface NodeWord {
  loaded: boolean;
  /** Inferences that run or wait there, whoever asked for them. */
  busy: number;
  /** How long one took of late, in milliseconds; 0 where none has. */
  averageMs: number;
  /** Questions that it is answering, and those that it could not answer. */
  working: readonly string[];
  gaveUp: readonly string[];
}

export interface HeardWord extends NodeWord {
  /** When it was heard, in milliseconds of the clock of `now`. */
  at: number;
}

export interface SharedQuestion {
  id: string;
  /** The nodes that it names, by account, with oneself. */
  nodes: readonly string[];
  /** When this node first saw it. */
  since: number;
  /** When another was last heard to be answering it. */
  takenAt?: number | undefined;
}

/** `fail`: no node can, and it is this one's to say so. */
export type Turn = 'answer' | 'fail' | 'wait';

/** How often a node says that it is there, while there are others. */
export const WORD_MS = 1_500;
/** A node that has said nothing for so long is gone. */
export const GONE_MS = 6_000;
/** How long the one whose turn it is has to begin, before the next one does. */
export const TURN_MS = 4_000;

/** Whether another is answering a question, as far as was heard. */
export const takersOf = (
  { id, nodes }: Pick<SharedQuestion, 'id' | 'nodes'>,
  self: string,
  heard: ReadonlyMap<string, HeardWord>,
  now: number,
): string[] =>
  nodes.filter((node) => {
    const word = node === self ? undefined : heard.get(node);
    return word !== undefined && now - word.at < GONE_MS && word.working.includes(id);
  });

/** Oneself among those who are there and can, the one that is likely to have answered first at place 0. */
const placeOf = (self: string, able: readonly (readonly [string, NodeWord])[], now: number): number => {
  let left = able.map(([id, { loaded, busy, averageMs }]) => ({
    id,
    loaded,
    busy,
    averageMs,
    // What one measures of another differs from what that one measures: all have to come to the same order.
    latencyMs: 0,
    failures: 0,
    failedAt: 0,
  }));
  for (let place = 0; ; place += 1) {
    const first = chooseNode(left, now);
    if (first === undefined || first.id === self) return place;
    left = left.filter((one) => one !== first);
  }
};

/** Whose turn it is now; asked again whenever something was heard, and now and then. */
export const turnOf = (
  question: SharedQuestion,
  self: { id: string; said: NodeWord },
  heard: ReadonlyMap<string, HeardWord>,
  now: number,
): Turn => {
  const takers = takersOf(question, self.id, heard, now);
  // Of two that began at once, the one with the lower id goes on.
  if (self.said.working.includes(question.id)) return takers.some((id) => id < self.id) ? 'wait' : 'answer';
  if (takers.length > 0) return 'wait';
  const there = question.nodes.flatMap((id): (readonly [string, NodeWord])[] => {
    if (id === self.id) return [[id, self.said]];
    const word = heard.get(id);
    return word === undefined || now - word.at >= GONE_MS ? [] : [[id, word]];
  });
  const able = there.filter(([, word]) => !word.gaveUp.includes(question.id));
  if (able.length === 0) return there.every(([id]) => id >= self.id) ? 'fail' : 'wait';
  if (!able.some(([id]) => id === self.id)) return 'wait';
  const place = placeOf(self.id, able, now);
  // Whoever was answering may have come to an end: what it wrote is given the time to arrive.
  const due =
    question.takenAt === undefined
      ? question.since + place * TURN_MS
      : Math.max(question.since, question.takenAt) + (place + 1) * TURN_MS;
  return now >= due ? 'answer' : 'wait';
};
