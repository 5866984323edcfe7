import { Choice } from '../controls/Choice.tsx';
import { LANGUAGES } from '../texts/languages.ts';
import { useTexts } from '../texts/TextsProvider.tsx';
import { DENSITIES, setAppearance, THEMES, useAppearance } from './appearance.ts';

/** Theme, density, language: of this computer. */
export const AppearanceSettings = () => {
  const t = useTexts();
  const { theme, density, language } = useAppearance();
  return (
    <>
      <Choice
        label={t('settings.theme')}
        value={theme}
        options={THEMES.map((value) => ({ value, label: t(`settings.theme.${value}`) }))}
        onChange={(value) => setAppearance({ theme: value })}
      />
      <Choice
        label={t('settings.density')}
        value={density}
        options={DENSITIES.map((value) => ({ value, label: t(`settings.density.${value}`) }))}
        onChange={(value) => setAppearance({ density: value })}
      />
      <Choice
        label={t('settings.language')}
        value={language}
        options={[
          { value: 'system', label: t('settings.language.system') },
          ...LANGUAGES.map(({ code, name }) => ({ value: code, label: name, lang: code })),
        ]}
        onChange={(value) => setAppearance({ language: value })}
        hint={t('settings.appearance.where')}
      />
    </>
  );
};
