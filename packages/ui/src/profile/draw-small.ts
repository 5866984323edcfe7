/** Makes a picture small enough to go along with a name. */

/** Pixels of a side; what is shown is 48 at most. */
const SIDE = 128;
/** Pictures beyond this are not even opened: their pixels would fill the memory. */
const MOST_BYTES = 20 * 1024 * 1024;
/** Bytes of a profile's picture: LIMITS.avatarBytes. */
const FITTING_BYTES = 24 * 1024;

const blobOf = (canvas: OffscreenCanvas, quality: number): Promise<Blob> =>
  canvas.convertToBlob({ type: 'image/webp', quality });

const addressOf = async (blob: Blob): Promise<string> => {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return `data:${blob.type};base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
};

/** The middle square of a picture as a data: address. Rejects when the file is no picture. */
export const drawSmall = async (file: Blob): Promise<string> => {
  if (file.size > MOST_BYTES) throw new Error('the picture is too large');
  const picture = await createImageBitmap(file);
  const side = Math.min(picture.width, picture.height);
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  canvas
    .getContext('2d')
    ?.drawImage(
      picture,
      (picture.width - side) / 2,
      (picture.height - side) / 2,
      side,
      side,
      0,
      0,
      SIDE,
      SIDE,
    );
  picture.close();
  let blob = await blobOf(canvas, 0.85);
  for (let quality = 0.7; blob.size > FITTING_BYTES && quality > 0.1; quality -= 0.2)
    blob = await blobOf(canvas, quality);
  return addressOf(blob);
};
