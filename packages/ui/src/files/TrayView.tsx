import { FileText, X } from 'lucide-react';
import { IconButton } from '../controls/Button.tsx';
import { describeFailure } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { saySize, showName } from './describe-file.ts';
import type { TrayItem } from './tray.ts';

/** What goes along with the message, while it is still being written. */
export const TrayView = ({
  items,
  onRemove,
}: {
  items: readonly TrayItem[];
  onRemove: (key: number) => void;
}) => {
  const t = useTexts();
  if (items.length === 0) return null;
  return (
    <ul className="tray" aria-label={t('files.tray')}>
      {items.map(({ key, name, size, preview, bytes, upload, failure }) => {
        const shown = showName(name);
        const isReady = upload !== undefined && bytes >= size;
        return (
          <li key={key} className="tray-item" data-failed={failure !== undefined}>
            {preview === undefined ? (
              <span className="tray-icon" aria-hidden="true">
                <FileText size={20} />
              </span>
            ) : (
              <img className="tray-picture" src={preview} alt="" />
            )}
            <span className="tray-words">
              <bdi className="file-name">{shown}</bdi>
              <span className="small soft">
                {failure === undefined ? saySize(size, t.locale) : describeFailure(failure, t).message}
              </span>
            </span>
            {isReady || failure !== undefined ? null : (
              <progress
                className="file-progress"
                aria-label={t('files.adding', { name: shown })}
                max={Math.max(1, size)}
                value={bytes}
              />
            )}
            <IconButton
              label={t('files.remove', { name: shown })}
              icon={<X size={15} />}
              onPress={() => onRemove(key)}
            />
          </li>
        );
      })}
    </ul>
  );
};
