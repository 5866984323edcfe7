import { classify, countMessage, FLOOD_RATE, type FloodState, toFinding } from '@plexi/ai/moderation';
import { DEFAULT_POLICY, LIMITS, MODERATION_LABELS, type ModerationPolicy } from '@plexi/protocol';
import { describe, expect, it } from 'vitest';

const withWords = (words: Partial<ModerationPolicy['words']>): ModerationPolicy => ({
  ...DEFAULT_POLICY,
  words: { ...DEFAULT_POLICY.words, ...words },
});

describe('a message’s verdict [A3]', () => {
  it.each([
    ['toxicity', 'you are the most pathetic idiot I have ever met'],
    ['hate', 'Immigranten sind Ungeziefer, schmeißt sie alle raus'],
    ['hate', '黑人都是低等的猴子，滚回去'],
    ['threat', 'tomorrow I will wait at your school and stab you'],
    ['threat', 'je vais te retrouver et te casser les jambes'],
    ['sexual', 'take your clothes off and send me naked pictures, I am horny'],
    ['spam', 'BUY CHEAP FOLLOWERS and likes!!! 70% off, only today, visit www.likes-4-you.top'],
    ['scam', 'Dear customer, your account is blocked. Verify your card number here: http://bank-secure.xyz'],
    ['scam', '¡Felicidades! Has sido seleccionado para un premio, envía tus datos bancarios'],
  ])('%s: %s', (label, text) => {
    const verdict = classify(text);
    expect(verdict).toMatchObject({ flagged: true, label });
    expect(verdict.confidence).toBe(verdict.scores[verdict.label as 'hate']);
    expect(verdict.words.length).toBeGreaterThan(0);
    for (const word of verdict.words) expect(text).toContain(word);
  });

  it.each([
    'My neighbours are Muslims and we had dinner together',
    'Ich bin eine lesbische Frau und arbeite als Ärztin',
    'Los inmigrantes celebran una fiesta en el barrio',
    'Les réfugiés apprennent le français le mardi',
    'I migranti sono arrivati ieri sera',
    'De moslims in onze straat vieren feest',
    'Os judeus celebram o ano novo em setembro',
    'W naszej szkole uczą się uchodźcy z Syrii',
    'المسلمون يحتفلون بالعيد غدا',
    'मुसलमान आज ईद मना रहे हैं',
    '我的同事是犹太人，他很喜欢下棋',
    '彼女は韓国人で、東京で働いています',
    '우리 동네에는 외국인이 많이 살아요',
    'В нашем доме живут мигранты из Узбекистана',
    'Kadınlar bu yıl maratonu kazandı',
    'how do I kill the process that holds port 8080?',
    'see you tomorrow, thanks for the review',
    '',
    '🙂',
  ])('nothing: %s', (text) => {
    const verdict = classify(text);
    expect(verdict).toMatchObject({ flagged: false, label: 'none', words: [] });
    expect(verdict.confidence).toBeGreaterThan(0.35);
    expect(Object.keys(verdict.scores)).toEqual([...MODERATION_LABELS]);
  });

  it('each channel has its own thresholds and words', () => {
    const text = 'this release is shit';
    expect(classify(text)).toMatchObject({ flagged: true, label: 'toxicity' });
    const lenient: ModerationPolicy = {
      ...DEFAULT_POLICY,
      labels: { ...DEFAULT_POLICY.labels, toxicity: { threshold: 1, action: 'none' } },
    };
    expect(classify(text, lenient)).toMatchObject({ flagged: false, label: 'none' });
    expect(classify('the shittake soup').flagged).toBe(false);

    const blocking = withWords({ block: ['rhubarb*', 'Grüne Soße'] });
    expect(classify('I like rhubarb', blocking)).toMatchObject({
      flagged: true,
      confidence: 1,
      tier: 'rules',
      words: ['rhubarb'],
    });
    expect(classify('R H U B A R B pie, rhu\u200bbarbs', blocking).words).toContain('rhu\u200bbarbs');
    expect(classify('grune sosse', blocking).flagged).toBe(true);
    expect(classify('I like rhubarb').flagged).toBe(false);

    const allowing = withWords({ allow: ['bastard'], block: ['bastard fight'] });
    expect(classify('the bastard file', withWords({})).tier).toBe('rules');
    expect(classify('the bastard file', allowing).flagged).toBe(false);
    expect(classify('a bastard fight', allowing)).toMatchObject({ flagged: true, words: ['bastard fight'] });
  });

  it('becomes a finding, with what the policy does about it', () => {
    const verdict = classify('you are a worthless piece of shit');
    expect(toFinding(verdict, DEFAULT_POLICY)).toEqual({
      finding: {
        label: 'toxicity',
        confidence: Math.round(verdict.confidence * 1000),
        tier: 'rules',
        words: verdict.words,
      },
      action: 'flag',
    });
    expect(toFinding(classify('good morning'), DEFAULT_POLICY)).toBeUndefined();
  });

  it('what a channel does not look for hides nothing else, and its blocked words count all the same', () => {
    const { labels } = DEFAULT_POLICY;
    const calm: ModerationPolicy = {
      labels: {
        ...labels,
        toxicity: { threshold: 0.6, action: 'none' },
        threat: { ...labels.threat, action: 'hide' },
      },
      words: { block: ['zorbo'], allow: [] },
    };
    expect(classify('you are a worthless piece of shit', calm).flagged).toBe(false);
    const threat = classify('i will kill you, you worthless piece of shit', calm);
    expect(toFinding(threat, calm)).toMatchObject({ finding: { label: 'threat' }, action: 'hide' });
    expect(toFinding(classify('buy a zorbo', calm), calm)).toMatchObject({
      finding: { label: 'toxicity', words: ['zorbo'] },
      action: 'flag',
    });
  });

  it('[L6] quotes so many words, and so much of each', () => {
    const many = ['one', 'two', 'six', 'ten', 'cat', 'dog', 'cow', 'elk', 'owl'];
    const blocking = withWords({ block: [...many, 'zorbo*'] });
    const quoted = (text: string) => toFinding(classify(text, blocking), blocking)?.finding.words ?? [];
    expect(quoted(many.join(' '))).toHaveLength(LIMITS.findingWords);
    const long = quoted(`zorbo${'abcdefg'.repeat(LIMITS.findingWordBytes)}`);
    expect(long.map((word) => word.length)).toEqual([LIMITS.findingWordBytes]);
  });
});

