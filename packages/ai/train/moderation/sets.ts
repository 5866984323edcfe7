/** The public sets that weights may be trained on and published (docs/moderation.md says why these), as examples. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Example, partOf, type Truth, truthOf } from './example.ts';

type Row = readonly string[];

interface SetReader {
  file: string;
  name: string;
  weight: number;
  read: (row: Row) => readonly { text: string; truth: Truth }[];
}

const bit = (is: boolean): 0 | 1 => (is ? 1 : 0);

const readDavidson = ([label = '', , , , text = '']: Row) => [
  { text, truth: truthOf({ toxicity: bit(label !== '2'), hate: bit(label === '0'), spam: 0, scam: 0 }) },
];

const readGermEval = ([, coarse, fine, text = '']: Row) => [
  {
    text,
    truth: truthOf({ toxicity: bit(coarse === 'OFFENSE'), hate: bit(fine === 'ABUSE'), spam: 0, scam: 0 }),
  },
];

const readHatemoji = ([, label, type = '', , text = '']: Row) => {
  const isHate = label === '1';
  const threat =
    isHate && type.startsWith('threat') ? { threat: 1 as const } : isHate ? {} : { threat: 0 as const };
  return [
    { text, truth: truthOf({ toxicity: bit(isHate), hate: bit(isHate), spam: 0, scam: 0, ...threat }) },
  ];
};

const ATTACKS_GROUP = '2';
const readCold = ([, label, fine, , text = '']: Row) => {
  const isOffensive = label === '1';
  const hate = !isOffensive ? { hate: 0 as const } : fine === '' ? {} : { hate: bit(fine === ATTACKS_GROUP) };
  return [{ text, truth: truthOf({ toxicity: bit(isOffensive), spam: 0, scam: 0, ...hate }) }];
};

const readJapanese = (
  [, text = '', , , toxic = '0', veryToxic = '0', , discriminates = '0', , obscene = '0']: Row,
  all: Row,
) => {
  const votes = Number(all.at(-1));
  const isToxic = (Number(toxic) + Number(veryToxic)) * 2 > votes;
  return [
    {
      text,
      truth: truthOf({
        toxicity: bit(isToxic),
        hate: bit(Number(discriminates) * 2 >= votes),
        sexual: bit(Number(obscene) * 2 >= votes),
        spam: 0,
        scam: 0,
      }),
    },
  ];
};

const SENTENCE = /[^.!?\n]+[.!?\n]*/gu;
const SHORTEST_SENTENCE = 12;
/** All of these posts are toxic: the sentences with marked spans are, and in a post that has some the others are not. */
const readSpans = ([, offsets = '[]', text = '']: Row) => {
  const marked = JSON.parse(offsets) as number[];
  const whole = { text, truth: truthOf({ toxicity: 1, spam: 0, scam: 0 }) };
  if (marked.length === 0) return [];
  // Offsets count code points.
  const signs = Array.from(text);
  const isMarked = new Set(marked);
  let at = 0;
  const parts = (text.match(SENTENCE) ?? []).map((sentence) => {
    const from = at;
    at += Array.from(sentence).length;
    let isToxic = false;
    for (let i = from; i < at && i < signs.length; i++) isToxic ||= isMarked.has(i);
    return { text: sentence.trim(), isToxic };
  });
  return [
    whole,
    ...parts
      .filter((part) => part.text.length >= SHORTEST_SENTENCE && part.text.length < text.length)
      .map((part) => ({
        text: part.text,
        truth: truthOf({ toxicity: bit(part.isToxic), spam: 0, scam: 0 }),
      })),
  ];
};

/** What a message that wants something by fraud says; the rest of the set's spam is advertising. */
const FRAUD = /\b(won|winner|prize|claim|awarded|guaranteed|selected|congrat|unclaimed|draw|bonus caller)/iu;
const readSms = ([label, text = '']: Row) => {
  const isSpam = label === 'spam';
  return [
    {
      text,
      truth: truthOf({
        toxicity: 0,
        hate: 0,
        threat: 0,
        spam: bit(isSpam),
        scam: bit(isSpam && FRAUD.test(text)),
      }),
    },
  ];
};

