import type { FileSummary } from '@plexi/operations';
import type { CSSProperties } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTexts } from '../texts/TextsProvider.tsx';
import { showName } from './describe-file.ts';
import { pictureSize } from './picture-size.ts';

/** Pixels that a single picture takes at most. */
const WIDE = 400;
const HIGH = 300;
/** What a small picture may be: a few bytes can name a picture that fills the memory. */
const PREVIEW_SIDE = 1024;

const isSafePreview = (address: string): boolean => {
  const data = address.slice(address.indexOf(',') + 1);
  try {
    const size = pictureSize(Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)));
    return size !== undefined && size.width <= PREVIEW_SIDE && size.height <= PREVIEW_SIDE;
  } catch {
    return false;
  }
};

/** Whether a file can be shown as a picture before it is here. */
export const hasPicture = ({ preview, width, height }: FileSummary): boolean =>
  preview !== undefined && width !== undefined && height !== undefined && isSafePreview(preview);

/** A picture in its final size, whatever of it is here: nothing moves when the rest comes. */
export const PictureTile = ({ file, onOpen }: { file: FileSummary; onOpen: () => void }) => {
  const t = useTexts();
  const { width = WIDE, height = HIGH } = file;
  const scale = Math.min(1, WIDE / width, HIGH / height);
  const name = showName(file.name);
  const size = {
    '--picture-width': `${Math.max(48, Math.round(width * scale))}px`,
    '--picture-ratio': `${width} / ${height}`,
  } as CSSProperties;
  return (
    <AriaButton className="picture" aria-label={t('files.open', { name })} onPress={onOpen} style={size}>
      <img src={file.preview} alt={name} loading="lazy" decoding="async" />
    </AriaButton>
  );
};
