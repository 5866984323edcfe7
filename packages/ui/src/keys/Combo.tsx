import { useTexts } from '../texts/TextsProvider.tsx';
import { isApple, sayCombo } from './combo.ts';
import { KEY_MAP, type KeyId } from './key-map.ts';

/** A shortcut, drawn as its keys. */
export const Combo = ({ of }: { of: KeyId }) => {
  const t = useTexts();
  const [combo] = KEY_MAP[of].combos;
  return (
    <span className="combo">
      {sayCombo(combo ?? '', t, isApple()).map((key) => (
        <kbd key={key} data-user-text>
          {key}
        </kbd>
      ))}
    </span>
  );
};
