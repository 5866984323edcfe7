/** Making the small picture that travels with a large one. */
import { HEAD_BYTES, isHuge, type PictureSize, pictureSize } from './picture-size.ts';
import { SNIFF_BYTES, sniff } from './sniff.ts';

export interface Prepared extends Partial<PictureSize> {
  /** A data: address. */
  preview?: string;
}

const SIDES = [480, 360, 240, 160] as const;
const QUALITIES = [0.8, 0.65, 0.5] as const;
const PREVIEW_BYTES = 24 * 1024;

const toDataAddress = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      if (typeof reader.result === 'string') resolve(reader.result);
    });
    reader.addEventListener('error', () => reject(reader.error ?? new Error('not readable')));
    reader.readAsDataURL(blob);
  });

/** Bytes as base64, by the browser's own encoder. */
export const toBase64 = async (blob: Blob): Promise<string> => {
  const address = await toDataAddress(blob);
  return address.slice(address.indexOf(',') + 1);
};

/** The largest and best that fits. */
const shrink = async (bitmap: ImageBitmap): Promise<string | undefined> => {
  for (const side of SIDES) {
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const canvas = new OffscreenCanvas(
      Math.max(1, Math.round(bitmap.width * scale)),
      Math.max(1, Math.round(bitmap.height * scale)),
    );
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    for (const quality of QUALITIES) {
      const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
      if (blob.size <= PREVIEW_BYTES && /^image\/(?:webp|png|jpeg)$/.test(blob.type))
        return toDataAddress(blob);
    }
  }
  return undefined;
};

/** A picture's size and small picture; nothing for what is no picture, too large to decode, or broken. */
export const preparePicture = async (file: Blob): Promise<Prepared> => {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  if (sniff(head.subarray(0, SNIFF_BYTES)).kind !== 'image') return {};
  const named = pictureSize(head);
  if (named !== undefined && isHuge(named)) return {};
  try {
    const bitmap = await createImageBitmap(file);
    const { width, height } = bitmap;
    const preview = await shrink(bitmap);
    bitmap.close();
    return { width, height, ...(preview === undefined ? {} : { preview }) };
  } catch {
    // It says it is a picture and is none that this browser reads: it goes as a file.
    return {};
  }
};
