import { useTexts } from '../texts/TextsProvider.tsx';
import type { StorageWork } from './use-storage-work.ts';

/** How far work on the database is: in words, and drawn. */
export const WorkProgress = ({ work: { work, share } }: { work: StorageWork }) => {
  const t = useTexts();
  const words = t(`storage.work.${work}`, { share });
  return (
    <div className="work-progress">
      <output>{words}</output>
      <progress className="file-progress" aria-label={words} max={1} value={share} />
    </div>
  );
};
