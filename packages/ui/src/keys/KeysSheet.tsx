import { Sheet } from '../controls/Sheet.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { Combo } from './Combo.tsx';
import { KEY_MAP, type KeyGroup, type KeyId } from './key-map.ts';

const GROUPS: readonly KeyGroup[] = ['go', 'show', 'message', 'write'];
const IDS = Object.keys(KEY_MAP) as KeyId[];

/** The map of keys: every shortcut, by what it is for. */
export const KeysSheet = ({ onClose }: { onClose: () => void }) => {
  const t = useTexts();
  return (
    <Sheet title={t('keys.title')} onClose={onClose} size="wide">
      <p className="small soft">{t('keys.lead')}</p>
      <div className="key-groups">
        {GROUPS.map((group) => (
          <section key={group} aria-labelledby={`keys-${group}`}>
            <h3 id={`keys-${group}`}>{t(`keys.${group}`)}</h3>
            <dl className="key-list">
              {IDS.filter((id) => KEY_MAP[id].group === group).map((id) => (
                <div key={id}>
                  <dt>{t(KEY_MAP[id].label)}</dt>
                  <dd>
                    <Combo of={id} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Sheet>
  );
};
