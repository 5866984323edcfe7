/** Small pictures that others send along, as data: addresses: portraits, and what stands for a file that is not here yet. */
import { pictureSize } from './picture-size.ts';

/** Pixels of a side: a few bytes can name a picture that fills the memory. */
const SIDE = 1024;
/** Addresses whose verdicts are kept; each is at most some tens of kilobytes, and held elsewhere too. */
const KEPT = 200;
const ADDRESS = /^data:image\/(?:png|jpeg|webp);base64,/u;

const measure = (address: string): boolean => {
  const [head = ''] = ADDRESS.exec(address) ?? [];
  // Nothing but a picture's own bytes: an address would tell somebody that it was looked at.
  if (head === '') return false;
  try {
    const letters = atob(address.slice(head.length));
    const bytes = new Uint8Array(letters.length);
    for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at);
    const size = pictureSize(bytes);
    return size !== undefined && size.width <= SIDE && size.height <= SIDE;
  } catch {
    return false;
  }
};

const verdicts = new Map<string, boolean>();

/** Whether it may be drawn: a picture by its first bytes, and small when it is unpacked. */
export const isSmallPicture = (address: string): boolean => {
  if (address === '') return false;
  const known = verdicts.get(address);
  if (known !== undefined) return known;
  const oldest = verdicts.size >= KEPT ? verdicts.keys().next().value : undefined;
  if (oldest !== undefined) verdicts.delete(oldest);
  const verdict = measure(address);
  verdicts.set(address, verdict);
  return verdict;
};
