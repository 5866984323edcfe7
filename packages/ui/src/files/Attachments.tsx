import type { FileSummary, Message } from '@plexi/operations';
import { lazy, Suspense, useState } from 'react';
import { usePlace } from '../timeline/PlaceProvider.tsx';
import { claimedKind } from './describe-file.ts';
import { FileCard } from './FileCard.tsx';
import { MediaCard } from './MediaCard.tsx';
import { hasPicture, PictureTile } from './PictureTile.tsx';

const Gallery = lazy(() => import('./Gallery.tsx'));

const isMedia = ({ name }: FileSummary): boolean => ['video', 'audio'].includes(claimedKind(name));

/** The files of a message: pictures as pictures, films and sound to play, everything else to save. */
export const Attachments = ({ message }: { message: Message }) => {
  const { space } = usePlace();
  const [opened, setOpened] = useState<number>();
  const { files = [] } = message;
  if (files.length === 0 || message.deleted === true) return null;
  const pictures = files.filter((file) => hasPicture(file) || claimedKind(file.name) === 'image');
  const shown = pictures.filter(hasPicture);
  const others = files.filter((file) => !shown.includes(file));
  return (
    <div className="attachments">
      {shown.length === 0 ? null : (
        <div className="pictures" data-several={shown.length > 1}>
          {shown.map((file) => (
            <PictureTile key={file.id} file={file} onOpen={() => setOpened(pictures.indexOf(file))} />
          ))}
        </div>
      )}
      {others.map((file) =>
        isMedia(file) ? (
          <MediaCard key={file.id} space={space.id} file={file} />
        ) : (
          <FileCard
            key={file.id}
            space={space.id}
            file={file}
            {...(pictures.includes(file) ? { onOpen: () => setOpened(pictures.indexOf(file)) } : {})}
          />
        ),
      )}
      {opened === undefined ? null : (
        <Suspense fallback={null}>
          <Gallery
            space={space.id}
            files={pictures}
            first={opened}
            caption={message.text}
            onClose={() => setOpened(undefined)}
          />
        </Suspense>
      )}
    </div>
  );
};
