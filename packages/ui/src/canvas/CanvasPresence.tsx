import { Avatar } from '../identity/Avatar.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import type { Present } from './use-cursors.ts';

/** Who else has the canvas open, each person once; said to screen readers as people come and go. */
export const CanvasPresence = ({ present }: { present: readonly Present[] }) => {
  const t = useTexts();
  const people = present.filter(
    ({ account }, index) => present.findIndex((one) => one.account === account) === index,
  );
  return (
    <output className="canvas-presence">
      {people.length === 0 ? (
        <span className="tiny faint">{t('canvas.present.alone')}</span>
      ) : (
        <>
          <span className="unseen">{t('canvas.present')}</span>
          <ul>
            {people.map(({ account, name, colour }) => (
              <li key={account} className="canvas-person" data-colour={colour}>
                <Avatar id={account} name={name} size="small" />
                <bdi className="tiny">{name}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
    </output>
  );
};
