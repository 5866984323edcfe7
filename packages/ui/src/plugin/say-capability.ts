import { findOperation } from '@plexi/operations';
import type { Translator } from '../texts/translate.ts';

export interface SaidCapability {
  /** In plain words. */
  words: string;
  /** Whether it changes something for others, as the person. */
  acts: boolean;
}

/** What a capability means for the person who grants it. */
export const sayCapability = (capability: string, t: Translator): SaidCapability => {
  const [what = '', limit] = capability.split('@', 2);
  const here = limit === undefined ? '' : ` ${t('plugin.may.channel')}`;
  if (what.startsWith('events:'))
    return { words: t('plugin.may.hear', { event: what.slice('events:'.length) }) + here, acts: false };
  const noun = what.split('.', 1)[0] ?? '';
  if (what.endsWith('.*')) return { words: t('plugin.may.all', { noun }) + here, acts: true };
  const operation = findOperation(what);
  if (operation === undefined) return { words: t('plugin.may.use', { what }), acts: false };
  if (operation.kind === 'query') return { words: t('plugin.may.read', { noun }) + here, acts: false };
  return {
    words: t('plugin.may.do', { what: what.replace('.', '_'), summary: operation.summary }) + here,
    acts: true,
  };
};
