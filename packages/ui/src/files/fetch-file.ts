/** Bringing a file into the page, part by part. */
import type { FileSummary, OperationClient } from '@plexi/operations';
import { SNIFF_BYTES, type Sniffed, sniff } from './sniff.ts';

export interface Fetched {
  blob: Blob;
  sniffed: Sniffed;
}

export interface FetchOptions {
  signal?: AbortSignal;
  onBytes?: (bytes: number) => void;
}

const decode = (data: string): Uint8Array<ArrayBuffer> => {
  const text = atob(data);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
};

/**
 * The whole file. Its blob has a type only where the bytes are a picture, a film or sound: what could run is bytes and
 * nothing else. Rejects when aborted, and with what file.read answers.
 */
export const fetchFile = async (
  peer: Pick<OperationClient, 'call'>,
  space: string,
  file: FileSummary,
  { signal, onBytes }: FetchOptions = {},
): Promise<Fetched> => {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let offset = 0; offset < file.size; ) {
    signal?.throwIfAborted();
    const { data } = await peer.call('file.read', { space, id: file.id, offset });
    const part = decode(data);
    if (part.length === 0) break;
    parts.push(part);
    offset += part.length;
    onBytes?.(offset);
  }
  signal?.throwIfAborted();
  const sniffed = sniff(parts[0]?.subarray(0, SNIFF_BYTES) ?? new Uint8Array());
  return { blob: new Blob(parts, { type: sniffed.type }), sniffed };
};

/** Hands bytes to the browser to save. */
export const saveBlob = (blob: Blob, name: string): void => {
  const address = URL.createObjectURL(new Blob([blob], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
};
