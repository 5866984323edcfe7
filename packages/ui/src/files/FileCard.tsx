import type { FileSummary } from '@plexi/operations';
import {
  CircleAlert,
  Download,
  Eye,
  File,
  FileArchive,
  FileAudio,
  FileCode,
  FileImage,
  FileText,
  FileVideo,
  Pause,
  Play,
  X,
} from 'lucide-react';
import { IconButton } from '../controls/Button.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { claimedKind, saySize, showName } from './describe-file.ts';
import { useDownload } from './use-download.ts';

const ICONS = {
  image: FileImage,
  video: FileVideo,
  audio: FileAudio,
  pdf: FileText,
  archive: FileArchive,
  program: FileCode,
  markup: FileCode,
  unknown: File,
} as const;

export interface FileCardProps {
  space: string;
  file: FileSummary;
  /** Who sent it and when, in a list. */
  about?: string;
  /** Shows it, if it can be shown. */
  onOpen?: () => void;
}

/** A file that is not shown, only saved: what it is called, how large it is, and how far it has come. */
export const FileCard = ({ space, file, about, onOpen }: FileCardProps) => {
  const t = useTexts();
  const { transfer, wanted, failure, busy, begin, hold, cancel } = useDownload(space, file);
  const name = showName(file.name);
  const kind = claimedKind(file.name);
  const Icon = ICONS[kind];
  const isRisky = kind === 'program' || kind === 'markup';
  const state = transfer?.state;
  const isUp = transfer?.direction === 'up';
  const isMoving = state === 'moving' || state === 'waiting' || state === 'paused';
  const words =
    transfer === undefined || !isMoving
      ? saySize(file.size, t.locale)
      : t('files.progress', {
          done: saySize(transfer.bytes, t.locale),
          size: saySize(file.size, t.locale),
          state: isUp && state === 'moving' ? 'sending' : state,
        });
  return (
    <div className="file-card" data-risky={isRisky}>
      <span className="file-icon" aria-hidden="true">
        <Icon size={22} />
      </span>
      <div className="file-words">
        <bdi className="file-name" title={name}>
          {name}
        </bdi>
        <span className="small soft" role={isMoving ? 'status' : undefined}>
          {words}
        </span>
        {about === undefined ? null : <span className="small soft">{about}</span>}
        {isRisky ? (
          <span className="small file-risk">
            <CircleAlert size={13} aria-hidden="true" />
            {t('files.risky')}
          </span>
        ) : null}
        {isMoving ? (
          <progress
            className="file-progress"
            aria-label={name}
            max={Math.max(1, file.size)}
            value={transfer?.bytes ?? 0}
          />
        ) : null}
        <FailureNotice failure={failure} />
      </div>
      <div className="file-actions">
        {onOpen === undefined ? null : (
          <IconButton label={t('files.open', { name })} icon={<Eye size={16} />} onPress={onOpen} />
        )}
        {isMoving && state !== 'paused' ? (
          <IconButton label={t('files.pause', { name })} icon={<Pause size={16} />} onPress={hold} />
        ) : null}
        {state === 'paused' ? (
          <IconButton label={t('files.resume', { name })} icon={<Play size={16} />} onPress={begin} />
        ) : null}
        {isMoving && !isUp ? (
          <IconButton label={t('files.cancel', { name })} icon={<X size={16} />} onPress={cancel} />
        ) : null}
        {isMoving && (wanted || isUp) ? null : (
          <IconButton
            label={t('files.save', { name })}
            icon={<Download size={16} />}
            isDisabled={busy}
            onPress={begin}
          />
        )}
      </div>
    </div>
  );
};
