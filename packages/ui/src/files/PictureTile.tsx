import type { FileSummary } from '@plexi/operations';
import type { CSSProperties } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTexts } from '../texts/TextsProvider.tsx';
import { showName } from './describe-file.ts';
import { isSmallPicture } from './small-picture.ts';

/** Pixels that a single picture takes at most. */
const WIDE = 400;
const HIGH = 300;
/** Whether a file can be shown as a picture before it is here. */
export const hasPicture = ({ preview, width, height }: FileSummary): boolean =>
  preview !== undefined && width !== undefined && height !== undefined && isSmallPicture(preview);

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