const SETS: readonly SetReader[] = [
  { file: 'en_davidson.tsv.gz', name: 'en Davidson', weight: 1, read: readDavidson },
  { file: 'de_germeval2018.tsv.gz', name: 'de GermEval 2018', weight: 1.5, read: readGermEval },
  { file: 'en_hatemoji_build.tsv.gz', name: 'en HatemojiBuild', weight: 1.5, read: readHatemoji },
  { file: 'zh_cold_dev_test.tsv.gz', name: 'zh COLD', weight: 1.5, read: readCold },
  {
    file: 'ja_toxic_subset.tsv.gz',
    name: 'ja toxic subset',
    weight: 2,
    read: (row) => readJapanese(row, row),
  },
  { file: 'en_toxic_spans.tsv.gz', name: 'en Toxic Spans', weight: 0.7, read: readSpans },
  { file: 'en_sms_spam_uci.tsv.gz', name: 'en SMS Spam', weight: 1.5, read: readSms },
];

const readTable = (file: string): Row[] =>
  gunzipSync(readFileSync(file))
    .toString('utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.replace(/\r$/u, '').split('\t'));

/** `folder`: PLEXI_DATA. */
export const readSets = (folder: string): Example[] =>
  SETS.flatMap(({ file, name, weight, read }) =>
    readTable(path.join(folder, 'moderation', file)).flatMap((row) => {
      const part = partOf(row.at(file.startsWith('ja') ? 1 : -1) ?? '');
      return read(row).map((one) => ({ ...one, set: name, weight, part }));
    }),
  );

/** Everyday sentences of each language: so many are enough to know what is ordinary in it. */
const EVERYDAY_EACH = 200;
/** Of languages with a word list more: a word of one is a harmless one of another (hoe, slut, fan). */
const EVERYDAY_OF_LISTED = 900;
const LISTED = new Set(
  'ara ces dan deu nld fin fra hin hun ita jpn kor nob pes pol por rus spa swe tgl tha tur cmn epo'.split(
    ' ',
  ),
);
const EVERYDAY_WEIGHT = 0.5;
const ENGLISH_EACH = 130;

const HARMLESS = truthOf({}, 0);
const everyday = (set: string, text: string): Example => ({
  set,
  text,
  truth: HARMLESS,
  weight: EVERYDAY_WEIGHT,
  part: partOf(text),
});

/** Sentences of the Tatoeba project in 112 languages and in English, taken as harmless. */
export const readEveryday = (folder: string): Example[] => {
  const counts = new Map<string, number>();
  const english = new Set<string>();
  return readTable(path.join(folder, 'search/tatoeba_parallel_112langs.tsv.gz')).flatMap(
    ([language = '', , text = '', translation = '']) => {
      const count = counts.get(language) ?? 0;
      if (count >= (LISTED.has(language) ? EVERYDAY_OF_LISTED : EVERYDAY_EACH)) return [];
      counts.set(language, count + 1);
      const sentences = [everyday('Tatoeba, 112 languages', text)];
      if (count < ENGLISH_EACH && !english.has(translation)) {
        english.add(translation);
        sentences.push(everyday('Tatoeba, English', translation));
      }
      return sentences;
    },
  );
};

/** What people ask assistants and their bank, in English: much of it about accounts, cards and passwords, none of it fraud. */
export const readIntents = (folder: string): Example[] => {
  const clinc = JSON.parse(
    gunzipSync(readFileSync(path.join(folder, 'search/intents/clinc150_data_full.json.gz'))).toString('utf8'),
  ) as Record<string, [string, string][]>;
  const banking = gunzipSync(readFileSync(path.join(folder, 'search/intents/banking77_train.csv.gz')))
    .toString('utf8')
    .split('\n')
    .slice(1)
    // The text is quoted where it has commas; its category never has any.
    .map((line) => line.slice(0, line.lastIndexOf(',')).replace(/^"|"$/gu, '').replaceAll('""', '"'))
    .filter((text) => text !== '');
  return [
    ...(clinc['train'] ?? []).map(([text]) => everyday('en CLINC150', text)),
    ...banking.map((text) => everyday('en Banking77', text)),
  ];
};
