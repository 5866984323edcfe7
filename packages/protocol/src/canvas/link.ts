/** Addresses that a canvas may link to: nothing that a click could run. */
import { LIMITS } from '../limits.ts';

/** White space and control characters are refused altogether: what browsers leave out of an address could hide a scheme. */
const SAFE = /^(?:https?:\/\/|mailto:|plexi:\/\/)[^\s\p{Cc}]+$/iu;

/** Whether a link may lead there: an absolute address of a scheme that opens a page, a letter or PlexiChat. */
export const isSafeAddress = (href: string): boolean =>
  href.length <= LIMITS.canvasAttributeBytes && SAFE.test(href);
