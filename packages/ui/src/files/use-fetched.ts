import type { FileSummary } from '@plexi/operations';
import { useEffect, useEffectEvent, useState } from 'react';
import { type Failure, toFailure } from '../connection/failure.ts';
import { usePeer } from '../connection/PeerProvider.tsx';
import { fetchFile } from './fetch-file.ts';
import { HEAD_BYTES, isHuge, pictureSize } from './picture-size.ts';
import type { Sniffed } from './sniff.ts';

interface Shown {
  /** A blob: address. */
  address: string;
  sniffed: Sniffed;
  blob: Blob;
}

export interface UsedFetch {
  shown: Shown | undefined;
  /** It is here and has too many pixels, or does not say how many: it is not shown. */
  isHuge: boolean;
  failure: Failure | undefined;
  /** Share of the file that is here, 0 to 1. */
  share: number;
  retry: () => void;
}

/** Whether a picture is more than this browser should decode, or does not say. */
const isTooMuch = async (blob: Blob, { kind }: Sniffed): Promise<boolean> => {
  if (kind !== 'image') return false;
  const size = pictureSize(new Uint8Array(await blob.slice(0, HEAD_BYTES).arrayBuffer()));
  return size === undefined || isHuge(size);
};

/** Fetches a file while it is wanted, and lets go of it afterwards. */
export const useFetched = (space: string, file: FileSummary, wanted: boolean): UsedFetch => {
  const peer = usePeer();
  const [shown, setShown] = useState<Shown>();
  const [huge, setHuge] = useState<string>();
  const [failed, setFailed] = useState<{ what: string; failure: Failure }>();
  const [share, setShare] = useState(0);
  const [attempt, setAttempt] = useState(0);
  const what = `${file.id}/${attempt}`;
  const latest = useEffectEvent(() => file);
  useEffect(() => {
    if (!wanted) return undefined;
    const abort = new AbortController();
    let address: string | undefined;
    const current = latest();
    const load = async (): Promise<void> => {
      try {
        const { blob, sniffed } = await fetchFile(peer, space, current, {
          signal: abort.signal,
          onBytes: (bytes) => setShare(bytes / Math.max(1, current.size)),
        });
        const isTooLarge = await isTooMuch(blob, sniffed);
        abort.signal.throwIfAborted();
        if (isTooLarge) return setHuge(what);
        address = URL.createObjectURL(blob);
        setShown({ address, sniffed, blob });
      } catch (error) {
        if (!abort.signal.aborted) setFailed({ what, failure: toFailure(error) });
      }
    };
    void load();
    return () => {
      abort.abort();
      setShown(undefined);
      if (address !== undefined) URL.revokeObjectURL(address);
    };
  }, [peer, space, what, wanted]);
  const failure = failed?.what === what ? failed.failure : undefined;
  return { shown, isHuge: huge === what, failure, share, retry: () => setAttempt((count) => count + 1) };
};
