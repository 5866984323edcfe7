/** What a message's links say against it. */
import { unmask } from '../text/unmask.ts';
import { BAITS, BRANDS, INVITING_LINKS, LOGGING_DOMAINS, SHORTENING_DOMAINS } from './domains.ts';

export interface Link {
  readonly host: string;
  /** From the host on. */
  readonly address: string;
  /** Units of the normalised text. */
  readonly from: number;
  readonly to: number;
}

const EDGE = new Set([
  '<',
  '>',
  '(',
  ')',
  '[',
  ']',
  '"',
  "'",
  '“',
  '”',
  '«',
  '»',
  ',',
  ' ',
  '\u3000',
  '。',
  '，',
]);
const HOST_END = new Set(['/', '?', '#', ':', '\\', '@']);
const SCHEMES = ['https://', 'http://', 'hxxps://', 'hxxp://', 'www.'];
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?$/u;
/** Written without a scheme, only these are taken for a host: much else has a dot in it. */
const BARE_ENDINGS = new Set(
  'com net org info biz io gg gift gifts xyz top link click site online club shop store app co us uk de fr ru cn tk ml ga cf gq ly su live fun win vip pro life world space website tech icu buzz cc pw me in eu pl br it es nl'.split(
    ' ',
  ),
);
const MOST_LINKS = 64;
const LONGEST_HOST = 253;
const LONGEST_TOKEN = 2048;

const hostOf = (token: string): { host: string; start: number } | undefined => {
  const scheme = SCHEMES.find((each) => token.startsWith(each));
  const start = scheme === undefined || scheme === 'www.' ? 0 : scheme.length;
  let end = start;
  while (end < token.length && end - start <= LONGEST_HOST && !HOST_END.has(token.charAt(end))) end += 1;
  const host = token.slice(start, end).replace(/\.$/u, '');
  if (host.length > LONGEST_HOST || !host.includes('.') || token.charAt(end) === '@') return undefined;
  const labels = host.split('.');
  if (!labels.every((label) => LABEL.test(label))) return undefined;
  const ending = labels.at(-1) ?? '';
  if (scheme === undefined && !BARE_ENDINGS.has(ending)) return undefined;
  return /^\d+$/u.test(ending) && scheme === undefined ? undefined : { host, start };
};

/** The links of a normalised text, at most so many. */
export const findLinks = (text: string): Link[] => {
  const links: Link[] = [];
  for (let from = 0; from < text.length && links.length < MOST_LINKS; ) {
    let to = from;
    while (to < text.length && !EDGE.has(text.charAt(to))) to += 1;
    const found = to - from > 3 && to - from <= LONGEST_TOKEN ? hostOf(text.slice(from, to)) : undefined;
    if (found !== undefined)
      links.push({ host: found.host, address: text.slice(from + found.start, to), from, to });
    from = to + 1;
  }
  return links;
};

const LEET: Record<string, string> = { '0': 'o', '1': 'l', '3': 'e', '4': 'a', '5': 's', '7': 't' };
const readLabel = (label: string): string =>
  Array.from(label, (sign) => LEET[sign] ?? unmask(sign))
    .join('')
    .replaceAll('vv', 'w')
    .replaceAll('rn', 'm');

/**
 * How many letters must be added, left out, changed or swapped to find `name` somewhere in `text` (Sellers 1980, with swaps).
 */
const distanceWithin = (name: string, text: string): number => {
  let before: number[] = [];
  let row = Array.from({ length: text.length + 1 }, () => 0);
  for (let i = 1; i <= name.length; i++) {
    const next = [i];
    for (let j = 1; j <= text.length; j++) {
      const same = name[i - 1] === text[j - 1] ? 0 : 1;
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && name[i - 1] === text[j - 2] && name[i - 2] === text[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return Math.min(...row);
};

const LONG_BAITS = BAITS.filter((bait) => bait.length > 3);
/** Shorter names are near to too many words. */
const SHORTEST_NEAR = 6;
const LONG_NAME = 10;
/** Words that are near a name by themselves. */
const INNOCENT = /discard|telegraph|papal|pinocchio/u;

/** Whether one label of a host is a brand's name in disguise, or the name and a bait. */
const isBorrowed = (label: string, brand: string): boolean => {
  const read = readLabel(label);
  const bare = read.replaceAll('-', '');
  if (bare === brand) return label !== brand;
  if (read.includes(brand)) {
    const rest = read.replaceAll(brand, '-');
    return BAITS.some((bait) => rest.includes(bait));
  }
  if (brand.length < SHORTEST_NEAR || INNOCENT.test(read)) return false;
  const distance = distanceWithin(brand, bare);
  const isAlone = Math.abs(bare.length - brand.length) <= 1;
  if (isAlone && brand.length > SHORTEST_NEAR) return distance <= (brand.length >= LONG_NAME ? 2 : 1);
  const isBaited = LONG_BAITS.some((bait) => read.includes(bait));
  return isBaited && distance <= (brand.length > SHORTEST_NEAR ? 2 : 1);
};

const isOf = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);

/** Whether the host passes itself off as a well-known one. */
export const isImpostor = (host: string): boolean => {
  if (Object.values(BRANDS).some((domains) => domains.some((domain) => isOf(host, domain)))) return false;
  const labels = host.split('.').slice(0, -1);
  return Object.keys(BRANDS).some((brand) => labels.some((label) => isBorrowed(label, brand)));
};

export const isLogger = (host: string): boolean => LOGGING_DOMAINS.some((domain) => isOf(host, domain));
export const isShortener = (host: string): boolean => SHORTENING_DOMAINS.includes(host);
export const isInvite = (address: string): boolean =>
  INVITING_LINKS.some((start) => address.startsWith(start));