describe('words that are harmless in another of the languages, or by themselves [A3]', () => {
  it.each([
    '¿A qué hora es?',
    'Le train a du retard.',
    'Wir fahren nach Lesbos.',
    'La guerra di Troia',
    'Onde fica o banheiro?',
    'Jag fick ett brev.',
    'Jeg kan ikke høre dig.',
    'Musel běžet.',
    '나는 그를 자주 보지 못한다.',
    '同性愛者です。',
    'ジャクソンさん',
    'نیک مرد خوبی است',
    'هیچ کس نمی‌داند',
    'كان يتحدث عن المال.',
    'เก็บยาให้ห่างจากมือ',
    'There is a chink in the armour of the Maine coon.',
    'Appuyez sur la pédale.',
    'Het konijn heeft stevige schoften.',
  ])('%s', (text) => expect(classify(text)).toMatchObject({ flagged: false }));
});

describe('a flood of one author [A3]', () => {
  const send = (messages: readonly { normalText: string; at: number }[]): boolean[] => {
    let state: FloodState | undefined;
    return messages.map((message) => {
      const counted = countMessage(state, message);
      ({ state } = counted);
      return counted.flooding;
    });
  };

  it('is too much at once, until time has passed', () => {
    const burst = Array.from({ length: 30 }, (_, i) => ({ normalText: `line ${i}`, at: 1000 + i }));
    const flooding = send(burst);
    expect(flooding.indexOf(true)).toBe(FLOOD_RATE.burst);
    expect(flooding.slice(FLOOD_RATE.burst).every(Boolean)).toBe(true);
    expect(send([...burst, { normalText: 'later', at: 61_000 }]).at(-1)).toBe(false);
    // Clocks that jump back earn nothing.
    expect(send([...burst, { normalText: 'earlier', at: 0 }, { normalText: 'again', at: 900 }]).at(-1)).toBe(
      true,
    );
  });

  it('is the same over and over, however slowly', () => {
    const same = Array.from({ length: 8 }, (_, i) => ({ normalText: 'buy now', at: i * 60_000 }));
    expect(send(same).indexOf(true)).toBe(FLOOD_RATE.repeats);
    const other = same.map((message, i) => ({ ...message, normalText: `word ${i}` }));
    expect(send(other)).not.toContain(true);
  });
});
