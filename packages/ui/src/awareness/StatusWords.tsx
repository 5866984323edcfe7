import type { Presence } from '@plexi/operations';

/** What somebody says of themselves just now. */
export const StatusWords = ({ presence }: { presence: Presence | undefined }) => {
  const words = `${presence?.emoji ?? ''} ${presence?.text ?? ''}`.trim();
  return words === '' ? null : <bdi className="status-words">{words}</bdi>;
};
