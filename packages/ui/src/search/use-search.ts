import type { OperationInput, SearchHit, SearchResult } from '@plexi/operations';
import { useEffect, useEffectEvent, useState } from 'react';
import { type Failure, toFailure } from '../connection/failure.ts';
import { useLinkState, usePeer } from '../connection/PeerProvider.tsx';

export interface Search {
  /** Of the newest text that there is an answer for. */
  hits: readonly SearchHit[];
  /** What the hits answer; nothing while nothing was asked. */
  answered: string | undefined;
  indexed: SearchResult['indexed'] | undefined;
  failure: Failure | undefined;
  /** Set where there are further results. */
  more: (() => void) | undefined;
}

interface Answer extends Omit<SearchResult, 'results'> {
  text: string;
  key: string;
  hits: readonly SearchHit[];
}

/** As quick as typing; a pause shorter than this is none. */
const DEBOUNCE_MS = 60;
/** While the index grows, its answer does too. */
const GROWING_MS = 1000;

const append = (before: readonly SearchHit[], more: readonly SearchHit[]): SearchHit[] => {
  const known = new Set(before.map(({ message }) => message.id));
  return [...before, ...more.filter(({ message }) => !known.has(message.id))];
};

/** Asks as somebody types. An answer that comes after the next question is dropped. */
export const useSearch = (text: string, space: string | undefined): Search => {
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
  const askFirst = useEffectEvent(() => ask());
  const take = useEffectEvent(({ results, ...rest }: SearchResult): void => {
    setAnswer({ ...rest, text: query, key, hits: results });
    setFailed(undefined);
  });
  useEffect(() => {
    if (!connected || query === '') return undefined;
    let live = true;
    let timer: ReturnType<typeof setTimeout>;
    const attempt = async (): Promise<void> => {
      try {
        const result = await askFirst();
        if (!live) return;
        take(result);
        if (result.indexed.done < result.indexed.total) timer = setTimeout(() => void attempt(), GROWING_MS);
      } catch (error) {
        if (live) setFailed({ key, failure: toFailure(error) });
      }
    };
    timer = setTimeout(() => void attempt(), DEBOUNCE_MS);
    return () => {
      live = false;
      clearTimeout(timer);
    };
  }, [key, query, connected]);

  const more = async (from: Answer): Promise<void> => {
    try {
      const { results, cursor, indexed } = await ask(from.cursor);
      setAnswer((now) => {
        if (now !== from) return now;
        const { cursor: _, ...rest } = from;
        return {
          ...rest,
          indexed,
          hits: append(from.hits, results),
          ...(cursor === undefined ? {} : { cursor }),
        };
      });
    } catch (error) {
      setFailed({ key: from.key, failure: toFailure(error) });
    }
  };

  if (query === '')
    return { hits: [], answered: undefined, indexed: undefined, failure: undefined, more: undefined };
  const current = answer?.key === key ? answer : undefined;
  return {
    hits: answer?.hits ?? [],
    answered: current?.text,
    indexed: answer?.indexed,
    failure: failed?.key === key ? failed.failure : undefined,
    more: current?.cursor === undefined ? undefined : () => void more(current),
  };
};
