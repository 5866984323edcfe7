import type { OperationInput, PeerEvent, SearchHit, SearchResult } from '@plexi/operations';
import { useEffect, useEffectEvent, useState } from 'react';
import { type Failure, toFailure } from '../connection/failure.ts';
import { useLinkState, usePeer } from '../connection/PeerProvider.tsx';
import { holdBack } from './hold-back.ts';

export interface Search {
  /** Of the newest text that there is an answer for. */
  hits: readonly SearchHit[];
  /** Found since, and not shown yet so that nothing moves: how many, and how to show them. */
  fresh: { count: number; show: () => void } | undefined;
  /** What the hits answer; nothing while nothing was asked. */
  answered: string | undefined;
  indexed: SearchResult['indexed'] | undefined;
  failure: Failure | undefined;
  /** Set where there are further results. */
  more: (() => void) | undefined;
}

interface Answer extends SearchResult {
  text: string;
  key: string;
  /** Results that are not shown yet, by message. */
  held: ReadonlySet<string>;
}

/** As quick as typing; a pause shorter than this is none. */
const DEBOUNCE_MS = 60;
/** While the index grows, its answer does too. */
const GROWING_MS = 1000;
/** Between something that changes the answer and asking again: what comes in one go costs one question. */
const FOLLOW_MS = 300;
const NONE: ReadonlySet<string> = new Set();
/** What can change an answer: messages, and who is blocked. */
const CHANGES: readonly PeerEvent['type'][] = [
  'messages',
  'changed',
  'reset',
  'settings',
  'spaces',
  'directs',
];

const shownOf = ({ results, held }: Answer): SearchHit[] =>
  results.filter(({ message }) => !held.has(message.id));

const append = (before: readonly SearchHit[], more: readonly SearchHit[]): SearchHit[] => {
  const known = new Set(before.map(({ message }) => message.id));
  return [...before, ...more.filter(({ message }) => !known.has(message.id))];
};

export interface SearchOptions {
  text: string;
  /** Only in this one. */
  space: string | undefined;
  /** Whether somebody is among the results, so that nothing may move. */
  isReading: () => boolean;
}

/**
 * Asks as somebody types, and again when messages come, change or go. An answer that comes after the next question is
 * dropped.
 */
export const useSearch = ({ text, space, isReading }: SearchOptions): Search => {
  const peer = usePeer();
  const connected = useLinkState() === 'connected';
  const [answer, setAnswer] = useState<Answer>();
  const [failed, setFailed] = useState<{ key: string; failure: Failure }>();
  const query = text.trim() === '' ? '' : text;
  const key = JSON.stringify([query, space]);
  const ask = (cursor?: string): Promise<SearchResult> => {
    const input: OperationInput<'message.search'> = { query, wait: 0 };
    if (space !== undefined) input.space = space;
    if (cursor !== undefined) input.cursor = cursor;
    return peer.call('message.search', input);
  };
  /** As much as is shown already. */
  const askAll = useEffectEvent(async (): Promise<SearchResult> => {
    const wanted = answer?.key === key ? answer.results.length : 0;
    let all = await ask();
    while (all.cursor !== undefined && all.results.length < wanted) {
      const next = await ask(all.cursor);
      all = { ...next, results: append(all.results, next.results) };
    }
    return all;
  });
  const take = useEffectEvent((result: SearchResult): void => {
    const held = answer?.key === key && isReading() ? holdBack(shownOf(answer), result.results) : NONE;
    setAnswer({ ...result, text: query, key, held });
    setFailed(undefined);
  });
  useEffect(() => {
    if (!connected || query === '') return undefined;
    let live = true;
    let asking = false;
    /** What arrives while an answer is on its way may be missing from it. */
    let stale = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const askIn = (ms: number): void => {
      timer ??= setTimeout(() => void attempt(), ms);
    };
    const attempt = async (): Promise<void> => {
      timer = undefined;
      asking = true;
      stale = false;
      try {
        const result = await askAll();
        if (!live) return;
        take(result);
        if (stale) askIn(FOLLOW_MS);
        else if (result.indexed.done < result.indexed.total) askIn(GROWING_MS);
      } catch (error) {
        if (live) setFailed({ key, failure: toFailure(error) });
      } finally {
        asking = false;
      }
    };
    askIn(DEBOUNCE_MS);
    const stop = peer.onEvent(({ type }) => {
      if (!CHANGES.includes(type)) return;
      if (asking) stale = true;
      else askIn(FOLLOW_MS);
    });
    return () => {
      live = false;
      clearTimeout(timer);
      stop();
    };
  }, [key, query, connected, peer]);

  const more = async (from: Answer): Promise<void> => {
    try {
      const next = await ask(from.cursor);
      setAnswer((now) =>
        now === from
          ? {
              text: from.text,
              key: from.key,
              held: from.held,
              ...next,
              results: append(from.results, next.results),
            }
          : now,
      );
    } catch (error) {
      setFailed({ key: from.key, failure: toFailure(error) });
    }
  };

  if (query === '' || answer === undefined)
    return {
      hits: [],
      fresh: undefined,
      answered: undefined,
      indexed: undefined,
      failure: failed?.key === key && query !== '' ? failed.failure : undefined,
      more: undefined,
    };
  const current = answer.key === key ? answer : undefined;
  return {
    hits: shownOf(answer),
    fresh:
      current === undefined || current.held.size === 0
        ? undefined
        : { count: current.held.size, show: () => setAnswer({ ...current, held: NONE }) },
    answered: current?.text,
    indexed: answer.indexed,
    failure: failed?.key === key ? failed.failure : undefined,
    more: current?.cursor === undefined ? undefined : () => void more(current),
  };
};
