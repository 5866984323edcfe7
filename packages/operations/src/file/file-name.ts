/** Names of files that others chose: made safe to save under, and what their ending says of them. */

const encoder = new TextEncoder();
/** Most file systems take 255 bytes; room for a number behind it. */
const NAME_BYTES = 200;
const FALLBACK = 'file';
/** What no file system takes, what leads elsewhere, and what shows a name in another order than it has (Unicode TR 36). */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}/\\:*?"<>|]/gu;
/** Devices of Windows, with or without an ending. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** A name under which a file can be saved on any system: no way out of its folder, nothing invisible, not hidden. */
export const safeFileName = (name: string): string => {
  const plain = name
    .normalize('NFC')
    .replace(UNSAFE, '_')
    .replace(/^[.\s]+|[.\s]+$/gu, '');
  const named = plain === '' ? FALLBACK : RESERVED.test(plain) ? `_${plain}` : plain;
  if (encoder.encode(named).length <= NAME_BYTES) return named;
  const dot = named.lastIndexOf('.');
  const ending = dot > 0 && named.length - dot <= 12 ? named.slice(dot) : '';
  let left = NAME_BYTES - encoder.encode(ending).length;
  let stem = '';
  for (const letter of named.slice(0, named.length - ending.length)) {
    left -= encoder.encode(letter).length;
    if (left < 0) break;
    stem += letter;
  }
  return stem + ending;
};

/** The ending of a name in lower case, without its dot; empty where there is none. */
export const endingOf = (name: string): string =>
  /\.([A-Za-z0-9]{1,12})\s*$/.exec(name)?.[1]?.toLowerCase() ?? '';

const TYPES: Record<string, string> = {
  aac: 'audio/aac',
  avif: 'image/avif',
  bmp: 'image/bmp',
  csv: 'text/csv',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  flac: 'audio/flac',
  gif: 'image/gif',
  gz: 'application/gzip',
  html: 'text/html',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  m4a: 'audio/mp4',
  m4v: 'video/mp4',
  md: 'text/markdown',
  mov: 'video/quicktime',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  odt: 'application/vnd.oasis.opendocument.text',
  oga: 'audio/ogg',
  ogg: 'audio/ogg',
  ogv: 'video/ogg',
  opus: 'audio/ogg',
  pdf: 'application/pdf',
  png: 'image/png',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  svg: 'image/svg+xml',
  tar: 'application/x-tar',
  txt: 'text/plain',
  wav: 'audio/wav',
  weba: 'audio/webm',
  webm: 'video/webm',
  webp: 'image/webp',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
};

/** The media type that a name's ending stands for; empty where we know none. */
export const mediaTypeOf = (name: string): string => TYPES[endingOf(name)] ?? '';
