/** How many pixels a picture has, read from its head: to know before anything decodes it. */
import { sniff } from './sniff.ts';

export interface PictureSize {
  width: number;
  height: number;
}

/** Pixels beyond which a picture is not decoded: some hundred megabytes in memory. */
const MAX_PIXELS = 100_000_000;
/** The head that is enough; in JPEG the size stands behind whatever the camera has to say. */
export const HEAD_BYTES = 512 * 1024;

const jpegSize = (view: DataView): PictureSize | undefined => {
  for (let at = 2; at + 9 < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    // SOF0 to SOF15, without the tables in between (ITU-T T.81, table B.1).
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + (marker === 0xff ? -1 : view.getUint16(at + 2));
  }
  return undefined;
};

const webpSize = (view: DataView): PictureSize | undefined => {
  const uint24 = (at: number): number => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;
  switch (view.getUint32(12)) {
    case 0x56503858: // VP8X
      return { width: uint24(24) + 1, height: uint24(27) + 1 };
    case 0x5650384c: {
      // VP8L
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 0x56503820: // VP8
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    default:
      return undefined;
  }
};

const ISPE = 0x69737065;

/** The largest of the image spatial extents: tiles have theirs too. ISO/IEC 23008-12, 6.5.3 */
const avifSize = (view: DataView): PictureSize | undefined => {
  let largest: PictureSize | undefined;
  for (let at = 0; at + 16 <= view.byteLength; at++) {
    if (view.getUint32(at) !== ISPE) continue;
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (size.width * size.height >= (largest?.width ?? 0) * (largest?.height ?? 0)) largest = size;
  }
  return largest;
};

/** The size that a picture's head names; undefined where it names none that we can read. */
export const pictureSize = (head: Uint8Array): PictureSize | undefined => {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  try {
    switch (sniff(head).type) {
      case 'image/png':
        return { width: view.getUint32(16), height: view.getUint32(20) };
      case 'image/gif':
        return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
      case 'image/jpeg':
        return jpegSize(view);
      case 'image/webp':
        return webpSize(view);
      case 'image/avif':
        return avifSize(view);
      default:
        return undefined;
    }
  } catch {
    // Shorter than a head has to be.
    return undefined;
  }
};

export const isHuge = ({ width, height }: PictureSize): boolean => width * height > MAX_PIXELS;
