import type { ChannelSummary } from '@plexi/operations';
import { useQuery } from '../connection/use-query.ts';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { usePlace } from '../timeline/PlaceProvider.tsx';
import { sayFullTime } from '../timeline/say-time.ts';
import { Pane } from '../workspace/Pane.tsx';
import { FileCard } from './FileCard.tsx';
import { hasPicture } from './PictureTile.tsx';

const SHOWN = 200;

/** The files of a channel, newest first. */
const FilesPane = ({ channel, onClose }: { channel: ChannelSummary; onClose: () => void }) => {
  const t = useTexts();
  const { space, goToMessage } = usePlace();
  const files = useQuery(
    'file.list',
    { space: space.id, channel: channel.id, limit: SHOWN },
    (event) => (event.type === 'messages' || event.type === 'changed') && event.channel === channel.id,
  );
  return (
    <Pane title={t('files.title')} onClose={onClose}>
      <FailureNotice failure={files.failure} onRetry={files.reload} />
      {files.data === undefined && files.failure === undefined ? (
        <Waiting>{t('files.loading')}</Waiting>
      ) : null}
      {files.data?.length === 0 ? <p className="soft">{t('files.none')}</p> : null}
      <ul className="file-list">
        {(files.data ?? []).map((file) => (
          <li key={`${file.message}/${file.id}`}>
            {hasPicture(file) ? <img className="file-thumb" src={file.preview} alt="" /> : null}
            <FileCard
              space={space.id}
              file={file}
              about={t('files.from', { name: file.author, time: sayFullTime(file.time, t.locale) })}
            />
            <button
              type="button"
              className="file-go"
              onClick={() => goToMessage({ space: space.id, channel: channel.id, message: file.message })}
            >
              {t('message.go')}
            </button>
          </li>
        ))}
      </ul>
    </Pane>
  );
};

export default FilesPane;
