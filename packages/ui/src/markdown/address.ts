/** Which addresses a message may lead to. What is refused stays text. */

/** UTF-16 units past which an address is no link. */
const LONGEST = 2048;
/** Letters that turn the reading order around (Bidi_Control). */
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
/** Something in a link's words that reads as a host. Sought from where a label begins only: elsewhere it would begin anew at each letter. */
const HOST_LIKE = /(?<![\p{L}\p{N}-])(?:[\p{L}\p{N}-]+\.){1,32}\p{L}{2,}/u;

export interface Address {
  kind: 'web' | 'mail' | 'plexi';
  href: string;
  /** What it leads to, as the network knows it: of other scripts in Punycode. Empty for `plexi:`. */
  host: string;
}

/** The address as it may be followed, or `undefined`: only http, https, mailto and plexi, without a name before the host. */
export const readAddress = (text: string): Address | undefined => {
  if (text.length > LONGEST) return undefined;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return undefined;
  }
  const { protocol, username, password, href, host } = url;
  if (protocol === 'plexi:') return { kind: 'plexi', href: text, host: '' };
  if (protocol === 'mailto:')
    return { kind: 'mail', href, host: url.pathname.slice(url.pathname.lastIndexOf('@') + 1) };
  // A name before the host makes an address look like it leads somewhere else.
  if ((protocol !== 'http:' && protocol !== 'https:') || username !== '' || password !== '') return undefined;
  return { kind: 'web', href, host };
};

const hostIn = (words: string): string | undefined => {
  const found = HOST_LIKE.exec(words.slice(0, LONGEST))?.[0];
  if (found === undefined) return undefined;
  try {
    return new URL(`http://${found}`).hostname;
  } catch {
    return found;
  }
};
const bare = (host: string): string =>
  host
    .toLowerCase()
    .replace(/:\d+$/u, '')
    .replace(/^www\./u, '');

/** Whether the words of a link could make a reader expect another place than the one that it leads to. */
export const isMisleading = (words: string, address: Address): boolean => {
  if (address.kind === 'plexi') return false;
  if (BIDI.test(words) || /(?:^|\.)xn--/u.test(address.host)) return true;
  const shown = hostIn(words);
  return shown !== undefined && bare(shown) !== bare(address.host);
};

/** `plexi://SPACE/CHANNEL/MESSAGE`: a place to jump to. */
const PERMALINK = /^plexi:\/\/([0-9a-f]{64})\/([0-9a-f]{64})\/([0-9a-f]{64})\/?$/u;

export interface MessagePlace {
  space: string;
  channel: string;
  message: string;
}

export const readPermalink = (href: string): MessagePlace | undefined => {
  const [, space, channel, message] = PERMALINK.exec(href) ?? [];
  return space === undefined || channel === undefined || message === undefined
    ? undefined
    : { space, channel, message };
};

export const writePermalink = ({ space, channel, message }: MessagePlace): string =>
  `plexi://${space}/${channel}/${message}`;
