/** What there is to say of a file before it is here: its name fit to show, its size in words, what it claims to be. */
import { endingOf, mediaTypeOf } from '@plexi/operations/file-name';
import type { FileKind, Sniffed } from './sniff.ts';

/** Controls, bidirectional controls, invisible characters: what makes a name look like another. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A name as it is shown: what cannot be seen is marked. */
export const showName = (name: string): string => name.replace(UNSEEN, '\ufffd');

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** 1234567 as "1.2 MB". */
export const saySize = (bytes: number, locale: string): string => {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[unit] ?? 'byte',
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: digits,
  }).format(value);
};

const PROGRAMS = new Set(
  'app apk appimage bat bin cmd com command cpl deb dll dmg exe hta jar js jse lnk msi msix pif ps1 psm1 py reg rpm run scr sh url vb vbe vbs wsf workflow'.split(
    ' ',
  ),
);
const MARKUP = new Set('htm html mht mhtml svg svgz xht xhtml xml xsl'.split(' '));
const ARCHIVES = new Set('7z bz2 docx gz jar odp ods odt pptx rar tar tgz xlsx xz zip zst'.split(' '));

/** What a name's ending claims. */
export const claimedKind = (name: string): FileKind => {
  const ending = endingOf(showName(name));
  if (PROGRAMS.has(ending)) return 'program';
  if (MARKUP.has(ending)) return 'markup';
  if (ending === 'pdf') return 'pdf';
  if (ARCHIVES.has(ending)) return 'archive';
  const [group] = mediaTypeOf(name).split('/');
  return group === 'image' || group === 'video' || group === 'audio' ? group : 'unknown';
};

/** Ogg and MP4 hold sound as well as pictures: one is not the lie of the other. */
const isMedia = (kind: FileKind): boolean => kind === 'video' || kind === 'audio';

/** Whether the bytes are something else than the name claims. */
export const isMisnamed = (name: string, { kind }: Sniffed): boolean => {
  const claimed = claimedKind(name);
  if (kind === 'unknown') return ['image', 'pdf'].includes(claimed);
  if (claimed === 'unknown') return kind === 'program' || kind === 'markup';
  return claimed !== kind && !(isMedia(claimed) && isMedia(kind));
};
