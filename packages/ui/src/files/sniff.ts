/** What a file's first bytes say that it is. Names and media types are the sender's word; this is what decides what is shown. */

export type FileKind = 'image' | 'video' | 'audio' | 'pdf' | 'archive' | 'program' | 'markup' | 'unknown';

export interface Sniffed {
  kind: FileKind;
  /** The media type, of what browsers may show; else empty. */
  type: string;
}

const UNKNOWN: Sniffed = { kind: 'unknown', type: '' };
/** Bytes that are enough to tell. */
export const SNIFF_BYTES = 512;

const ascii = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length));

/** Bytes at the beginning, in hexadecimal, and what they stand for. https://mimesniff.spec.whatwg.org */
const SIGNATURES: readonly (readonly [string, Sniffed])[] = [
  ['89504e470d0a1a0a', { kind: 'image', type: 'image/png' }],
  ['ffd8ff', { kind: 'image', type: 'image/jpeg' }],
  ['474946383761', { kind: 'image', type: 'image/gif' }],
  ['474946383961', { kind: 'image', type: 'image/gif' }],
  ['1a45dfa3', { kind: 'video', type: 'video/webm' }],
  ['4f676753', { kind: 'audio', type: 'audio/ogg' }],
  ['494433', { kind: 'audio', type: 'audio/mpeg' }],
  ['fffb', { kind: 'audio', type: 'audio/mpeg' }],
  ['fff3', { kind: 'audio', type: 'audio/mpeg' }],
  ['664c6143', { kind: 'audio', type: 'audio/flac' }],
  ['25504446', { kind: 'pdf', type: '' }],
  ['504b0304', { kind: 'archive', type: '' }],
  ['1f8b', { kind: 'archive', type: '' }],
  ['377abcaf271c', { kind: 'archive', type: '' }],
  ['526172211a07', { kind: 'archive', type: '' }],
  ['4d5a', { kind: 'program', type: '' }],
  ['7f454c46', { kind: 'program', type: '' }],
  ['cafebabe', { kind: 'program', type: '' }],
  ['cffaedfe', { kind: 'program', type: '' }],
  ['2321', { kind: 'program', type: '' }],
];

const BRANDS: Record<string, Sniffed> = {
  avif: { kind: 'image', type: 'image/avif' },
  avis: { kind: 'image', type: 'image/avif' },
  M4A: { kind: 'audio', type: 'audio/mp4' },
  qt: { kind: 'video', type: 'video/mp4' },
};

const sniffContainer = (bytes: Uint8Array): Sniffed | undefined => {
  if (ascii(bytes, 0, 4) === 'RIFF') {
    const form = ascii(bytes, 8, 4);
    if (form === 'WEBP') return { kind: 'image', type: 'image/webp' };
    if (form === 'WAVE') return { kind: 'audio', type: 'audio/wav' };
  }
  if (ascii(bytes, 4, 4) === 'ftyp')
    return BRANDS[ascii(bytes, 8, 4).trim()] ?? { kind: 'video', type: 'video/mp4' };
  return undefined;
};

/** Says what the beginning of a file is. */
export const sniff = (bytes: Uint8Array): Sniffed => {
  const container = sniffContainer(bytes);
  if (container !== undefined) return container;
  const start = Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const known = SIGNATURES.find(([signature]) => start.startsWith(signature));
  if (known !== undefined) return known[1];
  const text = ascii(bytes, 0, SNIFF_BYTES)
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart()
    .toLowerCase();
  return /^<(?:!doctype|html|svg|\?xml|script|head|body|iframe)/.test(text)
    ? { kind: 'markup', type: '' }
    : UNKNOWN;
};
