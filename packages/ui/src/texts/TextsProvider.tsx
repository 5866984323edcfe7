import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { useAppearance } from '../settings/appearance.ts';
import { findLanguage, findLocale } from './languages.ts';
import { createTranslator, type Translator } from './translate.ts';

/** The texts themselves, for whoever has them at hand. */
export const TextsContext = createContext<Translator | undefined>(undefined);

/** Opens the texts for what a person chose: a language's code, or `system`. */
export type OpenTexts = (choice: string) => Promise<Translator>;

const openTexts: OpenTexts = async (choice) => {
  const language = findLanguage(choice);
  const { texts, errors } = await language.load();
  return createTranslator(texts, findLocale(language), language.dir, errors);
};

/** Gives the texts of the chosen language to everything inside; shows nothing until they are here. */
export const TextsProvider = ({
  open = openTexts,
  children,
}: {
  open?: OpenTexts | undefined;
  children: ReactNode;
}) => {
  const { language } = useAppearance();
  const [texts, setTexts] = useState<Translator>();
  useEffect(() => {
    let live = true;
    // What cannot be loaded (the computer's PlexiChat is away) leaves the language as it was.
    const load = async (): Promise<void> => {
      const opened = await open(language).catch(() => undefined);
      if (live && opened !== undefined) setTexts(() => opened);
    };
    void load();
    return () => {
      live = false;
    };
  }, [open, language]);
  if (texts === undefined) return null;
  return (
    <TextsContext value={texts}>
      <I18nProvider locale={texts.locale}>{children}</I18nProvider>
    </TextsContext>
  );
};

/** `t('key', values)`: every word that a person reads comes from here. */
export const useTexts = (): Translator => {
  const texts = use(TextsContext);
  if (texts === undefined) throw new Error('useTexts needs a TextsProvider around it');
  return texts;
};
