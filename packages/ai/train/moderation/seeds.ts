/** Sentences of our own: templates of each language, their slots filled by chance, and the word lists themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import { MODERATION_LABELS, type ModerationLabel } from '@plexi/protocol';
import { builtInEntries } from '../../src/moderation/lexicon/built-in.ts';
import type { Section } from '../../src/moderation/lexicon/entry.ts';
import { type Example, partOf, truthOf } from './example.ts';
import { randomFrom } from './random.ts';

const FOLDER = new URL('./seeds/', import.meta.url);
const SEED = 20_261_123;
const FILLED_TIMES = 10;
const TEMPLATE_WEIGHT = 2;
const WORD_WEIGHT = 0.3;
const SLOT = /\{([a-z]+)\}/gu;

const isLabel = (name: string): name is ModerationLabel =>
  (MODERATION_LABELS as readonly string[]).includes(name);

/** What the words of a section are by themselves; those of the others are nothing. */
const SECTION_LABELS: Partial<Record<Section, readonly ModerationLabel[]>> = {
  slur: ['hate', 'toxicity'],
  abuse: ['toxicity'],
  profane: ['toxicity'],
  insult: ['toxicity'],
  sexual: ['sexual'],
  threat: ['threat', 'toxicity'],
  spam: ['spam'],
  scam: ['scam', 'spam'],
};
/** By themselves neither the one nor the other. */
const AMBIGUOUS: readonly Section[] = ['filth', 'violence', 'erotic', 'hatred', 'exclude'];

const all = (labels: readonly ModerationLabel[]) =>
  truthOf(Object.fromEntries(labels.map((label) => [label, 1])) as Partial<Record<ModerationLabel, 1>>, 0);

const fillTemplates = (language: string, text: string): Example[] => {
  const random = randomFrom(SEED);
  const slots = new Map<string, string[]>();
  let labels: ModerationLabel[] = [];
  const examples: Example[] = [];
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const slot = /^@([a-z]+) (.*)$/u.exec(line);
    const heading = /^\[([a-z,]*)\]$/u.exec(line);
    if (slot !== null)
      slots.set(
        slot[1] ?? '',
        (slot[2] ?? '').split('|').map((word) => word.trim()),
      );
    else if (heading !== null) labels = (heading[1] ?? '').split(',').filter(isLabel);
    else {
      const times = line.includes('{') ? FILLED_TIMES : 2;
      // Whole templates are held out: a filled slot alone would be no new sentence.
      const part = partOf(`${language} ${line}`);
      const namesGroup = labels.length === 0 && /\{(group|one|accusative|oblique)\}/u.test(line);
      for (let i = 0; i < times; i++) {
        const filled = line.replace(SLOT, (_, name: string) => {
          const words = slots.get(name) ?? [];
          return words[Math.floor(random() * words.length)] ?? '';
        });
        examples.push({
          set: 'own sentences',
          text: filled,
          truth: all(labels),
          weight: TEMPLATE_WEIGHT,
          part,
          namesGroup,
        });
      }
    }
  }
  return examples;
};

export const readSeeds = (): Example[] => [
  ...readdirSync(FOLDER)
    .sort()
    .flatMap((name) => fillTemplates(name, readFileSync(new URL(name, FOLDER), 'utf8'))),
  ...builtInEntries()
    .filter(({ section }) => !(AMBIGUOUS as readonly string[]).includes(section))
    .map((entry) => ({
      set: 'own word lists',
      text: entry.word,
      truth: all(SECTION_LABELS[entry.section as Section] ?? []),
      weight: WORD_WEIGHT,
      part: 'training' as const,
    })),
];
