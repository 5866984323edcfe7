import type { FileSummary } from '@plexi/operations';
import { ChevronLeft, ChevronRight, Download, X, ZoomIn, ZoomOut } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { IconButton } from '../controls/Button.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { saySize, showName } from './describe-file.ts';
import { hasPicture } from './PictureTile.tsx';
import { useDownload } from './use-download.ts';
import { useFetched } from './use-fetched.ts';

interface GalleryProps {
  space: string;
  files: readonly FileSummary[];
  /** Which one to begin with. */
  first: number;
  caption: string;
  onClose: () => void;
}

const ZOOMS = ['fit', '100', '200'] as const;

/** One picture in its own size, as soon as it is here; until then the small one. */
const Picture = ({ space, file, zoom }: { space: string; file: FileSummary; zoom: number }) => {
  const t = useTexts();
  const { shown, isHuge, failure, share, retry } = useFetched(space, file, true);
  const name = showName(file.name);
  const isPicture = shown?.sniffed.kind === 'image';
  const address = isPicture ? shown.address : hasPicture(file) ? file.preview : undefined;
  return (
    <div className="gallery-stage" data-zoom={ZOOMS[zoom]}>
      {address === undefined ? null : (
        <img src={address} alt={name} width={file.width} height={file.height} data-here={isPicture} />
      )}
      {shown === undefined && failure === undefined && !isHuge ? (
        <div className="gallery-wait">
          <Waiting>{t('files.fetching', { share })}</Waiting>
        </div>
      ) : null}
      {shown !== undefined && !isPicture ? (
        <p className="file-risk">{t('files.misnamed', { name })}</p>
      ) : null}
      {isHuge ? <p className="file-risk">{t('files.huge', { name })}</p> : null}
      <FailureNotice failure={failure} onRetry={retry} />
    </div>
  );
};

/** The pictures of a message, one at a time: arrow keys, zoom, Escape. */
const Gallery = ({ space, files, first, caption, onClose }: GalleryProps) => {
  const t = useTexts();
  const [index, setIndex] = useState(first);
  const [zoom, setZoom] = useState(0);
  const file = files[index] ?? files[0];
  const step = (by: number): void => {
    setIndex((index + by + files.length) % files.length);
    setZoom(0);
  };
  const onKeyDown = useEffectEvent((event: KeyboardEvent): void => {
    const forward = t.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const back = t.dir === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
    if (event.key === forward) step(1);
    else if (event.key === back) step(-1);
    else if (event.key === '+' || event.key === '=') setZoom(Math.min(ZOOMS.length - 1, zoom + 1));
    else if (event.key === '-') setZoom(Math.max(0, zoom - 1));
    else return;
    event.preventDefault();
  });
  // The dialog has the keyboard to itself, wherever in it the focus is.
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKeyDown(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  if (file === undefined) return null;
  const name = showName(file.name);
  return (
    <ModalOverlay className="gallery-shade" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="gallery-modal">
        <Dialog className="gallery" aria-label={t('files.gallery', { name })}>
          <div className="gallery-inside">
            <header className="gallery-head">
              <span className="gallery-title">
                <bdi className="file-name">{name}</bdi>
                <span className="small">{saySize(file.size, t.locale)}</span>
              </span>
              {files.length > 1 ? (
                <output className="small">
                  {t('files.place', { index: index + 1, count: files.length })}
                </output>
              ) : null}
              <IconButton
                label={t(zoom === ZOOMS.length - 1 ? 'files.zoom.out' : 'files.zoom.in')}
                icon={zoom === ZOOMS.length - 1 ? <ZoomOut size={18} /> : <ZoomIn size={18} />}
                onPress={() => setZoom((zoom + 1) % ZOOMS.length)}
              />
              <SaveButton key={file.id} space={space} file={file} />
              <IconButton label={t('close')} icon={<X size={18} />} onPress={onClose} autoFocus />
            </header>
            <Picture key={file.id} space={space} file={file} zoom={zoom} />
            {files.length > 1 ? (
              <>
                <IconButton
                  className="gallery-step gallery-back"
                  label={t('files.previous')}
                  icon={<ChevronLeft size={22} className="mirror" />}
                  onPress={() => step(-1)}
                />
                <IconButton
                  className="gallery-step gallery-next"
                  label={t('files.next')}
                  icon={<ChevronRight size={22} className="mirror" />}
                  onPress={() => step(1)}
                />
              </>
            ) : null}
            {caption === '' ? null : (
              <p className="gallery-caption" dir="auto">
                {caption}
              </p>
            )}
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
};

const SaveButton = ({ space, file }: { space: string; file: FileSummary }) => {
  const t = useTexts();
  const { begin, busy } = useDownload(space, file);
  return (
    <IconButton
      label={t('files.save', { name: showName(file.name) })}
      icon={<Download size={18} />}
      isDisabled={busy}
      onPress={begin}
    />
  );
};

export default Gallery;
