import { createContext, type ReactNode, use } from 'react';
import { EN } from './en.ts';
import { createTranslator, type Translator } from './translate.ts';

const english = createTranslator(EN, 'en');
const TextsContext = createContext<Translator>(english);

/** Gives the texts of a language to everything inside. */
export const TextsProvider = ({ texts = english, children }: { texts?: Translator; children: ReactNode }) => (
  <TextsContext value={texts}>{children}</TextsContext>
);

/** `t('key', values)`: every word that a person reads comes from here. */
export const useTexts = (): Translator => use(TextsContext);
