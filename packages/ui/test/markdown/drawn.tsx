/** Draws a text as the timeline would, and takes what was drawn apart. */
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { MarkdownText } from '../../src/markdown/MarkdownText.tsx';
import { EN } from '../../src/texts/en.ts';
import { TextsContext } from '../../src/texts/TextsProvider.tsx';
import { createTranslator } from '../../src/texts/translate.ts';
import { PlaceProvider } from '../../src/timeline/PlaceProvider.tsx';
import { idOf, memberOf } from '../script.ts';

const english = createTranslator(EN, 'en');
const nothing = (): void => undefined;

export const InPlace = ({ children }: { children: ReactNode }) => (
  <PlaceProvider
    space={{ id: idOf('Lab'), name: 'Lab', state: 'ready', role: 'owner' }}
    channels={[{ id: idOf('general'), name: 'general', messages: 0 }]}
    members={[memberOf('Ada', 'owner', true), memberOf('Ben Okafor', 'member'), memberOf('Ben', 'member')]}
    self={{ account: idOf('Ada'), name: 'Ada' }}
    onChannel={nothing}
    onThread={nothing}
    onProfile={nothing}
    onInvitation={nothing}
  >
    {children}
  </PlaceProvider>
);

export const draw = (text: string): string =>
  renderToStaticMarkup(
    <TextsContext value={english}>
      <InPlace>
        <MarkdownText text={text} />
      </InPlace>
    </TextsContext>,
  );

export interface Element {
  tag: string;
  attributes: Map<string, string>;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" };
const decode = (text: string): string =>
  text.replace(/&(#?\w+);/gu, (all, name: string) => ENTITIES[name] ?? all);

/** React escapes every `<` and `>` of words and values: what is left between them are elements. */
export const elementsOf = (html: string): Element[] =>
  [...html.matchAll(/<([a-z][a-z0-9]*)((?:\s[^>]*?)?)\/?>/gu)].map(([, tag = '', rest = '']) => ({
    tag,
    attributes: new Map(
      [...rest.matchAll(/([a-zA-Z-]+)="([^"]*)"/gu)].map(([, name = '', value = '']) => [
        name,
        decode(value),
      ]),
    ),
  }));

export const wordsIn = (html: string): string => decode(html.replace(/<[^>]*>/gu, ''));
