import type { FileSummary } from '@plexi/operations';
import { Play } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../controls/Button.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { showName } from './describe-file.ts';
import { FileCard } from './FileCard.tsx';
import { useFetched } from './use-fetched.ts';

/** A film or sound: played here when somebody asks for it, and only if its bytes are one. */
export const MediaCard = ({ space, file }: { space: string; file: FileSummary }) => {
  const t = useTexts();
  const [wanted, setWanted] = useState(false);
  const { shown, failure, share, retry } = useFetched(space, file, wanted);
  const name = showName(file.name);
  const kind = shown?.sniffed.kind;
  return (
    <div className="media">
      <FileCard space={space} file={file} />
      {wanted ? null : (
        <Button look="quiet" icon={<Play size={15} />} onPress={() => setWanted(true)}>
          {t('files.play')}
        </Button>
      )}
      {wanted && shown === undefined && failure === undefined ? (
        <Waiting>{t('files.fetching', { share })}</Waiting>
      ) : null}
      <FailureNotice failure={failure} onRetry={retry} />
      {kind === 'video' ? (
        <video className="media-player" src={shown?.address} controls aria-label={name}>
          <track kind="captions" />
        </video>
      ) : null}
      {kind === 'audio' ? (
        <audio className="media-player" src={shown?.address} controls aria-label={name}>
          <track kind="captions" />
        </audio>
      ) : null}
      {kind !== undefined && kind !== 'video' && kind !== 'audio' ? (
        <p className="small file-risk">{t('files.misnamed', { name })}</p>
      ) : null}
    </div>
  );
};
